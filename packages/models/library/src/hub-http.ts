import { setTimeout as delay } from 'node:timers/promises';

import { PluginError } from '@clipgraph/contracts';

const MAX_REDIRECTS = 5;
const TRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;

export interface HubOptions {
  /** For example `https://huggingface.co`. */
  readonly endpoint: string;
  /** Sent to the endpoint only, never to where it redirects. */
  readonly token?: string | undefined;
  /** How long the hub may be silent. Default: 30 seconds. */
  readonly silenceMs?: number | undefined;
  /** Least wait before another try; doubles with each. Default: half a second. */
  readonly firstWaitMs?: number | undefined;
}

/** A body that ends the wait for its next bytes by itself. */
export interface HubResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly url: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Asks the hub, follows its redirects, and gives an answer of status 200, 206 or 416 to `read`. A break, a silence and a busy
 * hub are tried again, a few times in a row; `read` may throw `again()` for an answer that another try may better.
 * What `read` returns is the result. Errors: see {@link refusal}.
 */
export async function fromHub<Result>(
  options: HubOptions,
  path: string,
  headers: () => Readonly<Record<string, string>>,
  read: (response: HubResponse) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await once(options, path, headers(), read, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Again)) throw error;
      // Whoever gets further with each try may go on.
      if (error.progressed) attempt = 0;
      else if (attempt >= TRIES) throw error.final;
      const waitMs = (options.firstWaitMs ?? FIRST_WAIT_MS) * 2 ** (attempt - 1);
      await delay(Math.min(Math.max(waitMs, error.final.retryAfterMs ?? 0), LONGEST_WAIT_MS), undefined, { signal });
    }
  }
}

/** Thrown inside: worth another try, and this error in the end. */
class Again extends Error {
  readonly final: PluginError;
  readonly progressed: boolean;

  constructor(final: PluginError, progressed = false) {
    super(final.message);
    this.final = final;
    this.progressed = progressed;
  }
}

export function again(final: PluginError, progressed = false): Error {
  return new Again(final, progressed);
}

async function once<Result>(
  options: HubOptions,
  path: string,
  headers: Readonly<Record<string, string>>,
  read: (response: HubResponse) => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const silence = silenceGuard(options.silenceMs ?? 30_000, signal);
  try {
    const { response, url } = await followed(options, path, headers, silence);
    if (![200, 206, 416].includes(response.status)) {
      await response.body?.cancel();
      throw refusal(response);
    }
    return await read({ status: response.status, headers: response.headers, url, chunks: guarded(response, silence) });
  } finally {
    silence.end();
  }
}

async function followed(
  { endpoint, token }: HubOptions,
  path: string,
  headers: Readonly<Record<string, string>>,
  silence: SilenceGuard,
): Promise<{ response: Response; url: string }> {
  const home = new URL(endpoint);
  let url = new URL(path, endsWithSlash(endpoint));
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const authorization = token !== undefined && url.origin === home.origin ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch(url, {
      headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': 'clipgraph', ...authorization },
      redirect: 'manual',
      signal: silence.signal,
    }).catch((cause: unknown) => {
      throw again(new PluginError('UNAVAILABLE', 'The model hub cannot be reached.', { cause }));
    });
    silence.heard();
    if (response.status < 300 || response.status >= 400 || response.status === 304) return { response, url: url.href };
    await response.body?.cancel();
    const next = URL.parse(response.headers.get('location') ?? '', url.href);
    const isAllowed = next?.protocol === 'https:' || (next?.protocol === 'http:' && home.protocol === 'http:');
    if (!next || !isAllowed) throw new PluginError('UNAVAILABLE', 'The model hub redirects to an address that is not allowed.');
    url = next;
  }
  throw new PluginError('UNAVAILABLE', 'The model hub redirects too often.');
}

function endsWithSlash(endpoint: string): string {
  return endpoint.endsWith('/') ? endpoint : `${endpoint}/`;
}

/** What a status means to whoever wants a model; those that may pass are tried again. */
function refusal({ status, headers }: Response): Error {
  if (status === 401) {
    return new PluginError('UNAUTHENTICATED', 'The model hub has no such model, or it is private: a token (HF_TOKEN) may be needed.');
  }
  if (status === 403) return new PluginError('FORBIDDEN', 'The model hub refuses this: its terms may have to be accepted there first.');
  if (status === 404) return new PluginError('NOT_FOUND', 'The model hub has no such model, revision or file.');
  const seconds = Number(headers.get('retry-after') ?? '');
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
  if (status === 429) return again(new PluginError('OVERLOADED', 'The model hub asks to come back later.', { retryAfterMs }));
  const failed = new PluginError('UNAVAILABLE', `The model hub answers with status ${status}.`, { retryAfterMs });
  return status >= 500 || status === 408 ? again(failed) : failed;
}

interface SilenceGuard {
  /** Aborted by the caller, or when nothing was heard for too long. */
  readonly signal: AbortSignal;
  heard(): void;
  end(): void;
}

function silenceGuard(silenceMs: number, signal: AbortSignal | undefined): SilenceGuard {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), silenceMs);
  return {
    signal: signal ? AbortSignal.any([signal, silent.signal]) : silent.signal,
    heard: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  };
}

async function* guarded(response: Response, silence: SilenceGuard): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of response.body ?? []) {
    silence.heard();
    yield chunk as Uint8Array;
  }
}
