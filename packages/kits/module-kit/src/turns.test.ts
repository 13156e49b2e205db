import { setImmediate as nextTurn } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { turns } from './turns.ts';

it('runs work of one name in order, and of other names beside it', async () => {
  const inTurn = turns();
  const log: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    log.push(`${name} starts`);
    await nextTurn();
    log.push(`${name} ends`);
  };
  await Promise.all([inTurn('a', work('a1')), inTurn('a', work('a2')), inTurn('b', work('b1'))]);
  expect(log.filter((line) => line.startsWith('a'))).toEqual(['a1 starts', 'a1 ends', 'a2 starts', 'a2 ends']);
  expect(log.indexOf('b1 starts')).toBeLessThan(log.indexOf('a1 ends'));
});

it('goes on after work that failed', async () => {
  const inTurn = turns();
  const failed = inTurn('a', async () => {
    throw new Error('no');
  });
  const next = inTurn('a', async () => 'yes');
  await expect(failed).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});
