import { STANDARD_FIT, type Scoring } from '@clipgraph/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { everydayLevel, ruleScore, type RuleCosines } from './rule-score.ts';

const { alike } = STANDARD_FIT;
const clip: Scoring = { kind: 'softmax', scale: 100, bias: 0 };
const siglip: Scoring = { kind: 'sigmoid', scale: 117.3, bias: -12.93 };
const background = [0.18, 0.19, 0.2, 0.21, 0.22];

function probability(cosines: Partial<RuleCosines>, scoring = clip): number {
  return ruleScore({ describes: [], unlike: [], examples: [], ...cosines }, scoring.scale, everydayLevel(scoring, background), alike)
    .probability;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('the probability of a rule', () => {
  it('is even where its best description comes to the level of the everyday prompts', () => {
    const cosine = everydayLevel(clip, background) / clip.scale;
    expect(probability({ describes: [cosine, 0.1] })).toBeCloseTo(0.5, 9);
  });

  it('is even between a description and a look-alike that fit equally well', () => {
    expect(probability({ describes: [0.3], unlike: [0.3, 0.1] })).toBeCloseTo(0.5, 3);
  });

  it('is the softmax of the best description, the best look-alike and the everyday level', () => {
    const level = everydayLevel(clip, background);
    const weights = [25, 24, level].map((logit) => Math.exp(logit));
    const expected = weights[0]! / weights.reduce((a, b) => a + b);
    expect(probability({ describes: [0.2, 0.25], unlike: [0.24, 0.11] })).toBeCloseTo(expected, 9);
  });

  it('of a sigmoid model without look-alikes is the sigmoid that it was trained with', () => {
    expect(probability({ describes: [0.12] }, siglip)).toBeCloseTo(sigmoid(117.3 * 0.12 - 12.93), 12);
  });

  it('comes from an example where that says more, and look-alikes in words do not argue against it', () => {
    const expected = sigmoid(alike.slope * (0.98 - alike.even));
    expect(probability({ examples: [0.5, 0.98] })).toBeCloseTo(expected, 12);
    expect(probability({ describes: [0.1], unlike: [0.9], examples: [0.98] })).toBeCloseTo(expected, 12);
  });

  it('names the description or the example that fitted best', () => {
    const closest = (cosines: RuleCosines) => ruleScore(cosines, clip.scale, everydayLevel(clip, background), alike).closest;
    expect(closest({ describes: [0.2, 0.3, 0.3], unlike: [], examples: [0.5] })).toEqual({ kind: 'description', index: 1 });
    expect(closest({ describes: [0.1], unlike: [], examples: [0.5, 0.99] })).toEqual({ kind: 'example', index: 1 });
    expect(closest({ describes: [], unlike: [], examples: [-1] })).toEqual({ kind: 'example', index: 0 });
  });
});

describe('any rule', () => {
  const cosine = fc.double({ min: -1, max: 1, noNaN: true });
  const list = fc.array(cosine, { maxLength: 8 });
  const rule = fc
    .record({ describes: list, unlike: list, examples: list })
    .filter(({ describes, examples }) => describes.length + examples.length > 0);
  const scale = fc.double({ min: 0.01, max: 1000, noNaN: true });
  const level = fc.double({ min: -200, max: 200, noNaN: true });
  const p = (cosines: RuleCosines, scale: number, level: number): number => ruleScore(cosines, scale, level, alike).probability;

  it('has a probability from 0 to 1, the same each time', () => {
    fc.assert(
      fc.property(rule, scale, level, (cosines, scale, level) => {
        const one = ruleScore(cosines, scale, level, alike);
        expect(one.probability >= 0 && one.probability <= 1).toBe(true);
        expect(ruleScore(cosines, scale, level, alike)).toEqual(one);
        const { kind, index } = one.closest;
        expect((kind === 'example' ? cosines.examples : cosines.describes)[index]).toBeDefined();
      }),
    );
  });

  it('never becomes likelier by another look-alike', () => {
    fc.assert(
      fc.property(rule, cosine, scale, level, (cosines, more, scale, level) => {
        expect(p({ ...cosines, unlike: [...cosines.unlike, more] }, scale, level)).toBeLessThanOrEqual(p(cosines, scale, level));
      }),
    );
  });

  it('never becomes less likely by another description or example', () => {
    fc.assert(
      fc.property(rule, cosine, scale, level, (cosines, more, scale, level) => {
        const before = p(cosines, scale, level);
        expect(p({ ...cosines, describes: [...cosines.describes, more] }, scale, level)).toBeGreaterThanOrEqual(before);
        expect(p({ ...cosines, examples: [...cosines.examples, more] }, scale, level)).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('is no likelier on an image that its words fit less', () => {
    fc.assert(
      fc.property(rule, fc.double({ min: 0, max: 1, noNaN: true }), scale, level, (cosines, drop, scale, level) => {
        const worse = { ...cosines, describes: cosines.describes.map((cosine) => cosine - drop) };
        expect(p(worse, scale, level)).toBeLessThanOrEqual(p(cosines, scale, level));
      }),
    );
  });

  it('does not depend on the order in which its texts and examples are written', () => {
    fc.assert(
      fc.property(rule, scale, level, ({ describes, unlike, examples }, scale, level) => {
        const turned = { describes: describes.toReversed(), unlike: unlike.toReversed(), examples: examples.toReversed() };
        expect(p(turned, scale, level)).toBe(p({ describes, unlike, examples }, scale, level));
      }),
    );
  });
});
