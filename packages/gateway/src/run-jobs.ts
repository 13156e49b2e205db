import type { Job, Logger } from '@clipgraph/contracts';

import { closeAll } from './close-all.ts';

/** After which the log names a job that has not started or stopped yet. */
const SLOW_MS = 5_000;
const SLOW_STOP_MS = 2_000;
/** Longer than this, a job that does not stop keeps nothing open. */
const STOP_LIMIT_MS = 10_000;

/** The jobs of one tenant. */
export interface RunningJobs {
  /** One after the other, each until its `start` resolves; a job that takes long is named in the log. */
  start(): Promise<void>;
  /** Those that were started, in reverse. Rejects with the errors of those that did not stop, after all were told to. */
  stop(): Promise<void>;
}

export function runJobs(jobs: readonly Job[], logger: Logger, facts: object): RunningJobs {
  const started: Job[] = [];

  async function named(job: Job, ms: number, message: string, work: () => Promise<void> | void): Promise<void> {
    const timer = setTimeout(() => logger.warn({ ...facts, job: job.name }, message), ms);
    try {
      await work();
    } finally {
      clearTimeout(timer);
    }
  }

  async function stop(job: Job): Promise<void> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error(`The job ${job.name} did not stop within ${STOP_LIMIT_MS} ms.`)), STOP_LIMIT_MS);
    try {
      const stopped = named(job, SLOW_STOP_MS, 'a job has not stopped yet', () => job.stop());
      await Promise.race([stopped, late.promise]);
    } catch (cause) {
      throw new Error(`The job ${job.name} did not stop: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async start() {
      for (const job of jobs) {
        started.push(job);
        await named(job, SLOW_MS, 'a job has not started yet; the server waits for it', () => job.start());
      }
    },
    stop: () =>
      closeAll(
        started
          .splice(0)
          .toReversed()
          .map((job) => () => stop(job)),
      ),
  };
}
