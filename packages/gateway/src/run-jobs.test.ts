import type { Job } from '@clipgraph/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { runJobs } from './run-jobs.ts';

describe('jobs', () => {
  let lines: { level: number; job: string; msg: string; tenant?: string }[];
  const running = (...jobs: Partial<Job>[]) => {
    const to = { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) };
    const whole = jobs.map((job, index): Job => ({ name: `job ${index}`, start: () => undefined, stop: () => undefined, ...job }));
    return runJobs(whole, pino({}, to), { tenant: 'acme' });
  };
  const never = (): Promise<void> => new Promise(() => undefined);
  beforeEach(() => {
    lines = [];
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());

  it('that do not start are named in the log after a while', async () => {
    void running({}, { start: never }).start();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(lines).toMatchObject([
      { level: 40, job: 'job 1', tenant: 'acme', msg: expect.stringContaining('has not started yet') as unknown },
    ]);
  });

  it('that do not stop are named, and given up', async () => {
    const stopped: string[] = [];
    const jobs = running({ stop: () => void stopped.push('first') }, { stop: never });
    await jobs.start();
    const closed = expect(jobs.stop()).rejects.toThrow('The job job 1 did not stop within 10000 ms.');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(lines).toMatchObject([{ job: 'job 1', msg: 'a job has not stopped yet' }]);
    await vi.advanceTimersByTimeAsync(8_000);
    await closed;
    expect(stopped).toEqual(['first']);
  });

  it('that were not started are not stopped', async () => {
    const stopped: number[] = [];
    const failing = { start: () => Promise.reject(new Error('no')), stop: () => void stopped.push(0) };
    const jobs = running(failing, { stop: () => void stopped.push(1) });
    await expect(jobs.start()).rejects.toThrow('no');
    await jobs.stop();
    expect(stopped).toEqual([0]);
  });
});
