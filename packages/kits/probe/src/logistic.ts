import type { Objective } from './lbfgs.ts';

/**
 * `softmax`: the classes exclude each other, multinomial logistic regression. `independent`: one class against the
 * rest, for each class alone.
 */
export type ProbeKind = 'softmax' | 'independent';

/** Labelled vectors, in flat rows; n examples of d numbers, k classes. */
export interface ProbeProblem {
  readonly kind: ProbeKind;
  readonly classes: number;
  readonly dimensions: number;
  /** n × d. */
  readonly features: Float64Array;
  /** n × k of 0 and 1; one 1 in a row for `softmax`. */
  readonly targets: Uint8Array;
  /** n: added to every logit of the example. Changes nothing for `softmax`. */
  readonly offsets: Float64Array;
  /** k × d: what the weights are drawn to and start from, here the text head; zeros for plain regression. */
  readonly prior: Float64Array;
}

/** How many examples a problem has. */
export function exampleCount({ features, dimensions }: ProbeProblem): number {
  return features.length / dimensions;
}

/**
 * Sum of the examples' log losses, plus `strength / 2` times the squared distance of the weights (k × d) and the prior.
 * Strictly convex. With a prior of zeros it is scikit-learn's LogisticRegression without intercept and C = 1 / strength.
 */
export function logisticObjective(problem: ProbeProblem, strength: number): Objective {
  const { kind, classes, dimensions, features, targets, prior } = problem;
  const n = exampleCount(problem);
  const lossAndResidual = kind === 'softmax' ? softmaxLoss : independentLoss;
  return (weights, gradient) => {
    let value = 0;
    for (let i = 0; i < weights.length; i++) {
      const distance = weights[i]! - prior[i]!;
      value += (strength / 2) * distance * distance;
      gradient[i] = strength * distance;
    }
    const residuals = logitsOf(problem, weights);
    for (let example = 0; example < n; example++) {
      const from = example * classes;
      value += lossAndResidual(residuals, targets, from, classes);
      for (let label = 0; label < classes; label++) {
        const residual = residuals[from + label]!;
        for (let i = label * dimensions, j = example * dimensions; i < (label + 1) * dimensions; i++, j++)
          gradient[i]! += residual * features[j]!;
      }
    }
    return value;
  };
}

/** n × k: `weights · features + offset`. */
export function logitsOf(problem: ProbeProblem, weights: Float64Array): Float64Array {
  const { classes, dimensions, features, offsets } = problem;
  const logits = new Float64Array(offsets.length * classes);
  for (let example = 0; example < offsets.length; example++) {
    for (let label = 0; label < classes; label++) {
      let sum = offsets[example]!;
      for (let i = label * dimensions, j = example * dimensions; i < (label + 1) * dimensions; i++, j++) sum += weights[i]! * features[j]!;
      logits[example * classes + label] = sum;
    }
  }
  return logits;
}

/** Mean over the examples of what {@link logisticObjective} adds up, of logits (n × k) divided by a temperature. */
export function meanLoss(
  { kind, classes, targets }: Pick<ProbeProblem, 'kind' | 'classes' | 'targets'>,
  logits: Float64Array,
  temperature = 1,
): number {
  const lossAndResidual = kind === 'softmax' ? softmaxLoss : independentLoss;
  const scratch = logits.map((logit) => logit / temperature);
  let sum = 0;
  for (let from = 0; from < scratch.length; from += classes) sum += lossAndResidual(scratch, targets, from, classes);
  return sum / (logits.length / classes);
}

/** n × k, from logits divided by a temperature. */
export function probabilitiesOf(
  { kind, classes }: Pick<ProbeProblem, 'kind' | 'classes'>,
  logits: Float64Array,
  temperature = 1,
): Float64Array {
  const probabilities = logits.map((logit) => logit / temperature);
  const nothing = new Uint8Array(probabilities.length);
  const lossAndResidual = kind === 'softmax' ? softmaxLoss : independentLoss;
  // Where no target is 1, the residual is the probability itself.
  for (let from = 0; from < probabilities.length; from += classes) lossAndResidual(probabilities, nothing, from, classes);
  return probabilities;
}

/** Log loss of one row; its logits become probability minus target. */
function softmaxLoss(row: Float64Array, targets: Uint8Array, from: number, classes: number): number {
  let highest = -Infinity;
  for (let i = from; i < from + classes; i++) highest = Math.max(highest, row[i]!);
  let sum = 0;
  let wanted = 0;
  for (let i = from; i < from + classes; i++) {
    if (targets[i] === 1) wanted = row[i]! - highest;
    row[i] = Math.exp(row[i]! - highest);
    sum += row[i]!;
  }
  for (let i = from; i < from + classes; i++) row[i] = row[i]! / sum - targets[i]!;
  return Math.log(sum) - wanted;
}

function independentLoss(row: Float64Array, targets: Uint8Array, from: number, classes: number): number {
  let loss = 0;
  for (let i = from; i < from + classes; i++) {
    const logit = row[i]!;
    const small = Math.exp(-Math.abs(logit));
    loss += Math.max(0, targets[i] === 1 ? -logit : logit) + Math.log1p(small);
    row[i] = (logit >= 0 ? 1 / (1 + small) : small / (1 + small)) - targets[i]!;
  }
  return loss;
}
