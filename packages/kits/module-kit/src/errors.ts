import { isPluginError, type ErrorCode, type InputErrorCode, type PluginError } from '@clipgraph/contracts';
import { GraphQLError } from 'graphql';
import pLimit from 'p-limit';

/** The code of an operation that costs more than the caller may use. */
export const COST_LIMIT_EXCEEDED = 'COST_LIMIT_EXCEEDED';

/** How a code is shown. */
interface Shown {
  /** The code that GraphQL's `extensions.code` holds. */
  readonly code: string;
  /** Of an answer of a plain HTTP route. */
  readonly status: number;
  /** Stands in for the error's own message, which is then not for callers. */
  readonly message?: string;
}

/** The one table from plugin errors to GraphQL and HTTP. */
const TABLE: Readonly<Record<ErrorCode, Shown>> = {
  INVALID_INPUT: { code: 'BAD_USER_INPUT', status: 400 },
  UNSUPPORTED: { code: 'UNSUPPORTED', status: 422 },
  NOT_FOUND: { code: 'NOT_FOUND', status: 404 },
  CONFLICT: { code: 'CONFLICT', status: 409 },
  UNAUTHENTICATED: { code: 'UNAUTHENTICATED', status: 401 },
  FORBIDDEN: { code: 'FORBIDDEN', status: 403 },
  OVERLOADED: { code: 'OVERLOADED', status: 503, message: 'The server is busy; try again later.' },
  TIMEOUT: { code: 'TIMEOUT', status: 408, message: 'The work was not finished in time.' },
  UNAVAILABLE: { code: 'UNAVAILABLE', status: 503, message: 'A part of the server cannot be reached; try again later.' },
  MODEL_FAILED: { code: 'INTERNAL_SERVER_ERROR', status: 500, message: 'The model failed.' },
};

/** What is wrong with an item has the status of its kind. */
const ITEM_STATUS: Readonly<Record<InputErrorCode, number>> = {
  EMPTY: 400,
  INVALID: 400,
  CORRUPT: 400,
  TOO_LARGE: 413,
  UNSUPPORTED_FORMAT: 415,
  FETCH_REFUSED: 422,
  FETCH_FAILED: 422,
  NOT_FOUND: TABLE.NOT_FOUND.status,
  TIMEOUT: TABLE.TIMEOUT.status,
  OVERLOADED: TABLE.OVERLOADED.status,
};

/** What is no plugin's error, and the caller's own fault all the same. */
const CALLERS_STATUS: Readonly<Record<string, number>> = {
  [COST_LIMIT_EXCEEDED]: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  BAD_REQUEST: 400,
};

const STATUS = new Map<string, number>([
  ...Object.values(TABLE).map(({ code, status }) => [code, status] as const),
  ...Object.entries(TABLE).map(([code, { status }]) => [code, status] as const),
  ...Object.entries(ITEM_STATUS),
  ...Object.entries(CALLERS_STATUS),
]);

/** The HTTP status of an answer that names this code: a plugin error's, an item's or one of GraphQL's. Any other is 500. */
export function httpStatus(code: string): number {
  return STATUS.get(code) ?? 500;
}

/** The HTTP status of anything that a route threw: a plugin's error, or one that carries a code as GraphQL's do. */
export function httpStatusOf(error: unknown): number {
  if (isPluginError(error)) return httpStatus(error.code === 'INVALID_INPUT' ? (error.input ?? 'INVALID') : error.code);
  return error instanceof GraphQLError ? httpStatus(String(error.extensions['code'])) : 500;
}

/** For a code that is not in the table: an error of a plugin written for another version of the contracts. */
const MASKED: Shown = { code: 'INTERNAL_SERVER_ERROR', status: 500, message: 'Something went wrong.' };

/** What a client may know of a plugin's error. */
export function publicError(error: PluginError): GraphQLError {
  const { code, message } = Object.hasOwn(TABLE, error.code) ? TABLE[error.code] : MASKED;
  const extensions = error.retryAfterMs === undefined ? { code } : { code, retryAfterMs: error.retryAfterMs };
  return new GraphQLError(message ?? error.message, { extensions, originalError: error });
}

/** A wrong item as data, in its place in the list. */
export interface InputError {
  readonly __typename: 'InputError';
  readonly code: InputErrorCode;
  readonly message: string;
  /** With OVERLOADED: when another try may succeed, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** The item's own fault, or undefined when the error is about more than this item. */
export function asInputError(error: unknown): InputError | undefined {
  if (!isPluginError(error)) return undefined;
  const code = inputCode(error);
  if (!code) return undefined;
  const message = TABLE[error.code].message ?? error.message;
  const { retryAfterMs } = error;
  return { __typename: 'InputError', code, message, ...(retryAfterMs !== undefined && { retryAfterMs: Math.ceil(retryAfterMs) }) };
}

function inputCode(error: PluginError): InputErrorCode | undefined {
  switch (error.code) {
    case 'INVALID_INPUT':
      return error.input ?? 'INVALID';
    case 'NOT_FOUND':
    case 'TIMEOUT':
    case 'OVERLOADED':
      return error.code;
    default:
      return undefined;
  }
}

/**
 * Works on every item at once and answers in their order; an item at fault becomes an {@link InputError}
 * in its place. An error that is not an item's own (a lost store, a failing model) rejects the whole, after
 * all items have settled, so that nothing goes on unseen. With `atOnce`, no more than so many at a time.
 */
export async function eachItem<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
  { atOnce = Infinity }: { readonly atOnce?: number } = {},
): Promise<(Result | InputError)[]> {
  const inTurn = pLimit(atOnce);
  const settled = await Promise.allSettled(items.map((item, index) => inTurn(async () => work(item, index))));
  return settled.map((outcome) => {
    if (outcome.status === 'fulfilled') return outcome.value;
    const inputError = asInputError(outcome.reason);
    if (!inputError) throw outcome.reason;
    return inputError;
  });
}

export function isInputError(value: unknown): value is InputError {
  return typeof value === 'object' && value !== null && '__typename' in value && value.__typename === 'InputError';
}
