import { describe, expect, it } from 'vitest';

import { fittedTemperature, reliability, TEMPERATURES } from './calibration.ts';
import { evaluation } from './evaluation.ts';
import { stratifiedFolds } from './folds.ts';
import { logitsOf, meanLoss, probabilitiesOf, type ProbeKind } from './logistic.ts';
import { problem } from './testing/problems.ts';
import { fitProbe, STRENGTHS, trainProbe } from './train.ts';
import { probeTrainer } from './trainer.ts';

const KINDS: ProbeKind[] = ['softmax', 'independent'];

describe.each(KINDS)('trainProbe, %s', (kind) => {
  const wrongHead = problem({ kind, perClass: 16, headNoise: 5 });

  it('learns what a text head has wrong, as far as unseen examples show', () => {
    const { heldOutLogits, weights, strength } = trainProbe(wrongHead);
    const accuracy = (logits: Float64Array): number => evaluation(wrongHead, probabilitiesOf(wrongHead, logits)).accuracy;
    expect(accuracy(heldOutLogits)).toBeGreaterThan(accuracy(logitsOf(wrongHead, wrongHead.prior)) + 0.1);
    expect(weights).toEqual(fitProbe(wrongHead, strength));
    expect(STRENGTHS).toContain(strength);
  });

  it('judges no example by a probe that has seen it: labels that say nothing stay unlearned', () => {
    const some = problem({ kind, perClass: 16, noise: 50, scale: 0 });
    const { heldOutLogits, weights } = trainProbe(some);
    const loss = (logits: Float64Array): number => meanLoss(some, logits);
    expect(loss(heldOutLogits)).toBeGreaterThan(loss(new Float64Array(heldOutLogits.length)) - 0.05);
    expect(loss(logitsOf(some, weights))).toBeLessThan(loss(heldOutLogits));
  });

  it('is the same every time, to the last bit', () => {
    expect(trainProbe(wrongHead)).toEqual(trainProbe(wrongHead));
  });

  it('works with the fewest examples', () => {
    const { heldOutLogits, folds } = trainProbe(problem({ kind, perClass: 1, classes: 2 }));
    expect(folds).toBe(2);
    expect([...heldOutLogits].every(Number.isFinite)).toBe(true);
  });
});

describe('stratifiedFolds', () => {
  it('give every fold its share of each group', () => {
    const groups = [...'aaaaaaaaaabbbbbcc'];
    const { folds, foldOf } = stratifiedFolds(groups);
    expect(folds).toBe(5);
    for (let fold = 0; fold < folds; fold++) {
      const within = groups.filter((_, i) => foldOf[i] === fold).join('');
      expect(within).toMatch(/^aabc?$/);
    }
  });

  it('are as many as the largest group has members, at least two', () => {
    expect(stratifiedFolds([...'aaab']).folds).toBe(3);
    expect(stratifiedFolds([...'ab'])).toEqual({ folds: 2, foldOf: Uint8Array.of(0, 1) });
  });
});

describe('fittedTemperature', () => {
  const kind = 'softmax';
  const targets = Uint8Array.from([1, 0, 1, 0, 1, 0, 0, 1]);

  const problem = { kind, classes: 2, targets } as const;
  const rightLogits = Float64Array.from(targets, (target) => target * 5);

  it('makes the best class as likely as it was right, by the rule of succession', () => {
    // Right three times of four: (3 + 1) / (4 + 2), whose logit is log 2.
    const logits = Float64Array.from(Array.from({ length: 4 }, () => [10, 0]).flat());
    expect(fittedTemperature(problem, logits)).toBeCloseTo(10 / Math.log(2), 5);
  });

  it('takes four of four for likely and not for certain', () => {
    expect(fittedTemperature(problem, rightLogits)).toBeCloseTo(5 / Math.log(5), 5);
    const alone = { kind: 'independent', classes: 1, targets: Uint8Array.of(1, 1, 0, 0) } as const;
    expect(fittedTemperature(alone, Float64Array.of(3, 3, -3, -3))).toBeCloseTo(3 / Math.log(5), 5);
  });

  it('stays in its range where all is wrong', () => {
    const wrong = rightLogits.map((logit) => -logit);
    expect(fittedTemperature(problem, wrong)).toBeCloseTo(TEMPERATURES[1], 4);
  });
});

describe('evaluation', () => {
  it('counts by class what was taken for what', () => {
    const targets = Uint8Array.from([1, 0, 0, /**/ 1, 0, 0, /**/ 0, 1, 0]);
    const probabilities = Float64Array.from([0.8, 0.1, 0.1, /**/ 0.3, 0.6, 0.1, /**/ 0.2, 0.7, 0.1]);
    const { reliability: bins, ...rest } = evaluation({ kind: 'softmax', classes: 3, targets }, probabilities);
    expect(rest).toEqual({
      accuracy: 2 / 3,
      classes: [
        { examples: 2, precision: 1, recall: 0.5 },
        { examples: 1, precision: 0.5, recall: 1 },
        { examples: 0, precision: null, recall: null },
      ],
      confusion: [
        [1, 1, 0],
        [0, 1, 0],
        [0, 0, 0],
      ],
    });
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  });

  it('lets independent classes be true together', () => {
    const targets = Uint8Array.from([1, 1, /**/ 0, 0]);
    const { accuracy, classes, confusion } = evaluation(
      { kind: 'independent', classes: 2, targets },
      Float64Array.from([0.9, 0.8, 0.7, 0.2]),
    );
    expect(accuracy).toBe(0.75);
    expect(classes[0]).toEqual({ examples: 1, precision: 0.5, recall: 1 });
    expect(confusion).toBeUndefined();
  });
});

it('reliability compares how sure predictions were with how often they were right', () => {
  const bins = reliability([
    { probability: 0.92, right: true },
    { probability: 1, right: false },
    { probability: 0.5, right: true },
  ]);
  expect(bins).toHaveLength(10);
  expect(bins[9]).toEqual({ from: 0.9, to: 1, count: 2, confidence: 0.96, accuracy: 0.5 });
  expect(bins[5]).toEqual({ from: 0.5, to: 0.6, count: 1, confidence: 0.5, accuracy: 1 });
  expect(bins[0]).toEqual({ from: 0, to: 0.1, count: 0, confidence: null, accuracy: null });
});

describe('probeTrainer', () => {
  const trainer = probeTrainer();

  it('trains in a worker what trainProbe trains here', async () => {
    const some = problem();
    expect(await Promise.all([trainer.train(some), trainer.train(some)])).toEqual([trainProbe(some), trainProbe(some)]);
  });

  it('leaves this thread to others meanwhile', async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    await trainer.train(problem({ classes: 10, perClass: 20, dimensions: 128 }));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(2);
  });

  it('stops when its caller leaves, and goes on for the next', async () => {
    const huge = problem({ classes: 40, perClass: 40, dimensions: 256 });
    const caller = new AbortController();
    const [running, waiting] = [trainer.train(huge, caller), trainer.train(huge, caller)];
    setTimeout(() => caller.abort(new Error('The caller left.')), 50);
    await expect(running).rejects.toThrow('The caller left.');
    await expect(waiting).rejects.toThrow('The caller left.');
    expect((await trainer.train(problem())).folds).toBe(5);
  });
});
