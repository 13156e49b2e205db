import { PluginError } from '@clipgraph/contracts';

export type Priority = 'interactive' | 'bulk';
/** How a call ended: with a vector, with the job's error, by its own signal, or past its deadline. */
export type Outcome = 'done' | 'failed' | 'left' | 'late';

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs: number;
  /** Called once, after this caller's promise has settled. */
  readonly onSettled: (outcome: Outcome) => void;
}

interface Waiter {
  readonly resolve: (vector: Float32Array) => void;
  readonly reject: (reason: unknown) => void;
  readonly release: () => void;
  readonly onSettled: WaitOptions['onSettled'];
}

/** Rejects as a tower's `prepare` does; the signal aborts when the last caller has left. */
export type Prepare<Prepared> = (signal: AbortSignal) => Promise<Prepared>;

/**
 * One piece of work and the callers who wait for it: usually one, more for identical texts. A caller leaves
 * by its signal or its deadline; when the last one has left, `signal` aborts and nobody needs the work.
 */
export class Job<Input, Prepared> {
  readonly enqueuedAt: number = performance.now();
  readonly input: Input;
  prepared: Prepared | undefined;
  /** When it was prepared; 0 before. */
  readyAt = 0;
  /** Takes the place of the tower's own `prepare`. */
  readonly prepare: Prepare<Prepared> | undefined;
  /** The most urgent of its callers'. */
  priority: Priority;
  readonly #abort = new AbortController();
  readonly #waiters = new Set<Waiter>();

  constructor(input: Input, priority: Priority, prepare?: Prepare<Prepared>) {
    this.input = input;
    this.priority = priority;
    this.prepare = prepare;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get abandoned(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Resolves with the vector; rejects with the job's error, the signal's reason, or TIMEOUT. */
  wait({ signal, deadlineMs, onSettled }: WaitOptions): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      const left = (): void => this.#leave(waiter, 'left', signal!.reason);
      const late = (): void => this.#leave(waiter, 'late', new PluginError('TIMEOUT', 'The embedding was not ready in time.'));
      const timer = setTimeout(late, deadlineMs);
      signal?.addEventListener('abort', left, { once: true });
      const release = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', left);
      };
      const waiter: Waiter = { resolve, reject, release, onSettled };
      this.#waiters.add(waiter);
    });
  }

  /** Each caller but the first gets a copy of its own. */
  succeed(vector: Float32Array): void {
    for (const [index, waiter] of this.#takeAll().entries()) {
      waiter.resolve(index === 0 ? vector : vector.slice());
      waiter.onSettled('done');
    }
  }

  fail(reason: unknown): void {
    for (const waiter of this.#takeAll()) {
      waiter.reject(reason);
      waiter.onSettled('failed');
    }
  }

  #takeAll(): Waiter[] {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) waiter.release();
    return waiters;
  }

  #leave(waiter: Waiter, outcome: 'left' | 'late', reason: unknown): void {
    if (!this.#waiters.delete(waiter)) return;
    waiter.release();
    waiter.reject(reason);
    if (this.#waiters.size === 0) this.#abort.abort();
    waiter.onSettled(outcome);
  }
}
