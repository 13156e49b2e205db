import type { Scoring } from '@clipgraph/contracts';
import { backgroundLevel } from '@clipgraph/zero-shot';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { scores, type ClassifyMode } from './scoring.ts';

const clip: Scoring = { kind: 'softmax', scale: 100, bias: 0 };
const siglip: Scoring = { kind: 'sigmoid', scale: 117.3, bias: -12.93 };
const background = [0.18, 0.19, 0.2, 0.21, 0.22];

const score = (cosines: Record<string, number>, mode: ClassifyMode, scoring = clip) =>
  scores(Object.keys(cosines), Object.values(cosines), { scoring, mode, background });

describe('ONE_OF', () => {
  it('is the softmax of scale times cosine', () => {
    const { labels } = score({ cat: 0.25, dog: 0.27 }, 'ONE_OF');
    expect(labels.map(({ label }) => label)).toEqual(['dog', 'cat']);
    expect(labels[0]!.probability).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
    expect(labels[1]!.probability).toBeCloseTo(1 / (1 + Math.exp(2)), 12);
  });

  it('of a sigmoid model is the chance of each label, given that exactly one of them is true', () => {
    const cosines = { cat: 0.11, dog: 0.12, bird: 0.1 };
    const alone = score(cosines, 'ANY_OF', siglip).labels.map(({ probability }) => probability);
    const onlyThis = alone.map((_, i) => alone.reduce((product, p, j) => product * (i === j ? p : 1 - p), 1));
    const total = onlyThis.reduce((a, b) => a + b);
    for (const [i, { probability }] of score(cosines, 'ONE_OF', siglip).labels.entries()) {
      expect(probability).toBeCloseTo(onlyThis[i]! / total, 10);
    }
  });
});

describe('ANY_OF', () => {
  it('gives a label at the level of the background an even chance', () => {
    const level = backgroundLevel(background, clip.scale) / clip.scale;
    expect(score({ cat: level }, 'ANY_OF').labels[0]!.probability).toBeCloseTo(0.5, 10);
  });

  it('of a sigmoid model is the sigmoid it was trained with', () => {
    expect(score({ cat: 0.12 }, 'ANY_OF', siglip).labels[0]!.probability).toBeCloseTo(1 / (1 + Math.exp(12.93 - 117.3 * 0.12)), 12);
  });

  it('does not change when other labels come beside', () => {
    const alone = score({ cat: 0.25 }, 'ANY_OF').labels[0]!;
    expect(score({ cat: 0.25, dog: 0.24, bird: 0.2 }, 'ANY_OF').labels[0]).toEqual(alone);
  });
});

describe('unknown', () => {
  const level = backgroundLevel(background, clip.scale) / clip.scale;

  it('says that a label alone does not reach an even chance', () => {
    for (const mode of ['ONE_OF', 'ANY_OF'] as const) {
      expect(score({ cat: level + 0.001 }, mode).unknown).toBe(false);
      expect(score({ cat: level - 0.001 }, mode).unknown).toBe(true);
    }
  });

  it('asks more of the best of many, by the square root of their number', () => {
    const others = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`other ${i}`, 0.1]));
    const raised = level + Math.log(10) / clip.scale;
    expect(score({ ...others, cat: raised + 0.001 }, 'ONE_OF').unknown).toBe(false);
    expect(score({ ...others, cat: raised - 0.001 }, 'ONE_OF').unknown).toBe(true);
  });

  it('is not lifted by one everyday prompt that means the same as the label', () => {
    const sixty = Array.from({ length: 60 }, () => 0.2);
    const withTwin = [...sixty.slice(1), 0.27];
    const options = { scoring: clip, mode: 'ONE_OF' as const, background: withTwin };
    expect(scores(['cat'], [0.27], options).unknown).toBe(false);
  });
});

