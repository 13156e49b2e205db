import { checkLimit, type Modality, type Samples, type VectorStore } from '@clipgraph/contracts';

import { keysOf, recordPages } from './record-pages.ts';

/** Records whose vectors are asked for at once. */
const AT_ONCE = 256;

interface Sampled {
  readonly key: string;
  readonly vector: Float32Array;
}

/**
 * Reads every record, and takes those whose keys have the lowest hashes: the same ones each time, and no more of one folder
 * or day than of another, which the first keys in order would be.
 */
export function samplesByScrolling(store: VectorStore): Samples {
  async function sample(collection: string, target: Modality, limit: number): Promise<Sampled[]> {
    checkLimit(limit);
    const ranked: { readonly key: string; readonly rank: number }[] = [];
    for await (const page of recordPages(store, collection)) for (const { key } of page) ranked.push({ key, rank: hashOf(key) });
    ranked.sort((a, b) => a.rank - b.rank);
    const sampled: Sampled[] = [];
    for (let from = 0; from < ranked.length && sampled.length < limit; from += AT_ONCE) {
      const keys = keysOf(ranked.slice(from, from + AT_ONCE));
      const vectors = await store.vectors(collection, keys);
      for (const [index, key] of keys.entries()) {
        const vector = vectors[index]?.[target];
        if (vector && sampled.length < limit) sampled.push({ key, vector });
      }
    }
    return sampled;
  }
  return {
    vectors: async (collection, target, limit) => (await sample(collection, target, limit)).map(({ vector }) => vector),
    keys: async (collection, target, limit) => keysOf(await sample(collection, target, limit)),
  };
}

/** 32 bits that say nothing of the text: FNV-1a, with the last step of MurmurHash3 against its patterns. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
