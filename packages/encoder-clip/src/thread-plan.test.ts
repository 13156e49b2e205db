import { expect, it } from 'vitest';

import { threadPlan } from './thread-plan.ts';

const GB = 1e9;

it.each([
  ['a small model: one worker for each core', { cores: 8, memoryBytes: 16 * GB }, 0.012 * GB, {}, { workers: 8, threadsPerWorker: 1 }],
  [
    'ViT-B/32: as many workers as fit, sharing the cores',
    { cores: 8, memoryBytes: 16 * GB },
    0.6 * GB,
    {},
    { workers: 5, threadsPerWorker: 1 },
  ],
  ['a large model: one worker with all cores', { cores: 8, memoryBytes: 8 * GB }, 1.7 * GB, {}, { workers: 1, threadsPerWorker: 8 }],
  ['what the caller asks for', { cores: 8, memoryBytes: 8 * GB }, 1.7 * GB, { workers: 4 }, { workers: 4, threadsPerWorker: 2 }],
])('plans for %s', (_, machine, weights, wanted, expected) => {
  expect(threadPlan(machine, weights, wanted)).toEqual(expected);
});
