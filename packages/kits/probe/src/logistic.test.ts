import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { minimise } from './lbfgs.ts';
import { logisticObjective, logitsOf, probabilitiesOf, type ProbeKind, type ProbeProblem } from './logistic.ts';
import { problem, uniform } from './testing/problems.ts';

const KINDS: ProbeKind[] = ['softmax', 'independent'];

/** What scikit-learn made of this set, by `reference/logistic_regression.py`. */
interface Reference extends Record<ProbeKind, readonly { readonly strength: number; readonly weights: readonly (readonly number[])[] }[]> {
  readonly features: readonly (readonly number[])[];
  readonly labels: readonly number[];
}
const reference = JSON.parse(await readFile(new URL('../reference/logistic-regression.json', import.meta.url), 'utf8')) as Reference;

describe.each(KINDS)('%s', (kind) => {
  it('has the gradient that finite differences have', () => {
    const some = { ...problem({ kind, dimensions: 5, perClass: 4 }), offsets: Float64Array.from({ length: 12 }, uniform(3)) };
    const objective = logisticObjective(some, 0.7);
    const next = uniform(2);
    const point = some.prior.map((value) => value + next());
    const gradient = new Float64Array(point.length);
    objective(point, gradient);
    const nothing = new Float64Array(point.length);
    const step = 1e-6;
    for (const [i, component] of gradient.entries()) {
      const at = (shift: number): number =>
        objective(
          point.map((value, j) => (i === j ? value + shift : value)),
          nothing,
        );
      expect(component).toBeCloseTo((at(step) - at(-step)) / (2 * step), 5);
    }
  });

  it.each(reference[kind])('has the weights of scikit-learn at strength $strength', ({ strength, weights }) => {
    const { features, labels } = reference;
    const targets = labels.flatMap((label) => [0, 1, 2].map((one) => Number(one === label)));
    const same: ProbeProblem = {
      kind,
      classes: 3,
      dimensions: 6,
      features: Float64Array.from(features.flat()),
      targets: Uint8Array.from(targets),
      offsets: new Float64Array(labels.length),
      prior: new Float64Array(18),
    };
    const { point, converged } = minimise(logisticObjective(same, strength), same.prior, { tolerance: 1e-7 });
    expect(converged).toBe(true);
    for (const [i, weight] of weights.flat().entries()) expect(point[i]).toBeCloseTo(weight, 5);
  });

  it.each([
    ['separable', 0.1],
    ['not separable', 3],
  ])('converges where the classes are %s, to one minimum from any start', (_, noise) => {
    const some = problem({ kind, noise });
    const objective = logisticObjective(some, 0.01);
    const from = (start: Float64Array) => minimise(objective, start, { tolerance: 1e-7 });
    const [one, other] = [from(some.prior), from(new Float64Array(some.prior.length))];
    expect([one.converged, other.converged]).toEqual([true, true]);
    for (const [i, weight] of one.point.entries()) expect(other.point[i]).toBeCloseTo(weight, 4);
  });

  it('keeps the text head where the strength lets nothing move', () => {
    const some = problem({ kind });
    const { point } = minimise(logisticObjective(some, 1e9), some.prior);
    for (const [i, weight] of point.entries()) expect(weight).toBeCloseTo(some.prior[i]!, 6);
  });

  it('makes probabilities of any logits, however large', () => {
    const logits = Float64Array.of(1e4, -1e4, 0, 800, 800, 800);
    const probabilities = [...probabilitiesOf({ kind, classes: 3 }, logits)];
    expect(probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(probabilities[0]).toBeCloseTo(1, 12);
    expect(probabilities[3]).toBeCloseTo(kind === 'softmax' ? 1 / 3 : 1, 12);
  });
});

it('softmax moves the classes apart and leaves their mean where the text head has it', () => {
  const some = problem();
  const { point } = minimise(logisticObjective(some, 0.1), some.prior);
  for (let i = 0; i < some.dimensions; i++) {
    const mean = (weights: Float64Array): number => [0, 1, 2].reduce((sum, label) => sum + weights[label * some.dimensions + i]!, 0);
    expect(mean(point)).toBeCloseTo(mean(some.prior), 4);
  }
});

it('adds an offset to every logit of its example', () => {
  const some = problem({ perClass: 1 });
  const moved = logitsOf({ ...some, offsets: Float64Array.of(1, 2, 3) }, some.prior);
  const plain = logitsOf(some, some.prior);
  expect([...moved].map((logit, i) => logit - plain[i]!)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3].map((v) => expect.closeTo(v, 10)));
});
