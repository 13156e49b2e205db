import { dot, meanDirection, normalised } from '@clipgraph/contracts';
import { cosine, plainLabel } from '@clipgraph/zero-shot';

/** A word and the vector that stands for it. */
export interface TagHead {
  readonly word: string;
  readonly head: Float32Array;
}

/** The words that every word is measured against. */
export interface GeneralWords {
  readonly heads: readonly TagHead[];
  /** Where a word stands among the heads, by {@link plainLabel}. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** The mean of the heads: what all words have in common. */
  readonly centre: Float32Array;
}

export interface ScoredTag {
  readonly word: string;
  /** 0 to 1. */
  readonly probability: number;
  /** -1 to 1. */
  readonly cosine: number;
}

export interface TagOptions {
  /** Of the model: what cosines are multiplied by. */
  readonly scale: number;
  /** Least probability. */
  readonly threshold: number;
  /** Most tags. */
  readonly top: number;
  /** Cosine of two words, each less the mean of all words, from which the second is left out. */
  readonly sameWords: number;
}

export function generalWords(heads: readonly TagHead[]): GeneralWords {
  const direction = meanDirection(heads.map(({ head }) => head));
  const length = heads.reduce((sum, { head }) => sum + dot(head, direction), 0) / heads.length;
  return {
    heads,
    indexOf: new Map(heads.map(({ word }, index) => [plainLabel(word), index])),
    centre: direction.map((value) => value * length),
  };
}

/**
 * The best words for a picture. The probability of a word is its share `e^x / (e^x + Σ e^y)`, x being `scale · cosine` and y
 * those of all general words but itself: whatever list a word comes from, it has the same competitors, and a picture that
 * the model cannot place gives small shares to all. Equal ones by word, in code-point order.
 */
export function scoredTags(
  vector: Float32Array,
  words: readonly TagHead[],
  general: GeneralWords,
  { scale, threshold, top, sameWords }: TagOptions,
): ScoredTag[] {
  const fits = general.heads.map(({ head }) => cosine(vector, head));
  const highest = Math.max(...fits);
  const weightOf = (fit: number): number => Math.exp(scale * (fit - highest));
  const weights = fits.map(weightOf);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const ranked = words
    .map(({ word, head }) => {
      const fit = cosine(vector, head);
      const itself = general.indexOf.get(plainLabel(word));
      const others = Math.max(Number.MIN_VALUE, itself === undefined ? all : all - weights[itself]!);
      // As odds over one, so that a weight that is infinite gives 1.
      return { word, head, cosine: fit, probability: 1 / (1 + others / weightOf(fit)) };
    })
    .filter(({ probability }) => probability >= threshold)
    .toSorted((a, b) => b.probability - a.probability || (a.word < b.word ? -1 : 1));
  return distinct(ranked, general.centre, { top, sameWords }).map(({ word, probability, cosine }) => ({ word, probability, cosine }));
}

/** The first ones that are not nearly the same as one before them. */
function distinct<Tag extends TagHead>(
  ranked: readonly Tag[],
  centre: Float32Array,
  { top, sameWords }: Pick<TagOptions, 'top' | 'sameWords'>,
): Tag[] {
  const chosen: { readonly tag: Tag; readonly direction: Float32Array }[] = [];
  for (const tag of ranked) {
    if (chosen.length === top) break;
    const direction = normalised(tag.head.map((value, i) => value - centre[i]!));
    if (!chosen.some((other) => dot(other.direction, direction) >= sameWords)) chosen.push({ tag, direction });
  }
  return chosen.map(({ tag }) => tag);
}
