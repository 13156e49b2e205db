import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { backgroundLevel, logSumExp, sigmoid, softmax } from './probability.ts';

const logit = fc.double({ min: -2000, max: 2000, noNaN: true });
const logits = fc.array(logit, { minLength: 1, maxLength: 50 });

describe('probabilities from logits', () => {
  it('are in range and finite however far the logits go', () => {
    fc.assert(
      fc.property(logits, (logits) => {
        const descending = logits.toSorted((a, b) => b - a);
        for (const p of [...softmax(descending), ...logits.map(sigmoid)]) expect(p >= 0 && p <= 1).toBe(true);
        expect(softmax(descending).reduce((a, b) => a + b)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('agree: the sigmoid is the softmax against zero', () => {
    fc.assert(
      fc.property(logit, (logit) => {
        const [high] = softmax([Math.abs(logit), 0]);
        expect(sigmoid(Math.abs(logit))).toBeCloseTo(high!, 12);
        expect(sigmoid(-logit)).toBeCloseTo(1 - sigmoid(logit), 12);
      }),
    );
  });

  it('rest on a sum that neither overflows nor misses the highest', () => {
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.log(2), 9);
    expect(logSumExp([-5000])).toBe(-5000);
    expect(logSumExp([])).toBe(-Infinity);
    fc.assert(
      fc.property(logits, (logits) => {
        const highest = Math.max(...logits);
        expect(logSumExp(logits)).toBeGreaterThanOrEqual(highest);
        expect(logSumExp(logits)).toBeLessThanOrEqual(highest + Math.log(logits.length) + 1e-9);
      }),
    );
  });

  it('have a level that one everyday prompt among sixty lifts little', () => {
    const sixty = Array.from({ length: 60 }, () => 0.2);
    expect(backgroundLevel(sixty, 100)).toBeCloseTo(20 + Math.log(4), 9);
    const withTwin = [...sixty.slice(1), 0.25];
    expect(backgroundLevel(withTwin, 100)).toBeLessThan(25);
  });
});
