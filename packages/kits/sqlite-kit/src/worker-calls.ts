import type { Worker } from 'node:worker_threads';

import { PluginError } from '@clipgraph/contracts';

import type { ArgsOf, Closable, FromWorker, MethodOf, ResultOf, ToWorker } from './calls.ts';
import { receivedError } from './sent-error.ts';

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly transfer?: readonly ArrayBuffer[];
}

export interface WorkerCallsOptions {
  /** The most calls that may wait for an answer; more are refused with OVERLOADED. */
  readonly limit: number;
  readonly messages: {
    /** When too many calls wait. */
    readonly busy: string;
    /** When the thread has died. */
    readonly stopped: string;
    /** After `close`. */
    readonly closed: string;
  };
}

/** The main thread's end: calls go out with a number and come back as promises. */
export class WorkerCalls<Engine extends Closable> {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #options: WorkerCallsOptions;
  readonly #opened = Promise.withResolvers<void>();
  readonly #exited = Promise.withResolvers<void>();
  #nextId = 1;
  #ended: PluginError | undefined;

  constructor(worker: Worker, options: WorkerCallsOptions) {
    this.#worker = worker;
    this.#options = options;
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (cause) => this.#end(new PluginError('UNAVAILABLE', options.messages.stopped, { cause })));
    worker.on('exit', () => {
      this.#end(new PluginError('UNAVAILABLE', options.messages.stopped));
      this.#exited.resolve();
    });
  }

  /** Resolves when the worker's engine is open. Rejects with the reason when it cannot be opened. */
  opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Rejects with the signal's reason when it aborts; a call that has not begun by then never will. */
  async call<Method extends MethodOf<Engine>>(
    method: Method,
    args: ArgsOf<Engine, Method>,
    options: CallOptions = {},
  ): Promise<ResultOf<Engine, Method>> {
    return (await this.#ask(method, args, options)) as ResultOf<Engine, Method>;
  }

  async #ask(method: MethodOf<Engine>, args: readonly unknown[], { signal, transfer }: CallOptions): Promise<unknown> {
    signal?.throwIfAborted();
    if (this.#ended) throw this.#ended;
    if (this.#pending.size >= this.#options.limit && method !== 'close') {
      throw new PluginError('OVERLOADED', this.#options.messages.busy, { retryAfterMs: 1000 });
    }
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const abort = (): void => {
      this.#pending.delete(id);
      this.#send({ kind: 'abort', id });
      reject(signal!.reason);
    };
    this.#send({ kind: 'call', id, method, args }, transfer);
    this.#pending.set(id, { resolve, reject });
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Later calls reject; those before are answered first. Resolves when the thread has ended. */
  async close(): Promise<void> {
    if (!this.#ended) {
      const closing = this.#ask('close', [], {});
      this.#ended = new PluginError('UNAVAILABLE', this.#options.messages.closed);
      await closing;
    }
    await this.#exited.promise;
  }

  #send(message: ToWorker<Engine>, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'opened') return this.#opened.resolve();
    if (message.kind === 'refused') return this.#opened.reject(receivedError(message.error));
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    this.#pending.delete(message.id);
    if (message.kind === 'answer') pending.resolve(message.result);
    else pending.reject(receivedError(message.error));
  }

  #end(error: PluginError): void {
    this.#ended ??= error;
    this.#opened.reject(error);
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
