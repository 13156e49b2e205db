import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorker } from './start-worker.ts';
import type { NotesEngine } from './testing/notes-engine.ts';
import { WorkerCalls } from './worker-calls.ts';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'clipgraph-notes-'));
});
afterEach(() => rm(path, { recursive: true }));

const TESTING = new URL('testing/notes-engine.ts', import.meta.url).href;
const started = (folder = path): Worker => startWorker(TESTING, { name: 'notes', workerData: { path: folder } });
const callsTo = (worker: Worker, limit = 100): WorkerCalls<NotesEngine> =>
  new WorkerCalls(worker, {
    limit,
    messages: { busy: 'Too many notes.', stopped: 'The notes have stopped.', closed: 'The notes are closed.' },
  });

describe('calls to the worker', () => {
  it('all fail, those under way and later ones, once the thread has died', async () => {
    const worker = started();
    const calls = callsTo(worker);
    await calls.opened();
    const underWay = [calls.call('all', []), calls.call('transactions', [])];
    await worker.terminate();
    const unavailable = { name: 'PluginError', code: 'UNAVAILABLE', message: 'The notes have stopped.' };
    const reasons = (await Promise.allSettled(underWay)).filter(({ status }) => status === 'rejected');
    for (const failed of reasons) expect(failed).toMatchObject({ reason: unavailable });
    await expect(calls.call('all', [])).rejects.toMatchObject(unavailable);
    await expect(calls.close()).resolves.toBeUndefined();
  });

  it('fail before the thread has begun, when it dies at once', async () => {
    const worker = started();
    const opened = callsTo(worker).opened();
    void worker.terminate();
    await expect(opened).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('are refused when too many wait, and closing is not one of them', async () => {
    const calls = callsTo(started(), 2);
    await calls.opened();
    const waiting = [calls.call('all', []), calls.call('all', [])];
    await expect(calls.call('all', [])).rejects.toMatchObject({ code: 'OVERLOADED', retryAfterMs: 1000 });
    const closed = calls.close();
    await Promise.all([...waiting, closed]);
  });

  it('leave the queue when their signal aborts, and make room for others', async () => {
    const calls = callsTo(started(), 2);
    await calls.opened();
    const leaving = new AbortController();
    const left = [calls.call('add', ['a'], leaving), calls.call('add', ['b'], leaving)];
    leaving.abort(new Error('the caller left'));
    for (const settled of await Promise.allSettled(left)) expect(settled).toMatchObject({ reason: { message: 'the caller left' } });
    expect(await calls.call('add', ['c'])).toBe(1);
    await calls.close();
  });

  it('are answered in their order, writes that wait together in one transaction', async () => {
    const calls = callsTo(started());
    // Sent before the thread has begun, so that they wait together.
    const answers = [
      calls.call('add', ['a']),
      calls.call('add', ['b']),
      calls.call('add', ['a']),
      calls.call('all', []),
      calls.call('add', ['c']),
    ];
    expect(await Promise.allSettled(answers)).toMatchObject([
      { value: 1 },
      { value: 1 },
      { reason: { code: 'UNAVAILABLE', message: 'The notes failed.' } },
      { value: ['a', 'b'] },
      { value: 1 },
    ]);
    expect(await calls.call('transactions', [])).toEqual([3, 1]);
    await calls.close();
    await expect(calls.call('all', [])).rejects.toMatchObject({ code: 'UNAVAILABLE', message: 'The notes are closed.' });
  });

  it('keep every field of an error, and survive an answer that cannot be sent', async () => {
    const calls = callsTo(started());
    const refusal = { code: 'INVALID_INPUT', message: 'Refused.', input: 'TOO_LARGE', retryAfterMs: 250, cause: 'RangeError: too many' };
    await expect(calls.call('refuse', [])).rejects.toMatchObject(refusal);
    await expect(calls.call('unsendable', [])).rejects.toMatchObject({ code: 'UNAVAILABLE', message: 'The notes failed.' });
    expect(await calls.call('all', [])).toEqual([]);
    await calls.close();
  });

  it('are refused with the reason when the engine cannot be opened', async () => {
    await writeFile(join(path, 'notes.sqlite'), 'no database at all\n'.repeat(1000));
    const calls = callsTo(started());
    await expect(calls.opened()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: 'The notes are not a database.' });
  });
});
