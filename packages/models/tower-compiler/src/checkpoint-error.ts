import { PluginError } from '@clipgraph/contracts';

/** UNSUPPORTED: the checkpoint cannot be compiled, for a reason that names what is wrong with it. */
export function checkpointError(reason: string, cause?: unknown): PluginError {
  return new PluginError('UNSUPPORTED', `The checkpoint cannot be compiled: ${reason}.`, { cause });
}
