import { isPluginError, PluginError } from '@clipgraph/spec';
import type { Tower } from '@clipgraph/spec';

import { Job } from './job.ts';
import type { Outcome, Priority } from './job.ts';
import type { BatchReport } from './options.ts';
import { pace } from './pace.ts';
import { towerQueue } from './tower-queue.ts';

export interface SideOptions<Input, Prepared> {
  readonly name: 'image' | 'text';
  readonly tower: Tower<Input, Prepared>;
  readonly parallelism: number;
  readonly deadlineMs: number;
  readonly maxCost: number;
  readonly maxPreparing: number;
  readonly maxReady: number;
  /** Whether two calls with an equal input share one job. */
  readonly shareEqual: boolean;
  readonly onReady: () => void;
}

export interface Call<Input> {
  readonly input: Input;
  readonly priority: Priority;
  readonly signal: AbortSignal | undefined;
  readonly onSettled: (outcome: Outcome) => void;
}

/** All that concerns one tower: its open jobs, their queue and its runs. */
export interface Side<Input, Prepared> {
  readonly openJobs: number;
  /** How long the open jobs would take if this tower had all runs to itself; 0 before anything was measured. */
  backlogMs(): number;
  embed(call: Call<Input>): Promise<{ readonly vector: Float32Array; readonly prepared: Prepared }>;
  /** When the oldest ready job of that priority was enqueued. */
  oldest(priority: Priority): number | undefined;
  /** Takes the next batch and runs it; every job of it has settled when this resolves. It never rejects. */
  run(priority: Priority, freeSlots: number): Promise<BatchReport>;
}

export function side<Input, Prepared>(options: SideOptions<Input, Prepared>): Side<Input, Prepared> {
  const { name, tower, parallelism, deadlineMs, maxPreparing, shareEqual } = options;
  type TowerJob = Job<Input, Prepared>;
  const open = new Set<TowerJob>();
  const byInput = new Map<Input, TowerJob>();
  const running = pace();
  const queue = towerQueue<Input, Prepared>({
    ...options,
    onRefused(job, reason) {
      end(job);
      job.fail(reason);
    },
  });

  function begin(input: Input, priority: Priority): TowerJob {
    const job: TowerJob = new Job(input, priority);
    open.add(job);
    if (shareEqual) byInput.set(input, job);
    job.signal.addEventListener('abort', () => end(job), { once: true });
    return job;
  }

  function end(job: TowerJob): void {
    if (!open.delete(job)) return;
    queue.delete(job);
    if (shareEqual) byInput.delete(job.input);
  }

  async function runOnce(jobs: readonly TowerJob[]): Promise<void> {
    const vectors = await tower.run(jobs.map((job) => job.prepared!));
    if (vectors.length !== jobs.length) throw new PluginError('MODEL_FAILED', 'The model gave another number of vectors than items.');
    for (const [index, job] of jobs.entries()) {
      end(job);
      job.succeed(vectors[index]!);
    }
  }

  async function runAlone(job: TowerJob): Promise<void> {
    await runOnce([job]).catch((error: unknown) => {
      end(job);
      job.fail(isPluginError(error) ? error : new PluginError('MODEL_FAILED', 'The model failed.', { cause: error }));
    });
  }

  return {
    get openJobs() {
      return open.size;
    },
    backlogMs: () => open.size * Math.max((running.msPerItem ?? 0) / parallelism, (queue.preparing.msPerItem ?? 0) / maxPreparing),
    async embed({ input, priority, signal, onSettled }) {
      const known = byInput.get(input);
      if (known?.priority === 'bulk' && priority === 'interactive') queue.promote(known);
      const job = known ?? begin(input, priority);
      const vector = job.wait({ signal, deadlineMs, onSettled });
      if (!known) queue.add(job);
      return { vector: await vector, prepared: job.prepared! };
    },
    oldest: (priority) => queue.oldest(priority),
    async run(priority, freeSlots) {
      const jobs = queue.take(priority, freeSlots);
      const startedAt = performance.now();
      const waitMs = Math.max(0, ...jobs.map((job) => startedAt - job.enqueuedAt));
      let failed = false;
      if (jobs.length === 1) await runAlone(jobs[0]!);
      else {
        await runOnce(jobs).catch(async () => {
          failed = true;
          for (const job of jobs) if (!job.abandoned) await runAlone(job);
        });
      }
      const runMs = performance.now() - startedAt;
      running.observe(runMs, jobs.length);
      return { tower: name, priority, items: jobs.length, waitMs, runMs, failed };
    },
  };
}
