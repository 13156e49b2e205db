import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ruleFigures, thresholdCurve, type LabelledProbability } from './backtest-figures.ts';

const seen = (probability: number, expected: boolean): LabelledProbability => ({ probability, expected });
const rule = { rule: 'weapons', threshold: 0.5 };

describe('the figures of a rule', () => {
  const labelled = [seen(0.9, true), seen(0.8, true), seen(0.7, false), seen(0.5, true), seen(0.4, true), seen(0.1, false)];

  it('count at its threshold, which itself passes', () => {
    expect(ruleFigures(rule, labelled, 0.95)).toMatchObject({
      truePositives: 3,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 1,
      precision: 3 / 4,
      recall: 3 / 4,
      f1: 3 / 4,
    });
  });

  it('have a curve with one point for each probability', () => {
    expect(thresholdCurve(labelled)).toEqual([
      { threshold: 0.9, precision: 1, recall: 1 / 4 },
      { threshold: 0.8, precision: 1, recall: 2 / 4 },
      { threshold: 0.7, precision: 2 / 3, recall: 2 / 4 },
      { threshold: 0.5, precision: 3 / 4, recall: 3 / 4 },
      { threshold: 0.4, precision: 4 / 5, recall: 1 },
      { threshold: 0.1, precision: 4 / 6, recall: 1 },
    ]);
  });

  it('suggest the lowest threshold with the wished precision, or none', () => {
    expect(ruleFigures(rule, labelled, 1).suggestedThreshold).toBe(0.8);
    expect(ruleFigures(rule, labelled, 0.8).suggestedThreshold).toBe(0.4);
    expect(ruleFigures(rule, labelled, 0).suggestedThreshold).toBe(0.1);
    expect(ruleFigures(rule, [seen(0.9, false), seen(0.8, true)], 0.9).suggestedThreshold).toBeNull();
  });

  it('leave out what no image can tell', () => {
    expect(ruleFigures(rule, [], 0.95)).toMatchObject({ precision: null, recall: null, f1: null, curve: [], suggestedThreshold: null });
    expect(ruleFigures(rule, [seen(0.1, false)], 0.95)).toMatchObject({ precision: null, recall: null, f1: null });
    expect(ruleFigures(rule, [seen(0.1, true)], 0.95)).toMatchObject({ precision: null, recall: 0, f1: 0 });
  });

  it('of any images agree with the curve: its point at a threshold says what the rule would reach there', () => {
    const levels = fc.constantFrom(0, 0.1, 0.25, 0.5, 0.75, 1);
    const images = fc.array(fc.record({ probability: levels, expected: fc.boolean() }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(images, (labelled) => {
        for (const { threshold, precision, recall } of thresholdCurve(labelled)) {
          expect(ruleFigures({ rule: 'any', threshold }, labelled, 0.95)).toMatchObject({ precision, recall });
        }
      }),
    );
  });
});
