import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorker, WorkerCalls } from './worker-calls.ts';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'clipgraph-store-'));
});
afterEach(() => rm(path, { recursive: true }));

describe('calls to the worker', () => {
  it('all fail, those under way and later ones, once the thread has died', async () => {
    const worker = startWorker({ path, synchronous: 'normal' });
    const calls = new WorkerCalls(worker, 10);
    await calls.opened();
    const underWay = [calls.call('health', []), calls.call('collections', [])];
    await worker.terminate();
    const unavailable = { name: 'PluginError', code: 'UNAVAILABLE', message: 'The store has stopped working' };
    const reasons = (await Promise.allSettled(underWay)).filter(({ status }) => status === 'rejected');
    for (const failed of reasons) expect(failed).toMatchObject({ reason: unavailable });
    await expect(calls.call('health', [])).rejects.toMatchObject(unavailable);
    await expect(calls.close()).resolves.toBeUndefined();
  });

  it('fail before the thread has begun, when it dies at once', async () => {
    const worker = startWorker({ path, synchronous: 'normal' });
    const calls = new WorkerCalls(worker, 10);
    const opened = calls.opened();
    void worker.terminate();
    await expect(opened).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('are refused when too many wait, and closing is not one of them', async () => {
    const calls = new WorkerCalls(startWorker({ path, synchronous: 'normal' }), 2);
    await calls.opened();
    const waiting = [calls.call('health', []), calls.call('health', [])];
    await expect(calls.call('health', [])).rejects.toMatchObject({ code: 'OVERLOADED', retryAfterMs: 1000 });
    const closed = calls.close();
    await Promise.all([...waiting, closed]);
  });

  it('leave the queue when their signal aborts, and make room for others', async () => {
    const calls = new WorkerCalls(startWorker({ path, synchronous: 'normal' }), 2);
    await calls.opened();
    const leaving = new AbortController();
    const left = [calls.call('health', [], leaving), calls.call('health', [], leaving)];
    leaving.abort(new Error('the caller left'));
    for (const settled of await Promise.allSettled(left)) expect(settled).toMatchObject({ reason: { message: 'the caller left' } });
    expect(await calls.call('collection', ['none'])).toBeUndefined();
    await calls.close();
  });
});
