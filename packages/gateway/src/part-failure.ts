import { fileURLToPath } from 'node:url';

import { isPluginError, isSettingError } from '@clipgraph/contracts';

import { ConfigError, isConfigError } from './config-error.ts';

/**
 * Runs what belongs to one part of a composition, and makes a ConfigError of whatever it throws: `what` begins its message, such
 * as `The module hello cannot be opened`, and the cause keeps the rest.
 */
export async function ofPart<Result>(what: string, work: () => Promise<Result> | Result): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw partFailure(what, error);
  }
}

/** As {@link ofPart} says, for an error that was thrown. One that says already which part it is about stays as it is. */
export function partFailure(what: string, error: unknown): ConfigError {
  return isConfigError(error) ? error : new ConfigError(`${what}: ${reasonOf(error)}`, { cause: error });
}

/** What an error says; of one that nobody wrote for people, also the place in the composition's own files where it was thrown. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `${shown(error)} was thrown.`;
  const message = error.message.trim() || error.name;
  if (isSettingError(error) || isPluginError(error)) return message;
  const place = placeOf(error);
  return place === undefined ? message : `${message} (${place})`;
}

function shown(thrown: unknown): string {
  return typeof thrown === 'string' ? JSON.stringify(thrown.slice(0, 200)) : String(thrown).slice(0, 200);
}

const FRAME = /(file:\/\/[^\s)]+|(?<=[\s(])(?:\/|[A-Za-z]:\\)[^:()]+):(\d+):(\d+)\)?$/;

/** File, line and column of the first frame that is neither Node's nor of an installed package. */
export function placeOf({ stack = '' }: Error): string | undefined {
  for (const line of stack.split('\n')) {
    const [, file, row, column] = FRAME.exec(line) ?? [];
    if (file === undefined || !/^\s*at /.test(line) || /[\\/]node_modules[\\/]/.test(file)) continue;
    return `${file.startsWith('file:') ? fileURLToPath(file.replace(/\?.*$/, '')) : file}:${row}:${column}`;
  }
  return undefined;
}
