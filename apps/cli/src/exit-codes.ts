import { isClipgraphError, type ClipgraphError } from '@clipgraph/client';
import { isPluginError, type ErrorCode } from '@clipgraph/contracts';

import { howStarted } from './how-started.ts';

/** What the process ends with; `clipgraph --help` lists them. */
export const EXIT = {
  done: 0,
  /** Some items failed, or the server refused the request. */
  failed: 1,
  usage: 2,
  /** No server or model hub, another server, or one that stayed busy. */
  unreachable: 3,
  /** The key is missing or wrong, or may not do this. */
  refused: 4,
  /** As shells have it for Ctrl-C. */
  interrupted: 130,
} as const;

export const EXIT_HELP = `
Exit codes:
  0    done
  1    some items failed, or the server refused the request
  2    wrong usage, a server that cannot start as it is set, or a Node that is too old
  3    no clipgraph server or model hub answers, or it stayed busy
  4    the API key is missing, wrong, or may not do this
  130  stopped with Ctrl-C`;

/** Ends a command with a message for its user. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function usageError(message: string): CommandError {
  return new CommandError(message, EXIT.usage);
}

/** Errors of what runs here, without a server. */
const PLUGIN_EXITS: Partial<Record<ErrorCode, number>> = {
  INVALID_INPUT: EXIT.usage,
  UNAVAILABLE: EXIT.unreachable,
  OVERLOADED: EXIT.unreachable,
  UNAUTHENTICATED: EXIT.refused,
  FORBIDDEN: EXIT.refused,
};

/** What a user should read and how the process ends, for anything that a command may throw. */
export function explain(error: unknown, url: string | undefined): CommandError {
  if (error instanceof CommandError) return error;
  if (isPluginError(error)) return new CommandError(error.message, PLUGIN_EXITS[error.code] ?? EXIT.failed);
  if (isClipgraphError(error)) return explainServer(error, url ?? 'the given address');
  throw error;
}

function explainServer(error: ClipgraphError, url: string): CommandError {
  switch (error.code) {
    case 'UNREACHABLE':
      return new CommandError(
        `No server answers at ${url}. Is it running? Start it with: ${howStarted(process.env).serve}`,
        EXIT.unreachable,
      );
    case 'BAD_RESPONSE':
      return new CommandError(`What answers at ${url} is not a clipgraph server. Check --url.`, EXIT.unreachable);
    case 'OVERLOADED':
    case 'UNAVAILABLE':
    case 'TIMEOUT':
      return new CommandError(`${error.message} (${url})`, EXIT.unreachable);
    case 'UNAUTHENTICATED':
      return new CommandError('The server wants a valid API key. Set CLIPGRAPH_API_KEY, or give --key.', EXIT.refused);
    case 'FORBIDDEN':
      return new CommandError(error.message, EXIT.refused);
    default:
      return new CommandError(`${error.message} (${error.code})`, EXIT.failed);
  }
}
