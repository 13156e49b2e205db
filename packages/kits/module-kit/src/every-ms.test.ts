import { setTimeout as sleep } from 'node:timers/promises';

import type { Logger } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';

import { everyMs } from './every-ms.ts';

interface Line {
  readonly facts: object;
  readonly message: string;
}

function recordingLogger(lines: Line[]): Logger {
  const keep = (facts: object, message: string): void => void lines.push({ facts, message });
  return { debug: keep, info: keep, warn: keep, error: keep };
}

describe('everyMs', () => {
  it('works before its start is over, and again and again until it is stopped', async () => {
    let times = 0;
    let third = (): void => {};
    const thirdTime = new Promise<void>((resolve) => (third = resolve));
    const job = everyMs({ name: 'counting', everyMs: 1, logger: recordingLogger([]), work: () => void (++times === 3 && third()) });
    await job.start();
    expect(times).toBeGreaterThanOrEqual(1);
    await thirdTime;
    await job.stop();
    const atStop = times;
    await sleep(20);
    expect(times).toBe(atStop);
  });

  it('logs what fails, and goes on', async () => {
    const lines: Line[] = [];
    let again = (): void => {};
    const secondTime = new Promise<void>((resolve) => (again = resolve));
    let times = 0;
    const failure = new Error('The disk is full.');
    const job = everyMs({
      name: 'writing',
      everyMs: 1,
      logger: recordingLogger(lines),
      async work() {
        times += 1;
        if (times === 2) again();
        throw failure;
      },
    });
    await job.start();
    expect(lines[0]).toEqual({ facts: { err: failure, job: 'writing' }, message: 'a job failed; it is tried again later' });
    await secondTime;
    await job.stop();
    expect(times).toBeGreaterThanOrEqual(2);
  });

  it('stops work under way by its signal, waits for its end, and logs nothing for that', async () => {
    const lines: Line[] = [];
    let ended = false;
    const job = everyMs({
      name: 'waiting',
      everyMs: 1,
      logger: recordingLogger(lines),
      async work(signal) {
        try {
          await sleep(60_000, undefined, { signal });
        } finally {
          ended = true;
        }
      },
    });
    const started = job.start();
    await job.stop();
    await started;
    expect({ ended, lines }).toEqual({ ended: true, lines: [] });
    await job.stop();
  });

  it('does nothing when it is stopped before it is started, and refuses to start twice', async () => {
    let times = 0;
    const unused = everyMs({ name: 'unused', everyMs: 1, logger: recordingLogger([]), work: () => void (times += 1) });
    await unused.stop();
    expect(times).toBe(0);
    const job = everyMs({ name: 'twice', everyMs: 60_000, logger: recordingLogger([]), work: () => undefined });
    await job.start();
    await expect(job.start()).rejects.toThrow('The job twice was started before.');
    await job.stop();
  });
});
