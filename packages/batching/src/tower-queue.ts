import { isPluginError, PluginError } from '@clipgraph/spec';
import type { RunCost, Tower } from '@clipgraph/spec';

import type { Job, Priority } from './job.ts';
import { firstOf, lanes } from './lanes.ts';
import { packed } from './pack.ts';
import { pace } from './pace.ts';
import type { Pace } from './pace.ts';

export interface TowerQueueOptions<Input, Prepared> {
  readonly tower: Tower<Input, Prepared>;
  /** Most items of one priority that lie prepared, which bounds the memory for pixels. */
  readonly maxReady: number;
  readonly maxPreparing: number;
  /** Most that one batch may cost, see {@link packed}. */
  readonly maxCost: number;
  /** Called when there is more to run. */
  readonly onReady: () => void;
  /** Called when an item was refused. */
  readonly onRefused: (job: Job<Input, Prepared>, reason: unknown) => void;
}

/** One tower's jobs, from input to batch: waiting, being prepared, ready. */
export interface TowerQueue<Input, Prepared> {
  /** Pace of preparing, for one of `maxPreparing`. */
  readonly preparing: Pace;
  add(job: Job<Input, Prepared>): void;
  /** Adds jobs that are prepared already, beyond `maxReady`: what prepared them waits until they are fewer. */
  addReady(jobs: readonly Job<Input, Prepared>[]): void;
  delete(job: Job<Input, Prepared>): void;
  /** Moves a job to the interactive lane. */
  promote(job: Job<Input, Prepared>): void;
  /** When the oldest ready job of that priority was enqueued; undefined when none is ready. */
  oldest(priority: Priority): number | undefined;
  /** Takes the next batch of that priority out of the queue. */
  take(priority: Priority, freeSlots: number): Job<Input, Prepared>[];
}

export function towerQueue<Input, Prepared>(options: TowerQueueOptions<Input, Prepared>): TowerQueue<Input, Prepared> {
  const { tower, maxReady, maxPreparing, maxCost, onReady, onRefused } = options;
  const waiting = lanes<Job<Input, Prepared>>();
  const ready = lanes<Job<Input, Prepared>>();
  const preparing = pace();
  const beingPrepared: Record<Priority, number> = { interactive: 0, bulk: 0 };

  const runCost = tower.runCost && jobRunCost;
  function jobRunCost(): RunCost<Job<Input, Prepared>> {
    const run = tower.runCost!();
    return { add: (job) => run.add(job.prepared!) };
  }

  function prepareMore(): void {
    for (const priority of ['interactive', 'bulk'] as const) {
      while (beingPrepared.interactive + beingPrepared.bulk < maxPreparing) {
        const job = firstOf(waiting.of(priority));
        if (!job || ready.of(priority).size + beingPrepared[priority] >= maxReady) break;
        waiting.delete(job);
        void prepare(job);
      }
    }
  }

  async function prepare(job: Job<Input, Prepared>): Promise<void> {
    const { priority } = job;
    const startedAt = performance.now();
    beingPrepared[priority]++;
    try {
      const prepared = await (job.prepare ? job.prepare(job.signal) : tower.prepare(job.input, { signal: job.signal }));
      if (job.abandoned) return;
      job.prepared = prepared;
      ready.add(job);
      onReady();
    } catch (error) {
      onRefused(job, isPluginError(error) ? error : new PluginError('MODEL_FAILED', 'The input could not be prepared.', { cause: error }));
    } finally {
      beingPrepared[priority]--;
      preparing.observe(performance.now() - startedAt, 1);
      prepareMore();
    }
  }

  return {
    preparing,
    add(job) {
      waiting.add(job);
      prepareMore();
    },
    addReady(jobs) {
      for (const job of jobs) ready.add(job);
      onReady();
    },
    delete(job) {
      waiting.delete(job);
      ready.delete(job);
      prepareMore();
    },
    promote(job) {
      const lane = [waiting, ready].find((lane) => lane.has(job));
      lane?.delete(job);
      job.priority = 'interactive';
      lane?.add(job);
    },
    oldest: (priority) => firstOf(ready.of(priority))?.enqueuedAt,
    take(priority, freeSlots) {
      const batch = packed(ready.of(priority), { sizeOf: (job) => tower.size(job.prepared!), runCost, maxCost, freeSlots });
      for (const job of batch) ready.delete(job);
      prepareMore();
      return batch;
    },
  };
}
