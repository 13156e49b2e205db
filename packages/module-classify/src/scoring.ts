import type { Scoring } from '@clipgraph/spec';
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
  /** Highest cosine first; equal cosines by label, in code-point order. */
  readonly labels: readonly ScoredLabel[];
  /** No label stands out from the background: see {@link backgroundLevel}. */
  readonly unknown: boolean;
}

export interface ScoreOptions {
  readonly scoring: Scoring;
  readonly mode: ClassifyMode;
  /** Cosines of the same image and the everyday prompts. */
  readonly background: readonly number[];
}

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
    unknown: !(logits[0]! > level),
  };
}
