import { Worker } from 'node:worker_threads';

import type { RequestOptions } from '@clipgraph/contracts';

import type { ProbeProblem } from './logistic.ts';
import type { TrainedProbe } from './train.ts';

const WORKER = new URL(`./train-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/** Trains probes off the main thread, one at a time in order of arrival: training is rare, and must not slow the answers down. */
export interface ProbeTrainer {
  /** What `trainProbe` answers. Aborting ends the training at once; the promise rejects with the signal's reason. */
  train(problem: ProbeProblem, options?: RequestOptions): Promise<TrainedProbe>;
}

/** A worker lives for one training, so that an idle server has none. */
export function probeTrainer(): ProbeTrainer {
  let last: Promise<unknown> = Promise.resolve();
  return {
    train(problem, { signal } = {}) {
      const turn = last.then(() => {
        signal?.throwIfAborted();
        return inWorker(problem, signal);
      });
      last = turn.catch(() => undefined);
      return unlessAborted(turn, signal);
    },
  };
}

/** A caller who aborts while others train gets the rejection at once. */
function unlessAborted<Result>(result: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal!.reason);
    if (signal?.aborted) leave();
    signal?.addEventListener('abort', leave, { once: true });
    void result.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave));
  });
}

function inWorker(problem: ProbeProblem, signal: AbortSignal | undefined): Promise<TrainedProbe> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: problem });
    const leave = (): void => {
      reject(signal!.reason);
      void worker.terminate();
    };
    signal?.addEventListener('abort', leave, { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      signal?.removeEventListener('abort', leave);
      // After an answer or an error this changes nothing.
      reject(new Error('The training ended without a result.'));
    });
  });
}
