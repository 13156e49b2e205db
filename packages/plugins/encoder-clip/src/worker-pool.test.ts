import { describe, expect, it } from 'vitest';

import type { EchoRequest } from './test-workers/echo-worker.ts';
import { workerPool } from './worker-pool.ts';
import type { WorkerPool } from './worker-pool.ts';

const open = (workers: number, start = 'start'): Promise<WorkerPool<EchoRequest, string, string>> =>
  workerPool({
    url: new URL('./test-workers/echo-worker.ts', import.meta.url),
    workerData: Array<string>(workers).fill(start),
    backoffMs: 1,
  });

describe('workerPool', () => {
  it('answers each request with its own result', async () => {
    const pool = await open(2);
    expect(pool.ready).toBe('hello');
    const words = Array.from({ length: 20 }, (_, i) => `word ${i}`);
    await expect(Promise.all(words.map((say, i) => pool.run({ say, afterMs: i % 3 }, [])))).resolves.toEqual(words);
    await pool.close();
  });

  it('gives work to the first worker that is free, and a new one the data of the one that died', async () => {
    const url = new URL('./test-workers/echo-worker.ts', import.meta.url);
    const pool: WorkerPool<EchoRequest, string, string> = await workerPool({ url, workerData: ['first', 'second'], backoffMs: 1 });
    const ask = (): Promise<string> => pool.run({ askData: true }, []);
    await expect(Promise.all([ask(), ask()])).resolves.toEqual(['first', 'second']);
    await expect(ask()).resolves.toBe('first');
    await expect(pool.run({ die: true }, [])).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    await expect.poll(ask).toBe('first');
    await pool.close();
  });

  it('fails a request alone', async () => {
    const pool = await open(1);
    const results = await Promise.allSettled([pool.run({ say: 'a' }, []), pool.run({ fail: 'no' }, []), pool.run({ say: 'b' }, [])]);
    expect(results).toMatchObject([{ value: 'a' }, { reason: { code: 'MODEL_FAILED', cause: { message: 'no' } } }, { value: 'b' }]);
    await pool.close();
  });

  it('fails the request that a worker dies of, and goes on with a new worker', async () => {
    const pool = await open(1);
    const results = await Promise.allSettled([pool.run({ die: true }, []), pool.run({ say: 'after' }, []), pool.run({ die: true }, [])]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect(results[0]).toMatchObject({ reason: { code: 'MODEL_FAILED', cause: { message: 'The worker dies.' } } });
    await expect(pool.run({ say: 'still here' }, [])).resolves.toBe('still here');
    await pool.close();
  });

  it('finishes what was asked for before it closes, and then refuses', async () => {
    const pool = await open(1);
    const running = Promise.all([pool.run({ say: 'a', afterMs: 5 }, []), pool.run({ say: 'b' }, [])]);
    const closing = pool.close();
    await expect(pool.run({ say: 'late' }, [])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(running).resolves.toEqual(['a', 'b']);
    await closing;
    await pool.close();
  });

  it('closes even when its last worker dies meanwhile', async () => {
    const pool = await open(1);
    const outcomes = Promise.allSettled([pool.run({ die: true }, []), pool.run({ say: 'never' }, [])]);
    await pool.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('does not start when a worker does not', async () => {
    await expect(open(2, 'refuse')).rejects.toMatchObject({ code: 'MODEL_FAILED', message: expect.stringContaining('It will not start.') });
  });
});