describe('a trained head', () => {
  const trained = { logits: [1, 3], temperature: 2 };
  const options = { scoring: clip, background, trained };

  it('ranks by its own logits, calibrated by its temperature, beside the cosines of the prompts', () => {
    const { labels } = scores(['cat', 'dog'], [0.3, 0.2], { ...options, mode: 'ONE_OF' });
    expect(labels.map(({ label, cosine }) => [label, cosine])).toEqual([
      ['dog', 0.2],
      ['cat', 0.3],
    ]);
    expect(labels[0]!.probability).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });

  it('that is the text head answers as the text head does', () => {
    const cosines = [0.25, 0.21];
    const same = { logits: cosines.map((cosine) => clip.scale * cosine), temperature: 1 };
    for (const mode of ['ONE_OF', 'ANY_OF'] as const)
      expect(scores(['cat', 'dog'], cosines, { ...options, mode, trained: same })).toEqual(score({ cat: 0.25, dog: 0.21 }, mode));
  });

  it('knows a picture when its own logit passes the level of the background, at any temperature', () => {
    const level = backgroundLevel(background, clip.scale);
    for (const [logit, unknown] of [
      [level + 0.01, false],
      [level - 0.01, true],
    ] as const)
      expect(scores(['cat'], [0.9], { ...options, mode: 'ANY_OF', trained: { logits: [logit], temperature: 9 } }).unknown).toBe(unknown);
  });
});

describe('any scores', () => {
  const cosine = fc.double({ min: -1, max: 1, noNaN: true });
  const options = fc.record({
    scoring: fc.record({
      kind: fc.constantFrom('softmax' as const, 'sigmoid' as const),
      scale: fc.double({ min: 0.01, max: 1000, noNaN: true }),
      bias: fc.double({ min: -100, max: 100, noNaN: true }),
    }),
    mode: fc.constantFrom<ClassifyMode>('ONE_OF', 'ANY_OF'),
    background: fc.array(cosine, { minLength: 1, maxLength: 70 }),
  });
  const labelled = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), cosine), {
    minLength: 1,
    maxLength: 50,
    selector: ([label]) => label,
  });

  it('are probabilities; those of ONE_OF add up to 1', () => {
    fc.assert(
      fc.property(labelled, options, (pairs, options) => {
        const { labels } = scores(...unzipped(pairs), options);
        for (const { probability } of labels) {
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThanOrEqual(1);
        }
        const sum = scores(...unzipped(pairs), { ...options, mode: 'ONE_OF' }).labels.reduce(
          (sum, { probability }) => sum + probability,
          0,
        );
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });

  it('come in the order of the cosines, and no probability rises on the way', () => {
    fc.assert(
      fc.property(labelled, options, (pairs, options) => {
        const { labels } = scores(...unzipped(pairs), options);
        expect(labels.map(({ cosine }) => cosine)).toEqual(pairs.map(([, cosine]) => cosine).sort((a, b) => b - a));
        for (let i = 1; i < labels.length; i++) expect(labels[i]!.probability).toBeLessThanOrEqual(labels[i - 1]!.probability);
      }),
    );
  });

  it('of a trained head are probabilities too, in the order of its logits, the same every time', () => {
    const trained = fc.record({ logit: fc.double({ min: -1e4, max: 1e4, noNaN: true }), cosine });
    const head = fc.array(trained, { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(head, fc.double({ min: 0.05, max: 20, noNaN: true }), options, (head, temperature, options) => {
        const logits = head.map(({ logit }) => logit);
        const score = (): ReturnType<typeof scores> =>
          scores(
            head.map((_, i) => `label ${i}`),
            head.map(({ cosine }) => cosine),
            { ...options, trained: { logits, temperature } },
          );
        const { labels } = score();
        const sum = labels.reduce((sum, { probability }) => sum + probability, 0);
        expect(options.mode === 'ONE_OF' ? sum : 1).toBeCloseTo(1, 9);
        expect(labels.every(({ probability }) => probability >= 0 && probability <= 1)).toBe(true);
        expect(labels.map(({ label }) => logits[Number(label.slice(6))])).toEqual(logits.toSorted((a, b) => b - a));
        for (let i = 1; i < labels.length; i++) expect(labels[i]!.probability).toBeLessThanOrEqual(labels[i - 1]!.probability);
        expect(score()).toEqual({ labels, unknown: expect.any(Boolean) });
      }),
    );
  });

  it('are the same, to the last bit, whatever the order of the labels', () => {
    const shuffled = labelled.chain((pairs) =>
      fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length, maxLength: pairs.length })),
    );
    fc.assert(
      fc.property(shuffled, options, ([pairs, others], options) => {
        expect(scores(...unzipped(others), options)).toEqual(scores(...unzipped(pairs), options));
      }),
    );
  });
});

function unzipped(pairs: readonly (readonly [string, number])[]): [string[], number[]] {
  return [pairs.map(([label]) => label), pairs.map(([, cosine]) => cosine)];
}
