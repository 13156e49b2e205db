import { isPluginError } from '@clipgraph/contracts';

/** For an id that may be taken already: anything but CONFLICT is thrown. */
export function ignoreConflict(error: unknown): void {
  if (!isPluginError(error) || error.code !== 'CONFLICT') throw error;
}
