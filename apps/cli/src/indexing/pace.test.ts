import { describe, expect, it } from 'vitest';

import { duration, pace, type Pace } from './pace.ts';

/** A pace with a clock of its own, in seconds. */
function paceAt(): { speed: Pace; at: (seconds: number) => void } {
  let nowMs = 0;
  return { speed: pace(() => nowMs), at: (seconds) => (nowMs = seconds * 1000) };
}

describe('the pace', () => {
  it('is unknown at the beginning', () => {
    const { speed } = paceAt();
    expect(speed.rate()).toBeUndefined();
    expect(speed.remainingMs(100)).toBeUndefined();
  });

  it('gives the rate and the time that is left', () => {
    const { speed, at } = paceAt();
    at(10);
    speed.note(200);
    expect(speed.rate()).toBe(20);
    expect(speed.remainingMs(1200)).toBe(50_000);
    expect(speed.remainingMs(100)).toBe(0);
  });

  it('forgets how fast files were skipped before the slow ones came', () => {
    const { speed, at } = paceAt();
    at(1);
    speed.note(10_000);
    for (let second = 2; second <= 60; second++) {
      at(second);
      speed.note(10_000 + (second - 1) * 5);
    }
    expect(speed.rate()).toBeCloseTo(5);
  });

  it('falls while nothing comes', () => {
    const { speed, at } = paceAt();
    at(10);
    speed.note(100);
    at(20);
    expect(speed.rate()).toBe(5);
  });
});

it.each([
  [400, '0 s'],
  [59_400, '59 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
])('writes %i ms as %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
