import { isPluginError, type ErrorCode, type InputErrorCode, type PluginError } from '@clipgraph/contracts';
import { GraphQLError } from 'graphql';

/** The one table from plugin errors to GraphQL. `undefined` as message: keep the error's own. */
const TABLE: Record<ErrorCode, { code: string; message?: string }> = {
  INVALID_INPUT: { code: 'BAD_USER_INPUT' },
  UNSUPPORTED: { code: 'UNSUPPORTED' },
  NOT_FOUND: { code: 'NOT_FOUND' },
  CONFLICT: { code: 'CONFLICT' },
  UNAUTHENTICATED: { code: 'UNAUTHENTICATED' },
  FORBIDDEN: { code: 'FORBIDDEN' },
  OVERLOADED: { code: 'OVERLOADED', message: 'The server is busy; try again later.' },
  TIMEOUT: { code: 'TIMEOUT', message: 'The work was not finished in time.' },
  UNAVAILABLE: { code: 'UNAVAILABLE', message: 'A part of the server cannot be reached; try again later.' },
  MODEL_FAILED: { code: 'INTERNAL_SERVER_ERROR', message: 'The model failed.' },
};

/** For a code that is not in the table: an error of a plugin written for another version of the contracts. */
const MASKED = { code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong.' };

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
}

/** The item's own fault, or undefined when the error is about more than this item. */
export function asInputError(error: unknown): InputError | undefined {
  if (!isPluginError(error)) return undefined;
  const code = inputCode(error);
  return code && { __typename: 'InputError', code, message: TABLE[error.code].message ?? error.message };
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
 * all items have settled, so that nothing goes on unseen.
 */
export async function eachItem<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<(Result | InputError)[]> {
  const settled = await Promise.allSettled(items.map(async (item, index) => work(item, index)));
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
