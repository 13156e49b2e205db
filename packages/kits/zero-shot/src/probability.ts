import { dot, PluginError, type Embedder } from '@clipgraph/contracts';

/**
 * How much better than the mean everyday prompt a label must fit to have an even chance, as odds. Measured; see
 * the README of module-classify.
 */
const STANDS_OUT = 4;

/**
 * The logit at which a label is as likely as not: `log(k · mean(exp(scale · cosine)))` over the
 * everyday prompts, with k = {@link STANDS_OUT}. An everyday prompt that names what the image shows lifts the
 * mean by its share of one in sixty only, so that a label may well mean the same as one of them.
 */
export function backgroundLevel(cosines: readonly number[], scale: number): number {
  return logSumExp(cosines.map((cosine) => scale * cosine)) - Math.log(cosines.length) + Math.log(STANDS_OUT);
}

/** Of logits in any range; the first must be the highest. */
export function softmax(descending: readonly number[]): number[] {
  const highest = descending[0] ?? 0;
  const weights = descending.map((logit) => Math.exp(logit - highest));
  const sum = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / sum);
}

export function sigmoid(logit: number): number {
  // Two forms, so that exp never overflows and small probabilities keep their digits.
  return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
}

/** `log(Σ exp(logit))` without overflow; -∞ of nothing. */
export function logSumExp(logits: readonly number[]): number {
  const highest = logits.reduce((highest, logit) => Math.max(highest, logit), -Infinity);
  if (highest === -Infinity) return highest;
  return highest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0));
}

/** Of unit vectors; rounding may carry the product a hair past 1. */
export function cosine(a: Float32Array, b: Float32Array): number {
  return Math.min(1, Math.max(-1, dot(a, b)));
}

/** UNSUPPORTED for a model that reads images only. */
export function requireText({ model }: Embedder): void {
  if (!model.modalities.includes('text'))
    throw new PluginError('UNSUPPORTED', 'This model reads images only: it has no text to compare them with.');
}
