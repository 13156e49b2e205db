import { reliability, type ReliabilityBin } from './calibration.ts';
import type { ProbeProblem } from './logistic.ts';

export interface ClassEvaluation {
  /** How many examples have this class. */
  readonly examples: number;
  /** Of those taken for this class, the share that is; null where none was taken for it. */
  readonly precision: number | null;
  /** Of those of this class, the share taken for it; null where there are none. */
  readonly recall: number | null;
}

export interface Evaluation {
  /** Share of the decisions that are right: one for each example (`softmax`), or for each example and class (`independent`). */
  readonly accuracy: number;
  readonly classes: readonly ClassEvaluation[];
  /** Row i, column j: how many examples of class i were taken for class j. `softmax` only. */
  readonly confusion?: readonly (readonly number[])[];
  /** Of the best class of each example (`softmax`), or of every class of every example (`independent`). */
  readonly reliability: readonly ReliabilityBin[];
}

/**
 * Compares probabilities (n × k) with targets. `softmax` takes each example for its most probable class, the first of
 * equals; `independent` for every class that is more likely than not.
 */
export function evaluation(
  { kind, classes, targets }: Pick<ProbeProblem, 'kind' | 'classes' | 'targets'>,
  probabilities: Float64Array,
): Evaluation {
  const taken = kind === 'softmax' ? mostProbable(probabilities, classes) : Uint8Array.from(probabilities, (p) => Number(p > 0.5));
  const decisions = Array.from(probabilities, (probability, i) => ({
    probability,
    right: taken[i] === targets[i],
    isTaken: taken[i] === 1,
  }));
  const judged = kind === 'softmax' ? decisions.filter(({ isTaken }) => isTaken) : decisions;
  const predictions = Array.from(probabilities, (probability, i) => ({ probability, right: targets[i] === 1 }));
  return {
    accuracy: judged.filter(({ right }) => right).length / judged.length,
    classes: Array.from({ length: classes }, (_, label) => classEvaluation(label, classes, targets, taken)),
    ...(kind === 'softmax' && { confusion: confusionOf(classes, targets, taken) }),
    reliability: reliability(kind === 'softmax' ? judged : predictions),
  };
}

function mostProbable(probabilities: Float64Array, classes: number): Uint8Array {
  const taken = new Uint8Array(probabilities.length);
  for (let from = 0; from < probabilities.length; from += classes) {
    const row = probabilities.subarray(from, from + classes);
    taken[from + row.indexOf(Math.max(...row))] = 1;
  }
  return taken;
}

function classEvaluation(label: number, classes: number, targets: Uint8Array, taken: Uint8Array): ClassEvaluation {
  let [examples, predicted, both] = [0, 0, 0];
  for (let i = label; i < targets.length; i += classes) {
    examples += targets[i]!;
    predicted += taken[i]!;
    both += targets[i]! * taken[i]!;
  }
  return { examples, precision: predicted === 0 ? null : both / predicted, recall: examples === 0 ? null : both / examples };
}

function confusionOf(classes: number, targets: Uint8Array, taken: Uint8Array): number[][] {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (let from = 0; from < targets.length; from += classes) {
    const end = from + classes;
    counts[targets.subarray(from, end).indexOf(1)]![taken.subarray(from, end).indexOf(1)]! += 1;
  }
  return counts;
}
