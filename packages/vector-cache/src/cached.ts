import { createHash } from 'node:crypto';

import type { Embedder } from '@clipgraph/spec';

import type { VectorCache } from './vector-cache.ts';

/** Since the start. */
export interface CacheCounts {
  /** Images whose vector was remembered. */
  readonly hits: number;
  /** Images that the model had to see, or refused. */
  readonly misses: number;
}

export type Cached<Base extends Embedder> = Base & { cacheCounts(): CacheCounts };

/**
 * An embedder that remembers the vectors of images, so that the same file twice costs a hash. The key is the file's bytes
 * and the model's fingerprint, which stands for all that decides a vector: one cache may serve several embedders. Texts
 * are not remembered here.
 *
 * @example
 * const embedder = cached(batched(await clip({ folder, decoder })), vectorCache({ dir: './data/cache', maxBytes: 2 ** 28 }));
 */
export function cached<Base extends Embedder>(embedder: Base, cache: VectorCache): Cached<Base> {
  const { fingerprint, dimensions } = embedder.model;
  let [hits, misses, isClosed] = [0, 0, false];
  return {
    ...embedder,
    async embedImage(bytes, options) {
      options?.signal?.throwIfAborted();
      const key = createHash('sha256').update(`${fingerprint}\n`).update(bytes).digest();
      const known = isClosed ? undefined : cache.get(key, dimensions);
      if (known) {
        hits += 1;
        return known;
      }
      misses += 1;
      const vector = await embedder.embedImage(bytes, options);
      cache.put(key, vector);
      return vector;
    },
    close() {
      isClosed = true;
      return embedder.close();
    },
    cacheCounts: () => ({ hits, misses }),
  };
}
