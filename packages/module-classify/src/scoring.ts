import type { Scoring } from '@clipgraph/spec';

export type ClassifyMode = 'ONE_OF' | 'ANY_OF';

export interface ScoredLabel {
  readonly label: string;
  /** Between the image and the label's head, -1 to 1. */
  readonly cosine: number;
  /** 0 to 1. */
  readonly probability: number;
}

export interface Scores {
  /** Highest cosine first; equal cosines by label, in code-point order. */
  readonly labels: readonly ScoredLabel[];
  /** The best label stands out from the background no more than the best of so many would by chance. */
  readonly unknown: boolean;
}

export interface ScoreOptions {
  readonly scoring: Scoring;
  readonly mode: ClassifyMode;
  /** Cosines of the same image and the everyday prompts. */
  readonly background: readonly number[];
}

/**
 * How much better than the mean everyday prompt a label must fit to have an even chance, as odds. Measured;
 * see the module's README.
 */
const STANDS_OUT = 4;

/**
 * From cosines to probabilities. Which label comes where depends on nothing but its own cosine, and the
 * result on nothing but the set of labels: sums run in ranked order, so that not even the last bit changes
 * with the order in which labels are given.
 *
 * - ONE_OF: softmax of `scale · cosine`. For sigmoid models too: given that exactly one of independent
 *   labels is true, its probability is in proportion to the odds `p / (1 - p)`, which is that softmax.
 * - ANY_OF: sigmoid of `scale · cosine + bias` where the model was trained so; otherwise of
 *   `scale · cosine - level`, with the level of the background in place of the bias that is not there.
 */
export function scores(labels: readonly string[], cosines: readonly number[], { scoring, mode, background }: ScoreOptions): Scores {
  const { kind, scale, bias } = scoring;
  const ranking = labels.map((label, index) => ({ label, cosine: cosines[index]! }));
  ranking.sort((a, b) => b.cosine - a.cosine || (a.label < b.label ? -1 : 1));
  const level = backgroundLevel(background, scale);
  const logits = ranking.map(({ cosine }) => scale * cosine);
  const probabilities =
    mode === 'ONE_OF' ? softmax(logits) : logits.map((logit) => sigmoid(kind === 'sigmoid' ? logit + bias : logit - level));
  return {
    labels: ranking.map((ranked, index) => ({ ...ranked, probability: probabilities[index]! })),
    unknown: !(logits[0]! > level + chanceOfMany(labels.length)),
  };
}

/**
 * Among labels that are all wrong, the best one fits better by chance the more there are. The square root of
 * their number keeps the share of right answers that count as known the same from one label to a hundred.
 */
function chanceOfMany(labels: number): number {
  return Math.log(labels) / 2;
}

/**
 * The logit at which a label is as likely as not: `log(k · mean(exp(scale · cosine)))` over the
 * everyday prompts, with k = {@link STANDS_OUT}. An everyday prompt that names what the image shows lifts the
 * mean by its share of one in sixty only, so that a label may well mean the same as one of them.
 */
export function backgroundLevel(cosines: readonly number[], scale: number): number {
  return logSumExp(cosines.map((cosine) => scale * cosine)) - Math.log(cosines.length) + Math.log(STANDS_OUT);
}

/** Of logits in any range; the first must be the highest. */
function softmax(descending: readonly number[]): number[] {
  const highest = descending[0] ?? 0;
  const weights = descending.map((logit) => Math.exp(logit - highest));
  const sum = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / sum);
}

function sigmoid(logit: number): number {
  // Two forms, so that exp never overflows and small probabilities keep their digits.
  return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
}

function logSumExp(logits: readonly number[]): number {
  const highest = logits.reduce((highest, logit) => Math.max(highest, logit), -Infinity);
  return highest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0));
}
