import { Worker } from 'node:worker_threads';

import { PluginError } from '@clipgraph/contracts';

import { receivedError } from './errors.ts';
import type { Call, Engine, FromWorker, Method } from './protocol.ts';

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** The main thread's end: calls go out with a number and come back as promises. */
export class WorkerCalls {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #limit: number;
  readonly #opened = Promise.withResolvers<void>();
  readonly #exited = Promise.withResolvers<void>();
  #nextId = 1;
  #ended: PluginError | undefined;

  /** `limit`: the most calls that may wait for an answer. */
  constructor(path: string, limit: number) {
    this.#limit = limit;
    this.#worker = startWorker(path);
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (cause) => this.#end(cause));
    this.#worker.on('exit', () => {
      this.#end();
      this.#exited.resolve();
    });
  }

  /** Rejects with the reason when the database cannot be opened. */
  opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Resolves when the thread has ended. */
  exited(): Promise<void> {
    return this.#exited.promise;
  }

  call<M extends Method>(method: M, ...args: Parameters<Engine[M]>): Promise<ReturnType<Engine[M]>> {
    if (this.#ended) return Promise.reject(this.#ended);
    if (this.#pending.size >= this.#limit && method !== 'close') {
      return Promise.reject(new PluginError('OVERLOADED', 'Too many calls wait for the document store.', { retryAfterMs: 1000 }));
    }
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#worker.postMessage({ id, method, args } satisfies Call);
    this.#pending.set(id, { resolve, reject });
    return promise as Promise<ReturnType<Engine[M]>>;
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'opened') return this.#opened.resolve();
    if (message.kind === 'refused') return this.#opened.reject(receivedError(message.error));
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'answer') pending?.resolve(message.result);
    else pending?.reject(receivedError(message.error));
  }

  #end(cause?: unknown): void {
    this.#ended ??= new PluginError('UNAVAILABLE', 'The document store has stopped working.', { cause });
    this.#opened.reject(this.#ended);
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }
}

/** From the sources Node strips the types itself, and the condition finds the contracts' sources. */
function startWorker(path: string): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  return new Worker(new URL(fromSource ? './worker.ts' : './worker.js', import.meta.url), {
    name: 'clipgraph-documents',
    workerData: { path },
    execArgv: [...(fromSource ? ['--conditions=clipgraph-source'] : []), '--disable-warning=ExperimentalWarning'],
  });
}
