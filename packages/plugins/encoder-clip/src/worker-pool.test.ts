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

  it('replaces a worker that does not come back, and takes it again or lets it go when it does', async () => {
    const pool = await open(1);
    const limit = new AbortController();
    const hung = pool.run({ hangMs: 1_000 }, [], { signal: limit.signal });
    const waiting = pool.run({ say: 'next' }, []);
    limit.abort(new Error('too long'));
    await expect(hung).rejects.toThrow('too long');
    await expect(waiting).resolves.toBe('next');
    await expect(pool.health()).resolves.toBeUndefined();
    await pool.close();
  });

  it('says so when all workers are lost, fails what is asked then at once, and goes on when one comes back', async () => {
    const pool = await open(1);
    for (let i = 0; i < 2; i++) {
      await expect.poll(() => pool.health().then(() => 'well')).toBe('well');
      await expect(pool.run({ hangMs: 1_500 }, [], { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ name: 'TimeoutError' });
    }
    await expect(pool.health()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(pool.run({ say: 'a' }, [])).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    await expect.poll(() => pool.health().then(() => 'well'), { timeout: 5_000 }).toBe('well');
    await expect(pool.run({ say: 'b' }, [])).resolves.toBe('b');
    await pool.close();
  });

  it('forgets what is given up before a worker has it', async () => {
    const pool = await open(1);
    const limit = new AbortController();
    const first = pool.run({ say: 'a', afterMs: 20 }, []);
    const second = pool.run({ say: 'b' }, [], { signal: limit.signal });
    limit.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    await expect(first).resolves.toBe('a');
    await expect(pool.run({ say: 'c' }, [], { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
    await pool.close();
  });

  it('does not start when a worker does not', async () => {
    await expect(open(2, 'refuse')).rejects.toMatchObject({ code: 'MODEL_FAILED', message: expect.stringContaining('It will not start.') });
  });
});
