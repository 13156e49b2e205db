import { isPluginError, PluginError, WHOLE_BOX } from '@clipgraph/contracts';
import type { CropBox, CropVector, PreparedCrop, Tower } from '@clipgraph/contracts';

import { Job } from './job.ts';
import type { Outcome, Prepare, Priority } from './job.ts';
import { GivenUp, limitedRun } from './limited-run.ts';
import type { BatchReport } from './options.ts';
import { pace } from './pace.ts';
import { towerQueue } from './tower-queue.ts';

export interface TowerSchedulerOptions<Input, Prepared> {
  readonly name: 'image' | 'text';
  readonly tower: Tower<Input, Prepared>;
  readonly parallelism: number;
  readonly deadlineMs: number;
  readonly maxCost: number;
  readonly maxPreparing: number;
  readonly maxReady: number;
  /** Of one run. */
  readonly runLimitMs: number;
  /** Called when a run was given up; the promise resolves when it comes back after all. */
  readonly onGivenUp: (over: Promise<void>) => void;
  readonly onReady: () => void;
}

export interface EmbedCall<Input> {
  readonly input: Input;
  readonly priority: Priority;
  readonly signal: AbortSignal | undefined;
  readonly onSettled: (outcome: Outcome) => void;
}

export interface KeyedCall<Input> extends EmbedCall<Input> {
  /** Calls whose keys are equal while one of them waits share one job; undefined: a job of its own. */
  readonly key: string | undefined;
}

export type PrepareCrops<Prepared> = Prepare<readonly PreparedCrop<Prepared>[]>;

/** Schedules the work of one tower: its open jobs, their queue and its runs. */
export interface TowerScheduler<Input, Prepared> {
  readonly openJobs: number;
  /** Whether a call of that key would share a job. */
  has(key: string | undefined): boolean;
  /** How long the open jobs would take if this tower had all runs to itself; 0 before anything was measured. */
  backlogMs(): number;
  embed(call: KeyedCall<Input>): Promise<{ readonly vector: Float32Array; readonly prepared: Prepared }>;
  /**
   * Embeds an input that `prepare` splits into several, the whole first. Each becomes a job of its own; one deadline holds for
   * all. Resolves with all their vectors; rejects with the first error, which drops the others.
   */
  embedCrops(call: EmbedCall<Input>, prepare: PrepareCrops<Prepared>): Promise<readonly CropVector[]>;
  /** How long one run would take for all the items that no run has taken yet. */
  waitingMs(): number;
  /** When the oldest ready job of that priority was enqueued. */
  oldest(priority: Priority): number | undefined;
  /** Takes the next batch of that priority, which has a ready job, and runs it. */
  start(priority: Priority, capacity: RunCapacity): Run;
}

/** How much one run may take, so that all runs have work until the end. */
export interface RunCapacity {
  /** Runs that could start now, this one included. */
  readonly freeSlots: number;
  /** When all of them should be over, from now. */
  readonly endMs: number;
}

export interface Run {
  readonly expectedMs: number;
  /** Every job of the batch has settled when this resolves. It never rejects. */
  readonly report: Promise<BatchReport>;
}

/** Before anything was measured all items count alike. */
const UNMEASURED_MS = 1;

