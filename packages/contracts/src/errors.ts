/** What went wrong, in the words that every plugin shares. One table maps them to GraphQL and HTTP. */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'UNSUPPORTED'
  | 'OVERLOADED'
  | 'TIMEOUT'
  | 'UNAVAILABLE'
  | 'CONFLICT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'MODEL_FAILED';

/** Why one input item was refused: the codes of the GraphQL type `InputError`. */
export type InputErrorCode =
  | 'EMPTY'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_FORMAT'
  | 'CORRUPT'
  | 'FETCH_REFUSED'
  | 'FETCH_FAILED'
  | 'NOT_FOUND'
  | 'INVALID'
  | 'TIMEOUT'
  | 'OVERLOADED';

export interface PluginErrorOptions {
  cause?: unknown;
  /** With INVALID_INPUT: which kind of wrong. */
  input?: InputErrorCode;
  /** With OVERLOADED and UNAVAILABLE: when another try may succeed, in milliseconds. */
  retryAfterMs?: number;
}

/**
 * The one error that plugins throw on purpose. Its message is shown to users: it holds no path, host,
 * full URL or content. Recognise it with {@link isPluginError}, never with `instanceof`, because two
 * installed copies of this package are two classes.
 */
export class PluginError extends Error {
  override readonly name = 'PluginError';
  readonly code: ErrorCode;
  readonly input: InputErrorCode | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: PluginErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.input = options.input;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export function isPluginError(error: unknown): error is PluginError {
  return error instanceof Error && error.name === 'PluginError' && 'code' in error;
}

/** Shorthand for the most frequent error: an input item that is wrong. */
export function invalidInput(input: InputErrorCode, message: string, cause?: unknown): PluginError {
  return new PluginError('INVALID_INPUT', message, cause === undefined ? { input } : { input, cause });
}
