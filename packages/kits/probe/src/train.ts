import { fittedTemperature } from './calibration.ts';
import { stratifiedFolds } from './folds.ts';
import { minimise } from './lbfgs.ts';
import { exampleCount, logisticObjective, logitsOf, meanLoss, type ProbeProblem } from './logistic.ts';

/** A probe and how it does on examples that it has not seen. */
export interface TrainedProbe {
  /** k × d, from all examples. */
  readonly weights: Float64Array;
  /** Of the regularisation: the one among {@link STRENGTHS} with the least loss in cross-validation. */
  readonly strength: number;
  readonly folds: number;
  /** n × k: each example's logits by a probe that was trained on the other folds, with the strength that they chose. */
  readonly heldOutLogits: Float64Array;
  /** What logits are divided by to be calibrated on the held-out ones. */
  readonly temperature: number;
}

/** From hardly moving off the text head to nearly free of it. */
export const STRENGTHS: readonly number[] = [30, 10, 3, 1, 0.3, 0.1, 0.03];

/** Finer steps change no decision. */
const CROSS_VALIDATION_TOLERANCE = 1e-3;
const TOLERANCE = 1e-5;
const MAX_ITERATIONS = 200;

/**
 * Trains a probe with the strength that cross-validation chooses. Each fold's examples are judged with the strength
 * that did best on the other folds, so that no example has a say in how it is judged. At least 2 examples.
 */
export function trainProbe(problem: ProbeProblem): TrainedProbe {
  const { folds, foldOf } = stratifiedFolds(targetSets(problem));
  const logits = crossValidated(problem, folds, foldOf);
  /** Index of the strength with the least loss over the examples of the folds that pass. */
  const bestOver = (isJudge: (fold: number) => boolean): number => {
    const losses = logits.map((held) => lossOver(problem, held, (example) => isJudge(foldOf[example]!)));
    return losses.indexOf(Math.min(...losses));
  };
  const heldOutLogits = new Float64Array(problem.targets.length);
  for (let fold = 0; fold < folds; fold++) {
    const held = logits[bestOver((other) => other !== fold)]!;
    forRows(foldOf, fold, problem.classes, (i) => (heldOutLogits[i] = held[i]!));
  }
  const strength = STRENGTHS[bestOver(() => true)]!;
  return {
    weights: fitProbe(problem, strength, problem.prior, TOLERANCE),
    strength,
    folds,
    heldOutLogits,
    temperature: fittedTemperature(problem, heldOutLogits),
  };
}

/** Weights (k × d) at one strength. */
export function fitProbe(
  problem: ProbeProblem,
  strength: number,
  start: Float64Array = problem.prior,
  tolerance: number = TOLERANCE,
): Float64Array {
  return minimise(logisticObjective(problem, strength), start, { tolerance, maxIterations: MAX_ITERATIONS }).point;
}

/** For each strength, n × k logits of examples that were left out. Each fold goes on from the stronger one's weights. */
function crossValidated(problem: ProbeProblem, folds: number, foldOf: Uint8Array): Float64Array[] {
  const logits = STRENGTHS.map(() => new Float64Array(problem.targets.length));
  for (let fold = 0; fold < folds; fold++) {
    const training = subset(problem, (example) => foldOf[example] !== fold);
    let weights = problem.prior;
    for (const [index, strength] of STRENGTHS.entries()) {
      weights = fitProbe(training, strength, weights, CROSS_VALIDATION_TOLERANCE);
      const all = logitsOf(problem, weights);
      forRows(foldOf, fold, problem.classes, (i) => (logits[index]![i] = all[i]!));
    }
  }
  return logits;
}

/** The labels of each example as one text, to be dealt by. */
function targetSets(problem: ProbeProblem): string[] {
  const { classes, targets } = problem;
  return Array.from({ length: exampleCount(problem) }, (_, example) => targets.subarray(example * classes, (example + 1) * classes).join());
}

function subset(problem: ProbeProblem, keeps: (example: number) => boolean): ProbeProblem {
  const { classes, dimensions, features, targets, offsets } = problem;
  return {
    ...problem,
    features: features.filter((_, i) => keeps(Math.floor(i / dimensions))),
    targets: targets.filter((_, i) => keeps(Math.floor(i / classes))),
    offsets: offsets.filter((_, i) => keeps(i)),
  };
}

function lossOver(problem: ProbeProblem, logits: Float64Array, counts: (example: number) => boolean): number {
  const isCounted = (_: unknown, i: number): boolean => counts(Math.floor(i / problem.classes));
  return meanLoss({ ...problem, targets: problem.targets.filter(isCounted) }, logits.filter(isCounted));
}

function forRows(foldOf: Uint8Array, fold: number, classes: number, visit: (index: number) => void): void {
  for (const [example, of] of foldOf.entries()) if (of === fold) for (let i = example * classes; i < (example + 1) * classes; i++) visit(i);
}
