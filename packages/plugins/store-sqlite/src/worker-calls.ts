import { Worker } from 'node:worker_threads';
import { PluginError } from '@clipgraph/contracts';
import { receivedError } from './database-errors.ts';
import type { Engine, EngineOptions, FromWorker, Method, ToWorker } from './protocol.ts';

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly transfer?: readonly ArrayBuffer[];
}

/** The main thread's end: calls go out with a number and come back as promises. */
export class WorkerCalls {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #limit: number;
  #nextId = 1;
  #ended: PluginError | undefined;
  readonly #opened = Promise.withResolvers<void>();
  readonly #exited = Promise.withResolvers<void>();

  /** `limit`: the most calls that may wait for an answer. */
  constructor(worker: Worker, limit: number) {
    this.#worker = worker;
    this.#limit = limit;
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (cause) => this.#end(new PluginError('UNAVAILABLE', 'The store has stopped working', { cause })));
    worker.on('exit', () => {
      this.#end(new PluginError('UNAVAILABLE', 'The store has stopped working'));
      this.#exited.resolve();
    });
  }

  /** Resolves when the data is in memory. Rejects with the reason when it cannot be opened. */
  opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Rejects with the signal's reason when it aborts; a call that has not begun by then never will. */
  async call<M extends Method>(method: M, args: Parameters<Engine[M]>, options: CallOptions = {}): Promise<ReturnType<Engine[M]>> {
    const { signal, transfer = [] } = options;
    signal?.throwIfAborted();
    if (this.#ended) throw this.#ended;
    if (this.#pending.size >= this.#limit && method !== 'close') {
      throw new PluginError('OVERLOADED', 'Too many calls wait for the store', { retryAfterMs: 1000 });
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
      return (await promise) as ReturnType<Engine[M]>;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Later calls reject; those before are answered first. Resolves when the thread has ended. */
  async close(): Promise<void> {
    if (!this.#ended) {
      const closing = this.call('close', []);
      this.#ended = new PluginError('UNAVAILABLE', 'The store is closed');
      await closing;
    }
    await this.#exited.promise;
  }

  #send(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
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

/** From the sources Node strips the types itself, and the condition finds the contracts' sources. */
export function startWorker(workerData: EngineOptions): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  return new Worker(new URL(fromSource ? './worker.ts' : './worker.js', import.meta.url), {
    name: 'clipgraph-store',
    workerData,
    execArgv: [...(fromSource ? ['--conditions=clipgraph-source'] : []), '--disable-warning=ExperimentalWarning'],
  });
}
