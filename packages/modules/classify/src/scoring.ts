import type { Scoring } from '@clipgraph/contracts';
import { backgroundLevel, sigmoid, softmax } from '@clipgraph/zero-shot';

export type ClassifyMode = 'ONE_OF' | 'ANY_OF';

export interface ScoredLabel {
  readonly label: string;
  /** Between the image and the label's head, -1 to 1. */
  readonly cosine: number;
  /** 0 to 1. */
  readonly probability: number;
}

export interface Scores {
  /** Highest logit first; equal ones by label, in code-point order. */
  readonly labels: readonly ScoredLabel[];
  /** The best label stands out from the background no more than the best of so many would by chance. */
  readonly unknown: boolean;
}

export interface ScoreOptions {
  readonly scoring: Scoring;
  readonly mode: ClassifyMode;
  /** Cosines of the same image and the everyday prompts. */
  readonly background: readonly number[];
  /** Of a trained head, in place of `scale · cosine`. */
  readonly trained?: TrainedLogits | undefined;
}

export interface TrainedLogits {
  /** One for each label. */
  readonly logits: readonly number[];
  /** Probabilities come from logits divided by it. */
  readonly temperature: number;
}

/**
 * From cosines to probabilities. Which label comes where depends on nothing but its own logit, `scale · cosine` or
 * the trained one, and the result on nothing but the set of labels: sums run in ranked order, so that not even the
 * last bit changes with the order in which labels are given.
 *
 * - ONE_OF: softmax of the logits. For sigmoid models too: given that exactly one of independent labels is true,
 *   its probability is in proportion to the odds `p / (1 - p)`, which is that softmax.
 * - ANY_OF: sigmoid of the logit and its {@link anyOfOffset}.
 */
export function scores(labels: readonly string[], cosines: readonly number[], options: ScoreOptions): Scores {
  const { scoring, mode, background, trained } = options;
  const temperature = trained?.temperature ?? 1;
  // Zero-shot is ranked by the cosine itself: a product may round two of them to one.
  const order = trained?.logits ?? cosines;
  const ranking = labels.map((label, index) => ({ label, index }));
  ranking.sort((a, b) => order[b.index]! - order[a.index]! || (a.label < b.label ? -1 : 1));
  const logits = ranking.map(({ index }) => (trained ? trained.logits[index]! : scoring.scale * cosines[index]!));
  const offset = anyOfOffset(background, scoring);
  const probabilities =
    mode === 'ONE_OF'
      ? softmax(logits.map((logit) => logit / temperature))
      : logits.map((logit) => sigmoid((logit + offset) / temperature));
  return {
    labels: ranking.map(({ label, index }, rank) => ({ label, cosine: cosines[index]!, probability: probabilities[rank]! })),
    unknown: !(logits[0]! > backgroundLevel(background, scoring.scale) + chanceOfMany(labels.length)),
  };
}

/**
 * What is added to a logit of ANY_OF: the bias of a model that was trained so; otherwise minus the level of the
 * background, in place of the bias that is not there.
 */
export function anyOfOffset(background: readonly number[], { kind, scale, bias }: Scoring): number {
  return kind === 'sigmoid' ? bias : -backgroundLevel(background, scale);
}

/**
 * Among labels that are all wrong, the best one fits better by chance the more there are. The square root of
 * their number keeps the share of right answers that count as known the same from one label to a hundred.
 */
function chanceOfMany(labels: number): number {
  return Math.log(labels) / 2;
}
