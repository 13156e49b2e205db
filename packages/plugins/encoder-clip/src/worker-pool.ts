import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { PluginError, type RequestOptions } from '@clipgraph/contracts';

import type { WorkerAnswer, WorkerCall } from './messages.ts';

export interface WorkerPoolOptions {
  /** The worker's module. */
  readonly url: URL;
  /** For each worker what it starts with. The first ones get work first. */
  readonly workerData: readonly unknown[];
  /** First wait before a dead worker is replaced, in milliseconds; doubles with each failure. Default 100. */
  readonly backoffMs?: number;
}

export interface WorkerPool<Request, Ready, Result> {
  /** What the first worker said when it was ready. */
  readonly ready: Ready;
  /**
   * Runs on the next free worker, in order of arrival. MODEL_FAILED when it fails or the worker dies. When the signal aborts, rejects
   * with its reason; a worker that was at it is taken for lost and replaced.
   */
  run(request: Request, transfer: readonly ArrayBuffer[], options?: RequestOptions): Promise<Result>;
  /** Rejects with UNAVAILABLE while there is no worker. */
  health(): Promise<void>;
  /** Waits for all that was asked for, then lets the workers leave. */
  close(): Promise<void>;
}

interface Task<Request, Result> {
  readonly request: Request;
  readonly transfer: readonly ArrayBuffer[];
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

interface Seat<Request, Result> {
  readonly worker: Worker;
  task: Task<Request, Result> | undefined;
}

const LONGEST_BACKOFF_MS = 30_000;

/**
 * Starts the workers and waits until all are ready; rejects with the first one's reason otherwise. A worker
 * takes one request at a time and is never terminated while it has one, for that aborts the process: one that does not come back
 * is left alone, and another takes its place, as long as no more are lost than there are places. An idle worker does not keep the
 * process alive.
 */
export async function workerPool<Request, Ready, Result>(options: WorkerPoolOptions): Promise<WorkerPool<Request, Ready, Result>> {
  const { url, workerData, backoffMs = 100 } = options;
  type PoolSeat = Seat<Request, Result>;
  /** By the place of their data; absent while there is no worker. */
  const seats = new Map<number, PoolSeat>();
  /** Those that do not come back, by the place they had. */
  const lost = new Map<PoolSeat, number>();
  /** Places for which a worker is being started. */
  const starting = new Set<number>();
  const queue: Task<Request, Result>[] = [];
  let failuresInARow = 0;
  let lastId = 0;
  let closing: Promise<void> | undefined;
  let onDrained: (() => void) | undefined;

  const isIdle = (): boolean => queue.length === 0 && [...seats.values()].every(({ task }) => !task);

  function start(place: number): Promise<Ready> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(url, { workerData: workerData[place] });
      const seat: PoolSeat = { worker, task: undefined };
      let isReady = false;
      let reason: unknown;
      worker.on('message', (answer: WorkerAnswer<Ready, Result>) => {
        if (answer.kind === 'ready') {
          isReady = true;
          starting.delete(place);
          seats.set(place, seat);
          worker.unref();
          resolve(answer.ready);
          if (closing) void dismiss();
          else assign();
        } else if (answer.kind === 'failed' && answer.id === undefined) reason = new Error(answer.message);
        else finish(seat, answer);
      });
      worker.on('error', (error) => (reason = error));
      worker.on('exit', () => {
        if (!isReady) reject(modelFailed('The model could not be loaded.', reason));
        else bury(place, seat, reason);
      });
    });
  }

  function assign(): void {
    if (seats.size === 0 && starting.size === 0) rejectAll(new Error('No worker is left.'));
    for (const place of workerData.keys()) {
      const seat = seats.get(place);
      if (!seat || seat.task) continue;
      const task = queue.shift();
      if (!task) break;
      seat.task = task;
      seat.worker.ref();
      const call: WorkerCall<Request> = { kind: 'run', id: ++lastId, request: task.request };
      seat.worker.postMessage(call, task.transfer);
    }
    if (isIdle()) onDrained?.();
  }

  function rejectAll(cause: unknown): void {
    for (const task of queue.splice(0)) task.reject(modelFailed('The model failed.', cause));
  }

  /** Nobody waits for the task any more; nothing happens where it is done. */
  function giveUp(task: Task<Request, Result>, reason: unknown): void {
    task.reject(reason);
    const at = queue.indexOf(task);
    if (at >= 0) queue.splice(at, 1);
    const seat = [...seats.values()].find((one) => one.task === task);
    if (seat) lose(seat);
    else assign();
  }

  /** The worker of a task that was given up. */
  function lose(seat: PoolSeat): void {
    const place = [...seats].find(([, one]) => one === seat)?.[0];
    if (place === undefined) return;
    seats.delete(place);
    seat.task = undefined;
    seat.worker.unref();
    // Each holds the weights of the model: there may be twice as many as places, no more.
    const isReplaced = !closing && lost.size < workerData.length;
    lost.set(seat, place);
    if (isReplaced) void replace(place);
    assign();
  }

  /** A lost one that comes back takes its place again, or leaves where that is taken. */
  function comeBack(seat: PoolSeat, place: number): void {
    lost.delete(seat);
    if (closing || seats.has(place) || starting.has(place)) seat.worker.postMessage({ kind: 'close' } satisfies WorkerCall<Request>, []);
    else seats.set(place, seat);
    assign();
  }

  function finish(seat: PoolSeat, answer: Exclude<WorkerAnswer<Ready, Result>, { kind: 'ready' }>): void {
    const place = lost.get(seat);
    if (place !== undefined) return comeBack(seat, place);
    const { task } = seat;
    seat.task = undefined;
    seat.worker.unref();
    failuresInARow = 0;
    if (answer.kind === 'done') task?.resolve(answer.result);
    else task?.reject(modelFailed('The model failed.', new Error(answer.message)));
    assign();
  }

  function bury(place: number, seat: PoolSeat, reason: unknown): void {
    lost.delete(seat);
    if (seats.get(place) === seat) seats.delete(place);
    seat.task?.reject(modelFailed('The model failed.', reason ?? new Error('The worker ended.')));
    if (!closing && !seats.has(place) && !starting.has(place)) void replace(place);
    else if (seats.size === 0 && starting.size === 0) rejectAll(reason);
    assign();
  }

  async function replace(place: number): Promise<void> {
    starting.add(place);
    // Not kept alive for it unless somebody waits.
    await sleep(Math.min(backoffMs * 2 ** failuresInARow++, LONGEST_BACKOFF_MS), undefined, { ref: queue.length > 0 });
    if (closing) return void starting.delete(place);
    try {
      await start(place);
    } catch (error) {
      if (seats.size === 0) for (const task of queue.splice(0)) task.reject(error);
      await replace(place);
    } finally {
      starting.delete(place);
    }
  }

  const started = await Promise.allSettled(Array.from(workerData.keys(), start));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    closing = dismiss();
    await closing;
    throw failed.reason;
  }

  async function dismiss(): Promise<void> {
    const exits = Array.from(seats.values(), ({ worker }) => new Promise((resolve) => worker.once('exit', resolve)));
    for (const { worker } of seats.values()) {
      worker.ref();
      worker.postMessage({ kind: 'close' } satisfies WorkerCall<Request>, []);
    }
    await Promise.all(exits);
  }

  return {
    ready: (started[0] as PromiseFulfilledResult<Ready>).value,
    run(request, transfer, { signal } = {}) {
      return new Promise((resolve, reject) => {
        if (closing) throw new PluginError('UNAVAILABLE', 'The encoder is closed.');
        signal?.throwIfAborted();
        const task: Task<Request, Result> = { request, transfer, resolve, reject };
        signal?.addEventListener('abort', () => giveUp(task, signal.reason), { once: true });
        queue.push(task);
        assign();
      });
    },
    async health() {
      if (seats.size === 0) throw new PluginError('UNAVAILABLE', 'The model has no worker.');
    },
    close() {
      closing ??= (async () => {
        if (!isIdle()) await new Promise<void>((resolve) => (onDrained = resolve));
        await dismiss();
      })();
      return closing;
    },
  };
}

function modelFailed(message: string, cause: unknown): PluginError {
  const detail = cause instanceof Error && message.endsWith('loaded.') ? ` ${cause.message}` : '';
  return new PluginError('MODEL_FAILED', message + detail, { cause });
}
