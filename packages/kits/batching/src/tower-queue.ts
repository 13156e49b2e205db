import { availableParallelism } from 'node:os';

import { isPluginError, PluginError } from '@clipgraph/contracts';
import type { RunCost, Tower } from '@clipgraph/contracts';

import type { Job, Priority } from './job.ts';
import { nextBatch } from './next-batch.ts';
import { pace } from './pace.ts';
import type { Pace } from './pace.ts';
import { firstOf, priorityLanes } from './priority-lanes.ts';

export interface TowerQueueOptions<Input, Prepared> {
  readonly tower: Tower<Input, Prepared>;
  /** Most items of one priority that are prepared and wait for a run. This bounds the memory for pixels. */
  readonly maxReady: number;
  readonly maxPreparing: number;
  /** Most that one batch may cost, see {@link nextBatch}. */
  readonly maxCost: number;
  /** Called when there is more to run. */
  readonly onReady: () => void;
  /** Called when an item was refused. */
  readonly onRefused: (job: Job<Input, Prepared>, reason: unknown) => void;
}

/** How many of the ready items one batch may take, so that all runs have work until the end. */
export interface BatchCapacity {
  /** Runs that could start now, this one included. */
  readonly freeSlots: number;
  /** How many items this run can process until the moment when all runs should end. */
  readonly items: number;
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
  /** Jobs that no run has taken yet. */
  readonly size: number;
  /** When the oldest ready job of that priority was enqueued; undefined when none is ready. */
  oldest(priority: Priority): number | undefined;
  /** Takes the next batch of that priority, which has a ready job, out of the queue. */
  take(priority: Priority, capacity: BatchCapacity): Job<Input, Prepared>[];
}

/** A run whose share is more than this part of the ready items takes all of them: the rest is not worth a run. */
const NEARLY_ALL = 7 / 8;
const CORES = availableParallelism();
/** What takes longer to prepare lets the next one begin beside it: some large pictures must not hold up all the others. */
const SLOW_MS = 1_000;
/** Those that may be prepared beside the others. */
const MOST_SLOW = 16;
/** How long a ready item waits for more items, at most twice this: one picture may keep its decoder busy for half a minute. */
const MOST_FILLING_MS = 250;

export function towerQueue<Input, Prepared>(options: TowerQueueOptions<Input, Prepared>): TowerQueue<Input, Prepared> {
  const { tower, maxReady, maxPreparing, maxCost, onReady, onRefused } = options;
  const waiting = priorityLanes<Job<Input, Prepared>>();
  const ready = priorityLanes<Job<Input, Prepared>>();
  const preparing = pace();
  const beingPrepared: Record<Priority, number> = { interactive: 0, bulk: 0 };
  let slow = 0;
  let wakeAgain: NodeJS.Timeout | undefined;

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
    let isSlow = false;
    const stepAside = setTimeout(() => {
      if (slow >= MOST_SLOW) return;
      isSlow = true;
      slow++;
      beingPrepared[priority]--;
      prepareMore();
    }, SLOW_MS).unref();
    try {
      const prepared = await (job.prepare ? job.prepare(job.signal) : tower.prepare(job.input, { signal: job.signal }));
      if (job.abandoned) return;
      job.prepared = prepared;
      becomeReady(job);
    } catch (error) {
      onRefused(job, isPluginError(error) ? error : new PluginError('MODEL_FAILED', 'The input could not be prepared.', { cause: error }));
    } finally {
      clearTimeout(stepAside);
      if (isSlow) slow--;
      else beingPrepared[priority]--;
      preparing.observe(performance.now() - startedAt, 1);
      prepareMore();
      if (ready.size > 0) wake();
    }
  }

  function becomeReady(job: Job<Input, Prepared>): void {
    job.readyAt = performance.now();
    ready.add(job);
  }

  function wake(): void {
    onReady();
    if (isFilling('interactive') || isFilling('bulk')) wakeAgain ??= setTimeout(onFilled, MOST_FILLING_MS).unref();
  }

  function onFilled(): void {
    wakeAgain = undefined;
    wake();
  }

  /** While preparing keeps every core busy a run would gain nothing, and soon there is more for it. */
  function isFilling(priority: Priority): boolean {
    const lane = ready.of(priority);
    const oldest = firstOf(lane);
    if (!oldest || lane.size >= maxCost || beingPrepared[priority] < CORES) return false;
    return performance.now() - oldest.readyAt < MOST_FILLING_MS;
  }

  return {
    preparing,
    add(job) {
      waiting.add(job);
      prepareMore();
    },
    addReady(jobs) {
      for (const job of jobs) becomeReady(job);
      wake();
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
    get size() {
      return waiting.size + beingPrepared.interactive + beingPrepared.bulk + slow + ready.size;
    },
    oldest: (priority) => (isFilling(priority) ? undefined : firstOf(ready.of(priority))?.enqueuedAt),
    take(priority, { freeSlots, items }) {
      const lane = ready.of(priority);
      const fair = Math.min(1 / freeSlots, items / lane.size);
      const share = fair > NEARLY_ALL ? 1 : fair;
      const batch = nextBatch(lane, { sizeOf: (job) => tower.size(job.prepared!), runCost, maxCost, share });
      for (const job of batch) ready.delete(job);
      prepareMore();
      return batch;
    },
  };
}
