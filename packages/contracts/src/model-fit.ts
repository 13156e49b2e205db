/** A probability of something measured, x: the logarithm of its odds is `slope · (x - even)`, so they are even at `even`. */
export interface LogOdds {
  readonly slope: number;
  readonly even: number;
}

/** Constants that were fitted on a model's own vectors. */
export interface ModelFit {
  /** That a hit fits, by how many standard deviations its cosine stands above the query's with a sample: docs/decisions/0015. */
  readonly relevance: LogOdds;
  /** That a picture is of a kind with an example picture, by their cosine, and a copy of one of a blocklist: docs/decisions/0009. */
  readonly alike: LogOdds;
  /** The cosine of two words, each less the mean of all words, from which they mean nearly the same. */
  readonly sameWords: number;
  /**
   * What pictures show on most days, no two of them nearly the same; at least one. They stand for "anything else": a label that fits
   * no better than these says little.
   */
  readonly everyday: readonly string[];
}

const EVERYDAY: readonly string[] = [
  ['person', 'face', 'crowd of people', 'child', 'hand', 'dog', 'cat', 'bird', 'fish', 'insect', 'horse', 'wild animal'],
  ['car', 'bicycle', 'train', 'airplane', 'boat', 'street', 'road sign', 'bridge', 'house', 'tall building', 'shop', 'church'],
  ['kitchen', 'bedroom', 'office', 'table', 'chair', 'lamp', 'bottle', 'cup', 'plate of food', 'fruit', 'cake', 'vegetable'],
  ['tree', 'flower', 'forest', 'mountain', 'beach', 'lake', 'sky', 'snow', 'field', 'garden', 'rock', 'night scene'],
  ['phone', 'computer', 'clock', 'book', 'tool', 'toy', 'shoe', 'dress', 'hat', 'bag', 'musical instrument', 'ball'],
  ['page of text', 'drawing', 'painting', 'logo', 'map', 'chart', 'pattern', 'sculpture'],
].flat();

/**
 * What holds where a model brings no constants of its own. `relevance`: a logistic regression on labelled pairs of the first
 * bundled model. `alike`, `sameWords`: looked at with that model and with OpenAI's ViT-B/32; from `sameWords` on lie synonyms
 * and kinds of one thing (bath towel and hand towel, spoon and wooden spoon), about one pair in 30,000.
 */
export const STANDARD_FIT: ModelFit = {
  relevance: { slope: 2, even: 3.4 },
  alike: { slope: 100, even: 0.95 },
  sameWords: 0.75,
  everyday: EVERYDAY,
};

/** A model's constants; undefined for a model that is not loaded. */
export function fitOf(model: { readonly fit?: Partial<ModelFit> } | undefined): ModelFit {
  return { ...STANDARD_FIT, ...model?.fit };
}
