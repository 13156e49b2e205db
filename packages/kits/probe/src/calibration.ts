import { meanLoss, type ProbeProblem } from './logistic.ts';

/** The range of temperatures that {@link fittedTemperature} looks in. */
export const TEMPERATURES: readonly [number, number] = [0.05, 20];

const STEPS = 60;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The temperature at which logits (n × k) have the least log loss (Guo et al., 2017), by golden section: the loss has
 * one minimum in `1 / temperature`. Targets are softened as Platt (1999) does, by the rule of succession: n examples
 * that are all right make their classes `(n + 1) / (n + 2)` likely, and not certain. Needs two classes for `softmax`.
 */
export function fittedTemperature(problem: Pick<ProbeProblem, 'kind' | 'classes' | 'targets'>, logits: Float64Array): number {
  const { kind, classes, targets } = problem;
  const examples = targets.length / classes;
  const even = kind === 'softmax' ? 1 / classes : 1 / 2;
  const softness = 1 / ((examples + 2) * (1 - even));
  const margin = logits.reduce((sum, logit, i) => sum + (targets[i]! - even) * logit, 0) / examples;
  const loss = (logTemperature: number): number => {
    const temperature = Math.exp(logTemperature);
    return meanLoss(problem, logits, temperature) + (softness * margin) / temperature;
  };
  let [low, high] = TEMPERATURES.map(Math.log) as [number, number];
  for (let step = 0; step < STEPS; step++) {
    const width = GOLDEN * (high - low);
    if (loss(high - width) <= loss(low + width)) high = low + width;
    else low = high - width;
  }
  return Math.exp((low + high) / 2);
}

/** Predictions whose probability was from `from` to `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean of the probabilities; null in an empty bin. */
  readonly confidence: number | null;
  /** Share of the predictions that were right: what the confidence should be; null in an empty bin. */
  readonly accuracy: number | null;
}

const BINS = 10;

/** How often predictions of each probability were right, in ten bins. 1 falls into the last. */
export function reliability(predictions: readonly { readonly probability: number; readonly right: boolean }[]): ReliabilityBin[] {
  return Array.from({ length: BINS }, (_, bin) => {
    const within = predictions.filter(({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)) === bin);
    return {
      from: bin / BINS,
      to: (bin + 1) / BINS,
      count: within.length,
      confidence: mean(within.map(({ probability }) => probability)),
      accuracy: mean(within.map(({ right }) => Number(right))),
    };
  });
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
