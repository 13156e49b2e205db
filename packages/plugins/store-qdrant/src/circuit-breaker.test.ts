import { describe, expect, it } from 'vitest';
import { circuitBreaker } from './circuit-breaker.ts';

function opened(): { breaker: ReturnType<typeof circuitBreaker>; pass: (ms: number) => void } {
  let now = 0;
  const breaker = circuitBreaker({ failures: 2, pauseMs: 100, maxPauseMs: 300, now: () => now });
  for (let i = 0; i < 2; i++) {
    expect(breaker.enter()).toBe(0);
    breaker.failed();
  }
  return { breaker, pass: (ms) => (now += ms) };
}

describe('circuitBreaker', () => {
  it('lets everything through while failures are not in a row', () => {
    const breaker = circuitBreaker({ failures: 2, pauseMs: 100, maxPauseMs: 300, now: () => 0 });
    for (let i = 0; i < 10; i++) {
      expect(breaker.enter()).toBe(0);
      if (i % 2 === 0) breaker.failed();
      else breaker.succeeded();
    }
  });

  it('refuses for a pause, then lets one through and closes when that succeeds', () => {
    const { breaker, pass } = opened();
    expect(breaker.enter()).toBe(100);
    pass(40);
    expect(breaker.enter()).toBe(60);
    pass(60);
    expect(breaker.enter()).toBe(0);
    expect(breaker.enter()).toBeGreaterThan(0);
    breaker.succeeded();
    expect([breaker.enter(), breaker.enter()]).toEqual([0, 0]);
  });

  it('doubles the pause with each trial that fails, up to its limit', () => {
    const { breaker, pass } = opened();
    const pauses: number[] = [];
    for (let trial = 0; trial < 4; trial++) {
      pauses.push(breaker.enter());
      pass(pauses.at(-1)!);
      expect(breaker.enter()).toBe(0);
      breaker.failed();
    }
    expect(pauses).toEqual([100, 200, 300, 300]);
  });

  it('tries with the next call when the caller of the trial left', () => {
    const { breaker, pass } = opened();
    pass(100);
    expect(breaker.enter()).toBe(0);
    breaker.left();
    expect(breaker.enter()).toBe(0);
  });
});
