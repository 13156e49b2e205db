import { isPluginError, PluginError } from '@clipgraph/contracts';

/** What became of a request that failed. */
export interface Fault {
  readonly error: PluginError;
  /** Whether the server itself is in trouble: counts against it. */
  readonly down: boolean;
  /** Whether the same request may succeed in a moment. */
  readonly passing: boolean;
}

/** Where nothing says when to come back. */
const RETRY_AFTER_MS = 1000;

/** An answer of status 429. The client keeps the first digit of `Retry-After` only, so the dispatcher reads it. */
export class TooManyRequests extends Error {
  override readonly name = 'TooManyRequests';
  readonly retryAfterMs: number;
  constructor(retryAfter: string | undefined) {
    super('status 429');
    this.retryAfterMs = retryAfterMs(retryAfter) ?? RETRY_AFTER_MS;
  }
}

/** An answer that is JSON, but not what was asked for. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
}

/** Throws a {@link WrongAnswer} for anything but a list. */
export function listOf<T>(value: readonly T[] | undefined): readonly T[] {
  if (!Array.isArray(value)) throw new WrongAnswer('no list');
  return value;
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function retryAfterMs(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/**
 * Tells what a failed request means. Neither the message nor the cause holds an address, a key or an answer's text:
 * the client's own errors do, and are not passed on.
 */
export function faultOf(error: unknown): Fault {
  if (isPluginError(error)) return { error, down: false, passing: false };
  const tooMany = isNamed(error, 'TooManyRequests') ? error : causeOf(error);
  if (tooMany instanceof TooManyRequests) {
    const { retryAfterMs } = tooMany;
    return {
      error: new PluginError('OVERLOADED', 'The vector database takes no more requests now', { retryAfterMs }),
      down: false,
      passing: false,
    };
  }
  const status = statusOf(error);
  if (status !== undefined) return statusFault(status, error as object);
  if (isNamed(error, 'TimeoutError') || isNamed(error, 'AbortError')) {
    return { error: unavailable('The vector database did not answer in time', error), down: true, passing: false };
  }
  if (isNamed(error, 'TypeError')) return { error: unavailable('The vector database cannot be reached', error), down: true, passing: true };
  return { error: unavailable('The vector database gave an answer that cannot be read', error), down: true, passing: true };
}

function statusFault(status: number, error: object): Fault {
  const answered = (code: 'NOT_FOUND' | 'CONFLICT' | 'UNAVAILABLE', message: string): Fault => ({
    error: new PluginError(code, message, { cause: new Error(`status ${status}`) }),
    down: false,
    passing: false,
  });
  if (status >= 500) return { error: unavailable('The vector database failed', new Error(`status ${status}`)), down: true, passing: true };
  // A proxy in between says 404 as well, in words of its own.
  if (status === 404 && isQdrantError(error)) return answered('NOT_FOUND', 'There is no such collection');
  if (status === 409) return answered('CONFLICT', 'A collection of this name exists');
  if (status === 401 || status === 403) return answered('UNAVAILABLE', 'The vector database refuses the API key, or what it may do');
  return answered('UNAVAILABLE', `The vector database refused a request with status ${status}`);
}

/** With what is known of an error, if there is one. */
export function unavailable(message: string, error?: unknown, retryAfterMs: number = RETRY_AFTER_MS): PluginError {
  const what = statusText(error) ?? codeOf(error) ?? codeOf(causeOf(error)) ?? (error instanceof Error ? error.name : undefined);
  return new PluginError('UNAVAILABLE', message, { retryAfterMs, ...(what !== undefined && { cause: new Error(what) }) });
}

function statusText(error: unknown): string | undefined {
  return error instanceof Error && /^status \d+$/.test(error.message) ? error.message : undefined;
}

/** The client's error of an answer with another status than 2xx, by its shape: its class is not exported. */
function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined;
}

function isQdrantError(error: object): boolean {
  const data = 'data' in error ? (error.data as { status?: { error?: unknown } } | null) : undefined;
  return typeof data === 'object' && typeof data?.status?.error === 'string';
}

/** Such as ECONNREFUSED: says what happened, and not where. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
