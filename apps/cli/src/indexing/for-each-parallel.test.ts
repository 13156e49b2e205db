import { describe, expect, it } from 'vitest';

import { forEachParallel } from './for-each-parallel.ts';

const turn = (): Promise<void> => new Promise(setImmediate);

describe('working in parallel', () => {
  it('does every item once, and never more at a time than agreed', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await forEachParallel(Array.from({ length: 20 }).keys(), 3, async (item) => {
      most = Math.max(most, ++running);
      await turn();
      running -= 1;
      done.push(item);
    });
    expect(done.toSorted((a, b) => a - b)).toEqual([...Array.from({ length: 20 }).keys()]);
    expect(most).toBe(3);
  });

  it('takes items no sooner than it can work on them', async () => {
    let taken = 0;
    async function* items(): AsyncGenerator<number> {
      for (;;) yield ++taken;
    }
    const work = forEachParallel(items(), 2, async (item) => {
      expect(taken).toBeLessThanOrEqual(item + 2);
      await turn();
      if (item === 50) throw new Error('enough');
    });
    await expect(work).rejects.toThrow('enough');
  });

  it('after a failure stops the others, waits for them and throws the first failure', async () => {
    const ended: number[] = [];
    const begun: number[] = [];
    const work = forEachParallel([1, 2, 3, 4], 2, async (item, signal) => {
      begun.push(item);
      await turn();
      if (item === 2) throw new Error('the cause');
      await turn();
      ended.push(item);
      signal.throwIfAborted();
    });
    await expect(work).rejects.toThrow('the cause');
    expect({ begun, ended }).toEqual({ begun: [1, 2], ended: [1] });
  });
});
