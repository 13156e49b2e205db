import { invalidInput, PluginError } from '@clipgraph/contracts';
import { QdrantClient } from '@qdrant/js-client-rest';
import pRetry from 'p-retry';
import { Agent, DecoratorHandler, type Dispatcher } from 'undici';
import { circuitBreaker } from './circuit-breaker.ts';
import { type Fault, faultOf, TooManyRequests, unavailable, WrongAnswer } from './qdrant-errors.ts';

export interface ConnectionOptions {
  readonly url: string;
  readonly apiKey: string | undefined;
  readonly timeoutMs: number;
}

/** Every operation of Qdrant's REST interface, typed from its OpenAPI description. */
type Api = ReturnType<QdrantClient['api']>;

export interface RequestRules {
  /** Whether sending it twice does the same as once: it is then tried again after a passing fault. Default true. */
  readonly repeatable?: boolean;
  /** A change that a cluster has to agree on, or that reads every point: ten times the usual deadline. */
  readonly slow?: boolean;
  readonly signal?: AbortSignal | undefined;
}

const ATTEMPTS = 3;
const SLOW = 10;
/** At least, and at the most twice as long; the next one doubles. */
const FIRST_WAIT_MS = 75;
const CONNECTIONS = 32;
const DEFAULT_PORT = 6333;

/**
 * Requests to one Qdrant. Each has a deadline; those that may be repeated are, after a refused or broken connection, a
 * status of 5xx or an unreadable answer, with growing random waits, but not after a timeout: a server that hangs gets
 * no more work. After five failures in a row calls are refused for 1 s, doubling to 15 s.
 */
export class Connection {
  readonly #api: Api;
  readonly #agent = new Agent({ connections: CONNECTIONS, bodyTimeout: 0, headersTimeout: 0 });
  readonly #dispatcher: Dispatcher = this.#agent.compose(refusingTooMany);
  readonly #breaker = circuitBreaker({ failures: 5, pauseMs: 1000, maxPauseMs: 15_000, now: () => performance.now() });
  readonly #timeoutMs: number;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor({ url, apiKey, timeoutMs }: ConnectionOptions) {
    const { origin, port, path } = parsedUrl(url);
    this.#timeoutMs = timeoutMs;
    this.#api = new QdrantClient({
      url: origin,
      port,
      ...(path !== '' && { prefix: path }),
      // Given as a key, the client would write to the console where the scheme is http.
      ...(apiKey !== undefined && { headers: { 'api-key': apiKey } }),
      // Deadlines are set here, together with the caller's signal.
      timeout: Infinity,
      checkCompatibility: false,
    }).api();
  }

  /** Runs a whole call of the store, which {@link close} then waits for; a {@link WrongAnswer} becomes UNAVAILABLE. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new PluginError('UNAVAILABLE', 'The store is closed');
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } catch (error) {
      throw error instanceof WrongAnswer ? faultOf(error).error : error;
    } finally {
      this.#running.delete(running);
    }
  }

  /** The `result` of an answer. Rejects with a PluginError, or with the signal's reason. */
  async request<T>(send: (api: Api, init: RequestInit) => Promise<{ data: { result?: T } }>, rules: RequestRules = {}): Promise<T> {
    const { repeatable = true, slow = false, signal } = rules;
    let isPassing = false;
    const once = async (): Promise<T> => {
      isPassing = false;
      const wait = this.#breaker.enter();
      if (wait > 0) throw unavailable('The vector database was not reachable just now', undefined, wait);
      const outcome = await this.#attempt(send, slow ? SLOW * this.#timeoutMs : this.#timeoutMs, signal);
      if ('result' in outcome) return outcome.result;
      isPassing = outcome.passing;
      throw outcome.error;
    };
    return pRetry(once, {
      retries: ATTEMPTS - 1,
      minTimeout: FIRST_WAIT_MS,
      randomize: true,
      shouldRetry: () => repeatable && isPassing,
      ...(signal && { signal }),
    });
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#running);
    await this.#agent.close().catch(() => undefined);
  }

  async #attempt<T>(
    send: (api: Api, init: RequestInit) => Promise<{ data: { result?: T } }>,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<{ result: T } | Fault> {
    const deadline = AbortSignal.timeout(timeoutMs);
    // A redirect would take the key elsewhere. The dispatcher is undici's, whose types are not fetch's.
    const init = { signal: signal ? AbortSignal.any([deadline, signal]) : deadline, redirect: 'error', dispatcher: this.#dispatcher };
    try {
      const { data } = await send(this.#api, init as unknown as RequestInit);
      const result = typeof data === 'object' ? (data as { result?: T } | null)?.result : undefined;
      if (result === undefined || result === null) throw new WrongAnswer('no result');
      this.#breaker.succeeded();
      return { result };
    } catch (error) {
      if (signal?.aborted) {
        this.#breaker.left();
        throw signal.reason;
      }
      const fault = faultOf(error);
      if (fault.down) this.#breaker.failed();
      else this.#breaker.succeeded();
      return fault;
    }
  }
}

type Handler = Dispatcher.DispatchHandler;
/** undici's types of the class lag behind its code. */
const ForwardingHandler = DecoratorHandler as unknown as new (handler: Handler) => Handler & Required<Pick<Handler, 'onResponseStart'>>;

/** Hands the wait of an answer 429 on: see {@link TooManyRequests}. */
const refusingTooMany: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const forwarding = new ForwardingHandler(handler);
  const forward = forwarding.onResponseStart.bind(forwarding);
  forwarding.onResponseStart = (controller, status, headers, message) => {
    if (status === 429) throw new TooManyRequests(headers['retry-after']?.toString());
    forward(controller, status, headers, message);
  };
  return dispatch(options, forwarding);
};

/** The client drops a path and takes 6333 for a port that a URL leaves out or that is its scheme's own. */
function parsedUrl(text: string): { origin: string; port: number; path: string } {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw invalidInput('INVALID', "The vector database's URL must be an http or https address");
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw invalidInput('INVALID', "The vector database's URL holds more than a host, a port and a path");
  }
  const port = /^https?:\/\/[^/]*:(\d+)(?:\/|$)/i.exec(text.trim())?.[1];
  return {
    origin: `${url.protocol}//${url.hostname}`,
    port: port === undefined ? DEFAULT_PORT : Number(port),
    path: url.pathname.replace(/\/+$/, ''),
  };
}
