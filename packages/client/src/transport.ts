import { ClipgraphError, isClipgraphError } from './clipgraph-error.ts';

export interface CallOptions {
  /** Aborting ends the call, retries included; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface TransportOptions {
  url: string;
  headers: Readonly<Record<string, string>>;
  fetch: typeof globalThis.fetch;
  /** For a whole call: every try and the waits between them. */
  timeoutMs: number;
  /** Further tries after the first. */
  retries: number;
}

export type Body = string | Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

export interface Message {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly contentType?: string;
  readonly body?: Body;
}

/** Sends one message to the server and answers with what was read of its response. */
export type Transport = <T>(message: Message, read: (response: Response) => Promise<T>, options?: CallOptions) => Promise<T>;

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/**
 * HTTP over fetch. The server's OVERLOADED and UNAVAILABLE say that nothing was done, so those are tried again, after
 * `retryAfterMs` where the server says so and with jitter always, as long as tries and time last. A broken connection
 * is not: who called knows whether doing it twice is harmless.
 */
export function transport({ url, headers, fetch, timeoutMs, retries }: TransportOptions): Transport {
  const base = url.replace(/\/+$/, '');
  return async ({ method, path, contentType, body }, read, { signal: caller } = {}) => {
    caller?.throwIfAborted();
    const deadline = new AbortController();
    const endsAt = Date.now() + timeoutMs;
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    const forward = (): void => deadline.abort();
    caller?.addEventListener('abort', forward, { once: true });
    const isStream = body instanceof ReadableStream;
    const init = {
      method,
      headers: { ...headers, accept: 'application/json', ...(contentType !== undefined && { 'content-type': contentType }) },
      ...(body !== undefined && { body }),
      signal: deadline.signal,
      // A stream is sent while it is read; fetch wants this said.
      ...(isStream && { duplex: 'half' as const }),
    };
    try {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await once(fetch, base + path, init, read);
        } catch (error) {
          const waitMs = waitBefore(attempt + 1, error);
          const worthIt = !isStream && attempt < retries && Date.now() + waitMs < endsAt;
          if (!worthIt || !isTransient(error)) throw error;
          await wait(waitMs, deadline.signal);
        }
      }
    } catch (error) {
      caller?.throwIfAborted();
      if (deadline.signal.aborted) throw new ClipgraphError('TIMEOUT', 'The server did not answer in time.', { cause: error });
      throw error;
    } finally {
      clearTimeout(timer);
      caller?.removeEventListener('abort', forward);
    }
  };
}

async function once<T>(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  try {
    return await read(await fetch(url, init));
  } catch (error) {
    if (isClipgraphError(error)) throw error;
    throw brokenConnection(error);
  }
}

export function brokenConnection(cause: unknown): ClipgraphError {
  return new ClipgraphError('UNREACHABLE', 'The server cannot be reached, or the connection broke.', { cause });
}

function isTransient(error: unknown): boolean {
  return isClipgraphError(error) && (error.code === 'OVERLOADED' || error.code === 'UNAVAILABLE');
}

/** What the server asked for, or twice as long each time; with up to half more, so that callers do not return as one. */
function waitBefore(attempt: number, error: unknown): number {
  const asked = isClipgraphError(error) ? error.retryAfterMs : undefined;
  const waitMs = asked ?? Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return waitMs * (1 + Math.random() / 2);
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      reject(new DOMException('The wait was ended.', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    }, ms);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
}
