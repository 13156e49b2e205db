import { expect, it } from 'vitest';

import { pace } from './pace.ts';
import { progressText } from './progress.ts';

function speedOf(done: number, seconds: number): ReturnType<typeof pace> {
  let nowMs = 0;
  const speed = pace(() => nowMs);
  nowMs = seconds * 1000;
  speed.note(done);
  return speed;
}

it.each([
  [{ done: 0, failed: 0, total: undefined }, 0, '0 files'],
  [{ done: 1200, failed: 0, total: undefined }, 10, '1,200 files, 120/s'],
  [{ done: 1200, failed: 2, total: 10_000 }, 10, '1,200 of 10,000, 120/s, 1 min 13 s left, 2 failed'],
  [{ done: 30, failed: 0, total: 30 }, 10, '30 of 30, 3.0/s'],
  // Files that came while the counted ones were being worked on.
  [{ done: 31, failed: 0, total: 30 }, 10, '31 of 31, 3.1/s'],
])('%o after %i s reads %j', (state, seconds, text) => {
  expect(progressText(state, speedOf(state.done, seconds))).toBe(text);
});
