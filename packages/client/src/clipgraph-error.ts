/**
 * What went wrong. From the server, `extensions.code` as it is: `BAD_USER_INPUT`, `NOT_FOUND`, `CONFLICT`, `UNSUPPORTED`,
 * `UNAUTHENTICATED`, `FORBIDDEN`, `OVERLOADED`, `TIMEOUT`, `UNAVAILABLE`, `COST_LIMIT_EXCEEDED`, `INTERNAL_SERVER_ERROR`,
 * and GraphQL's own; of an upload also the codes of `InputError`. Three more are made here: `UNREACHABLE` (no server, or the connection broke), `TOO_LARGE` (HTTP 413)
 * and `BAD_RESPONSE` (something answered that does not speak this protocol). `TIMEOUT` is also this client's own deadline.
 */
export type ClipgraphErrorCode =
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'UNSUPPORTED'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'OVERLOADED'
  | 'TIMEOUT'
  | 'UNAVAILABLE'
  | 'COST_LIMIT_EXCEEDED'
  | 'INTERNAL_SERVER_ERROR'
  | 'UNREACHABLE'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_FORMAT'
  | 'BAD_RESPONSE'
  | (string & {});

/** One member of a GraphQL answer's `errors`. */
export interface GraphQLErrorAnswer {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly retryAfterMs?: number };
}

export interface ClipgraphErrorOptions {
  cause?: unknown;
  /** When another try may succeed, in milliseconds. */
  retryAfterMs?: number | undefined;
  status?: number | undefined;
  errors?: readonly GraphQLErrorAnswer[] | undefined;
}

/**
 * A request that failed as a whole. (A wrong item among good ones is an `InputError` in its place in the result.)
 * Recognise it with {@link isClipgraphError}: two installed copies of this package are two classes.
 */
export class ClipgraphError extends Error {
  override readonly name = 'ClipgraphError';
  readonly code: ClipgraphErrorCode;
  readonly retryAfterMs: number | undefined;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** All of the answer's GraphQL errors; this error's message and code are the first one's. */
  readonly errors: readonly GraphQLErrorAnswer[];

  constructor(code: ClipgraphErrorCode, message: string, options: ClipgraphErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
    this.errors = options.errors ?? [];
  }
}

export function isClipgraphError(error: unknown): error is ClipgraphError {
  return error instanceof Error && error.name === 'ClipgraphError' && 'code' in error;
}
