import { describe, expect, it } from 'vitest';
import { askedTogether } from './asked-together.ts';

describe('questions asked together', () => {
  it('are one call for each turn and each full one, answered each for itself', async () => {
    const calls: string[][] = [];
    const isThere = askedTogether(async (ids) => {
      calls.push([...ids]);
      return new Set(ids.filter((id) => id.startsWith('a')));
    }, 3);
    expect(await Promise.all(['a1', 'b', 'a1', 'a2', 'c'].map(isThere))).toEqual([true, false, true, true, false]);
    expect(await isThere('a3')).toBe(true);
    expect(calls).toEqual([['a1', 'b', 'a2'], ['c'], ['a3']]);
  });

  it('fail together, and not those of later', async () => {
    let fails = true;
    const isThere = askedTogether(async (ids) => {
      if (fails) throw new Error('away');
      return new Set(ids);
    }, 100);
    const answers = await Promise.allSettled([isThere('a'), isThere('b')]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await isThere('a')).toBe(true);
  });
});
