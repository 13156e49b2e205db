import type { Embedder } from '@clipgraph/contracts';

import type { ClassHeads } from './class-heads.ts';
import type { LabelClass } from './label-class.ts';
import { singleFlight } from './single-flight.ts';

/**
 * What pictures show on most days, no two of them nearly the same. They stand for "anything else": a label
 * that fits no better than these says little.
 */
const EVERYDAY_PROMPTS: readonly string[] = [
  ['person', 'face', 'crowd of people', 'child', 'hand', 'dog', 'cat', 'bird', 'fish', 'insect', 'horse', 'wild animal'],
  ['car', 'bicycle', 'train', 'airplane', 'boat', 'street', 'road sign', 'bridge', 'house', 'tall building', 'shop', 'church'],
  ['kitchen', 'bedroom', 'office', 'table', 'chair', 'lamp', 'bottle', 'cup', 'plate of food', 'fruit', 'cake', 'vegetable'],
  ['tree', 'flower', 'forest', 'mountain', 'beach', 'lake', 'sky', 'snow', 'field', 'garden', 'rock', 'night scene'],
  ['phone', 'computer', 'clock', 'book', 'tool', 'toy', 'shoe', 'dress', 'hat', 'bag', 'musical instrument', 'ball'],
  ['page of text', 'drawing', 'painting', 'logo', 'map', 'chart', 'pattern', 'sculpture'],
].flat();

/** The heads of the everyday prompts, in the model's own templates; made once for each model and kept. */
export type Background = (embedder: Embedder, signal: AbortSignal) => Promise<readonly Float32Array[]>;

export function everydayBackground(heads: ClassHeads): Background {
  const known = new Map<string, readonly Float32Array[]>();
  const shared = singleFlight<readonly Float32Array[]>();
  return async (embedder, signal) => {
    const { fingerprint, templates } = embedder.model;
    const found = known.get(fingerprint);
    if (found) return found;
    return shared(fingerprint, signal, async (signal) => {
      const made = await heads.of(
        embedder,
        EVERYDAY_PROMPTS.map((name): LabelClass => ({ name, templates, path: 'background' })),
        signal,
      );
      known.set(fingerprint, made);
      return made;
    });
  };
}
