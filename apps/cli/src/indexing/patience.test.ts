import { ClipgraphError } from '@clipgraph/client';
import { describe, expect, it } from 'vitest';

import { patiently } from './patience.ts';

const { signal } = new AbortController();

/** Fails with these codes in turn, then succeeds. */
function failing(...codes: string[]): { task: () => Promise<string>; tries: () => number } {
  let tries = 0;
  const task = async (): Promise<string> => {
    const code = codes[tries++];
    if (code !== undefined) throw new ClipgraphError(code, `It was ${code}.`);
    return 'done';
  };
  return { task, tries: () => tries };
}

describe('patience', () => {
  it('waits for a server that restarts or is busy', async () => {
    const { task } = failing('UNREACHABLE', 'UNAVAILABLE');
    const waits: string[] = [];
    expect(await patiently(task, { signal, onWait: ({ code }) => waits.push(code) })).toBe('done');
    expect(waits).toEqual(['UNREACHABLE', 'UNAVAILABLE']);
  });

  it.each(['UNAUTHENTICATED', 'BAD_USER_INPUT', 'BAD_RESPONSE'])('has none for %s', async (code) => {
    const { task, tries } = failing(code);
    await expect(patiently(task, { signal })).rejects.toMatchObject({ code });
    expect(tries()).toBe(1);
  });

  it('ends', async () => {
    const { task, tries } = failing('UNREACHABLE', 'UNREACHABLE', 'UNREACHABLE');
    let nowMs = 0;
    const options = { signal, now: () => (nowMs += 1000), patienceMs: { UNREACHABLE: 1500 } };
    await expect(patiently(task, options)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(tries()).toBe(2);
  });

  it('ends with the signal’s reason', async () => {
    const controller = new AbortController();
    const { task, tries } = failing('UNREACHABLE', 'UNREACHABLE');
    const reason = new Error('stopped');
    const work = patiently(task, { signal: controller.signal, onWait: () => setImmediate(() => controller.abort(reason)) });
    await expect(work).rejects.toBe(reason);
    expect(tries()).toBe(1);
  });
});
