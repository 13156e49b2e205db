import type { LogOdds, Scoring } from '@clipgraph/contracts';
import { backgroundLevel, logSumExp, sigmoid } from '@clipgraph/zero-shot';

/** Cosines of one image with what a rule is made of, in its order. */
export interface RuleCosines {
  readonly describes: readonly number[];
  readonly unlike: readonly number[];
  /** With the vectors of example images. */
  readonly examples: readonly number[];
}

export interface RuleScore {
  /** 0 to 1. */
  readonly probability: number;
  /** What fitted best: its place among the descriptions or the examples. */
  readonly closest: { readonly kind: 'description' | 'example'; readonly index: number };
}

/**
 * The logit that a text must pass to have an even chance against everything else. Models with a sigmoid have learnt
 * it (minus their bias); for the others it is the level of the everyday prompts.
 */
export function everydayLevel({ kind, scale, bias }: Scoring, background: readonly number[]): number {
  return kind === 'sigmoid' ? -bias : backgroundLevel(background, scale);
}

/**
 * The chance that a rule fits an image: the larger of what words say and what examples say.
 *
 * - Words: the best description against everything else, as a softmax over three: it, the best look-alike (`unlike`)
 *   and the everyday level. The best of each counts, not their sum, so that writing a thing in five ways makes it no
 *   likelier than writing it once. Without look-alikes this is the probability that `classify` gives a label of its own.
 * - Examples: a sigmoid of the cosine with the nearest one. Two pictures have a cosine far above that of a picture and a
 *   text, so these have odds of their own, the model's `alike`. Look-alikes written in words do not argue against them.
 *
 * So another description or example never lowers the probability, and another look-alike never raises it.
 */
export function ruleScore({ describes, unlike, examples }: RuleCosines, scale: number, level: number, alike: LogOdds): RuleScore {
  const described = best(describes);
  const lookAlike = best(unlike);
  const example = best(examples);
  const wordOdds = scale * described.cosine - logSumExp([level, scale * lookAlike.cosine]);
  const exampleOdds = alike.slope * (example.cosine - alike.even);
  return exampleOdds > wordOdds
    ? { probability: sigmoid(exampleOdds), closest: { kind: 'example', index: example.index } }
    : { probability: sigmoid(wordOdds), closest: { kind: 'description', index: described.index } };
}

/** The first of the highest; -∞ of nothing. */
function best(cosines: readonly number[]): { cosine: number; index: number } {
  let [cosine, index] = [-Infinity, -1];
  for (let i = 0; i < cosines.length; i++) if (cosines[i]! > cosine) [cosine, index] = [cosines[i]!, i];
  return { cosine, index };
}
