import { expect, it } from 'vitest';

import { machineShares, threadPlan } from './thread-plan.ts';

const GB = 1e9;

it.each([
  ['a small model: one worker for each core', { cores: 8, memoryBytes: 16 * GB }, 0.012 * GB, {}, [1, 1, 1, 1, 1, 1, 1, 1]],
  ['ViT-B/32: as many workers as fit, sharing the cores', { cores: 8, memoryBytes: 16 * GB }, 0.6 * GB, {}, [2, 2, 2, 1, 1]],
  ['a large model: one worker with all cores', { cores: 8, memoryBytes: 8 * GB }, 1.7 * GB, {}, [8]],
  ['what the caller asks for', { cores: 8, memoryBytes: 8 * GB }, 1.7 * GB, { workers: 4 }, [2, 2, 2, 2]],
  ['threads that the caller asks for', { cores: 8, memoryBytes: 8 * GB }, 1.7 * GB, { threadsPerWorker: 3 }, [3]],
])('plans for %s', (_, machine, weights, wanted, expected) => {
  expect(threadPlan(machine, weights, wanted)).toEqual(expected);
});

it.each([
  ['evenly', 8, 2, [4, 4]],
  ['with what is left over for the first', 5, 3, [2, 2, 1]],
  ['with a core for each, even where there are fewer', 2, 3, [1, 1, 1]],
])('divides a machine among models %s', (_, cores, models, expected) => {
  const shares = machineShares({ cores, memoryBytes: 12 * GB }, models);
  expect(shares.map((share) => share.cores)).toEqual(expected);
  expect(shares.every(({ memoryBytes }) => memoryBytes === (12 * GB) / models)).toBe(true);
});