export function towerScheduler<Input, Prepared>(options: TowerSchedulerOptions<Input, Prepared>): TowerScheduler<Input, Prepared> {
  const { name, tower, parallelism, deadlineMs, maxPreparing, runLimitMs, onGivenUp } = options;
  type TowerJob = Job<Input, Prepared>;
  const open = new Set<TowerJob>();
  const byKey = new Map<string | undefined, TowerJob>();
  const keys = new Map<TowerJob, string>();
  const running = pace();
  const queue = towerQueue<Input, Prepared>({
    ...options,
    onRefused(job, reason) {
      end(job);
      job.fail(reason);
    },
  });

  function begin(input: Input, priority: Priority, prepare?: Prepare<Prepared>): TowerJob {
    const job: TowerJob = new Job(input, priority, prepare);
    open.add(job);
    job.signal.addEventListener('abort', () => end(job), { once: true });
    return job;
  }

  function end(job: TowerJob): void {
    if (!open.delete(job)) return;
    queue.delete(job);
    byKey.delete(keys.get(job));
    keys.delete(job);
  }

  async function runOnce(jobs: readonly TowerJob[]): Promise<void> {
    const { result, over } = limitedRun(
      (signal) =>
        tower.run(
          jobs.map((job) => job.prepared!),
          { signal },
        ),
      runLimitMs,
    );
    const vectors = await result.catch((error: unknown) => {
      if (error instanceof GivenUp) onGivenUp(over);
      throw error;
    });
    if (vectors.length !== jobs.length) throw new PluginError('MODEL_FAILED', 'The model gave another number of vectors than items.');
    for (const [index, job] of jobs.entries()) {
      end(job);
      job.succeed(vectors[index]!);
    }
  }

  function failed(job: TowerJob, error: unknown): void {
    end(job);
    job.fail(isPluginError(error) ? error : new PluginError('MODEL_FAILED', 'The model failed.', { cause: error }));
  }

  /** Whether the run came back. */
  async function runAlone(job: TowerJob): Promise<boolean> {
    try {
      await runOnce([job]);
      return true;
    } catch (error) {
      failed(job, error);
      return !(error instanceof GivenUp);
    }
  }

  async function run(jobs: readonly TowerJob[], priority: Priority): Promise<BatchReport> {
    const startedAt = performance.now();
    const waitMs = Math.max(0, ...jobs.map((job) => startedAt - job.enqueuedAt));
    let hasFailed = false;
    let cameBack = true;
    if (jobs.length === 1) cameBack = await runAlone(jobs[0]!);
    else {
      await runOnce(jobs).catch(async (error: unknown) => {
        hasFailed = true;
        cameBack = !(error instanceof GivenUp);
        // After a run that never came back, one for each of its items would only hold more of the machine.
        for (const job of jobs) {
          if (!cameBack) failed(job, error);
          else if (!job.abandoned) cameBack = await runAlone(job);
        }
      });
    }
    const runMs = performance.now() - startedAt;
    // How long a run was waited for in vain says nothing about the others.
    if (cameBack) running.observe(runMs, jobs.length);
    return { tower: name, priority, items: jobs.length, waitMs, runMs, failed: hasFailed, givenUp: !cameBack };
  }

  const msPerItem = (): number => running.msPerItem ?? UNMEASURED_MS;

  return {
    get openJobs() {
      return open.size;
    },
    backlogMs: () => open.size * Math.max((running.msPerItem ?? 0) / parallelism, (queue.preparing.msPerItem ?? 0) / maxPreparing),
    has: (key) => byKey.has(key),
    async embed({ input, key, priority, signal, onSettled }) {
      const known = byKey.get(key);
      if (known?.priority === 'bulk' && priority === 'interactive') queue.promote(known);
      const job = known ?? begin(input, priority);
      const vector = job.wait({ signal, deadlineMs, onSettled });
      if (!known) {
        if (key !== undefined) {
          byKey.set(key, job);
          keys.set(job, key);
        }
        queue.add(job);
      }
      return { vector: await vector, prepared: job.prepared! };
    },
    async embedCrops({ input, priority, signal, onSettled }, prepare) {
      const deadline = performance.now() + deadlineMs;
      const broken = new AbortController();
      const either = signal ? AbortSignal.any([signal, broken.signal]) : broken.signal;
      let outcome: Outcome = 'done';

      /** The outcome of the first one that failed is the outcome of the call. */
      const noteOutcome = (ended: Outcome): void => void (outcome = outcome === 'done' ? ended : outcome);

      async function vectorOf(job: TowerJob, box: CropBox): Promise<CropVector> {
        try {
          return { box, vector: await job.wait({ signal: either, deadlineMs: deadline - performance.now(), onSettled: noteOutcome }) };
        } catch (error) {
          broken.abort(error);
          throw error;
        }
      }

      const tiles: Promise<CropVector>[] = [];
      const whole = begin(input, priority, async (preparing) => {
        const [first, ...others] = await prepare(preparing);
        if (!whole.abandoned) {
          const jobs = others.map(({ box, prepared }) => {
            const job = begin(input, priority);
            job.prepared = prepared;
            const tile = vectorOf(job, box);
            // It is awaited below; until then Node must not report the failure as unhandled.
            tile.catch(() => undefined);
            tiles.push(tile);
            return job;
          });
          queue.addReady(jobs);
        }
        return first!.prepared;
      });
      const first = vectorOf(whole, WHOLE_BOX);
      queue.add(whole);
      try {
        return [await first, ...(await Promise.all(tiles))];
      } finally {
        await Promise.allSettled(tiles);
        onSettled(outcome);
      }
    },
    waitingMs: () => queue.size * msPerItem(),
    oldest: (priority) => queue.oldest(priority),
    start(priority, { freeSlots, endMs }) {
      const jobs = queue.take(priority, { freeSlots, items: endMs / msPerItem() });
      return { expectedMs: jobs.length * msPerItem(), report: run(jobs, priority) };
    },
  };
}
