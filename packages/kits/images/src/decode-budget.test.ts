import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBudget, type Release } from './decode-budget.ts';

const limits = { maxBytes: 100, maxJobs: 3, maxWaiting: 100 };

describe('decodeBudget', () => {
  test('never gives more than it has, serves everyone in order and gets all of it back', async () => {
    const job = fc.record({
      bytes: fc.integer({ min: 0, max: 120 }),
      ticks: fc.nat(4),
      abortAfter: fc.option(fc.nat(4)),
      fails: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(job, { maxLength: 40 }), async (jobs) => {
        const budget = decodeBudget(limits);
        const started: number[] = [];
        const peak = { bytes: 0, jobs: 0 };
        let used = 0;
        let running = 0;
        const outcomes = await Promise.allSettled(
          jobs.map(async ({ bytes, ticks, abortAfter, fails }, index) => {
            const controller = new AbortController();
            if (abortAfter !== null) void turns(abortAfter).then(() => controller.abort(new Error('left')));
            const release = await budget.acquire(bytes, controller.signal);
            started.push(index);
            used += bytes;
            running++;
            peak.bytes = Math.max(peak.bytes, used);
            peak.jobs = Math.max(peak.jobs, running);
            try {
              await turns(ticks);
              if (fails) throw new Error('failed');
            } finally {
              used -= bytes;
              running--;
              release();
              release();
            }
          }),
        );
        expect(peak.bytes).toBeLessThanOrEqual(limits.maxBytes);
        expect(peak.jobs).toBeLessThanOrEqual(limits.maxJobs);
        const refused = outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.input === 'TOO_LARGE');
        expect(refused).toEqual(jobs.map(({ bytes }) => bytes > limits.maxBytes));
        expect(started).toEqual(started.toSorted((a, b) => a - b));
        expect(budget).toMatchObject({ usedBytes: 0, runningJobs: 0, waiting: 0 });
      }),
    );
  });

  test('refuses those who would wait when too many do', async () => {
    const budget = decodeBudget({ maxBytes: 10, maxJobs: 1, maxWaiting: 1 });
    const release = await budget.acquire(10);
    const second = budget.acquire(5);
    await expect(budget.acquire(5)).rejects.toMatchObject({ code: 'OVERLOADED', retryAfterMs: expect.any(Number) });
    release();
    (await second)();
  });

  test('lets a small one in when the large one before it leaves', async () => {
    const budget = decodeBudget(limits);
    const release = await budget.acquire(50);
    const controller = new AbortController();
    const large = budget.acquire(80, controller.signal);
    const small = budget.acquire(10);
    controller.abort(new Error('left'));
    await expect(large).rejects.toThrow('left');
    const releases: Release[] = [await small, release];
    for (const release of releases) release();
    expect(budget.usedBytes).toBe(0);
  });

  test('takes nothing for a signal that is aborted already', async () => {
    const budget = decodeBudget(limits);
    await expect(budget.acquire(1, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
    expect(budget.usedBytes).toBe(0);
  });
});

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
