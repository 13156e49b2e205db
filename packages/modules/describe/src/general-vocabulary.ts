import type { Embedder } from '@clipgraph/contracts';
import { singleFlight, type ClassHeads } from '@clipgraph/zero-shot';

import { generalWords, type GeneralWords, type TagHead } from './tags.ts';
import { builtInWords, wordClass } from './vocabulary/built-in.ts';

/** How far the words of the general vocabulary are embedded. */
export interface VocabularyProgress {
  readonly model: string;
  readonly done: number;
  readonly total: number;
}

/** The general vocabulary as a model reads it; made once for each model and kept. */
export type GeneralVocabulary = (embedder: Embedder, signal: AbortSignal) => Promise<GeneralWords>;

/** Words between two reports; also what is left undone when everyone who waited has gone. */
const PART = 256;

export function generalVocabulary(heads: ClassHeads, onProgress: (progress: VocabularyProgress) => void): GeneralVocabulary {
  const words = builtInWords();
  const known = new Map<string, GeneralWords>();
  const shared = singleFlight<GeneralWords>();

  async function made(embedder: Embedder, signal: AbortSignal): Promise<GeneralWords> {
    const { name: model, fingerprint, templates } = embedder.model;
    const found: TagHead[] = [];
    for (let from = 0; from < words.length; from += PART) {
      const classes = words.slice(from, from + PART).map((word) => wordClass(word, templates));
      const isNew = heads.uncachedPrompts(embedder, classes) > 0;
      const vectors = await heads.of(embedder, classes, signal);
      found.push(...vectors.map((head, index) => ({ word: classes[index]!.name, head })));
      if (isNew) onProgress({ model, done: found.length, total: words.length });
    }
    const general = generalWords(found);
    known.set(fingerprint, general);
    return general;
  }

  return async (embedder, signal) => {
    const { fingerprint } = embedder.model;
    return known.get(fingerprint) ?? shared(fingerprint, signal, (signal) => made(embedder, signal));
  };
}
