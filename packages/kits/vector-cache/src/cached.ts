import { createHash } from 'node:crypto';

import { pictureHash, type CropVector, type Embedder } from '@clipgraph/contracts';

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
 * An embedder that remembers the vectors of images, so that the same file twice costs a hash. The key is the hash of
 * the file and the model's fingerprint, which stands for all that decides a vector: one cache may serve several embedders. A picture in
 * crops has a key of its own for each number of levels, and counts once. Texts are not remembered here.
 *
 * @example
 * const embedder = cached(batched(await clip({ folder, decoder })), vectorCache({ dir: './data/cache', maxBytes: 2 ** 28 }));
 */
export function cached<Base extends Embedder>(embedder: Base, cache: VectorCache): Cached<Base> {
  const { fingerprint, dimensions } = embedder.model;
  let [hits, misses, isClosed] = [0, 0, false];
  return {
    ...embedder,
    async embedImage(picture, options) {
      options?.signal?.throwIfAborted();
      const key = keyOf(fingerprint, await pictureHash(picture));
      const known = isClosed ? undefined : cache.get(key, dimensions);
      if (known) {
        hits += 1;
        return known;
      }
      misses += 1;
      const vector = await embedder.embedImage(picture, options);
      cache.put(key, vector);
      return vector;
    },
    async embedCrops(picture, levels, options) {
      options?.signal?.throwIfAborted();
      const key = keyOf(`${fingerprint}\ncrops ${levels}`, await pictureHash(picture));
      const known = isClosed ? undefined : cache.get(key);
      if (known && known.length > 0 && known.length % (BOX + dimensions) === 0) {
        hits += 1;
        return unpacked(known, dimensions);
      }
      misses += 1;
      const pieces = await embedder.embedCrops(picture, levels, options);
      cache.put(key, packed(pieces, dimensions));
      return pieces;
    },
    close() {
      isClosed = true;
      return embedder.close();
    },
    cacheCounts: () => ({ hits, misses }),
  };
}

/** Of a picture that may be large only the hash is hashed. */
function keyOf(maker: string, contentHash: string): Buffer {
  return createHash('sha256').update(`${maker}\n${contentHash}`).digest();
}

/** Numbers of a box, which float32 holds exactly. */
const BOX = 4;

/** Of each piece its box and its vector. */
function packed(pieces: readonly CropVector[], dimensions: number): Float32Array {
  const all = new Float32Array(pieces.length * (BOX + dimensions));
  for (const [i, { box, vector }] of pieces.entries()) {
    all.set([box.left, box.top, box.width, box.height], i * (BOX + dimensions));
    all.set(vector, i * (BOX + dimensions) + BOX);
  }
  return all;
}

function unpacked(all: Float32Array, dimensions: number): CropVector[] {
  return Array.from({ length: all.length / (BOX + dimensions) }, (_, i) => {
    const [left, top, width, height] = all.subarray(i * (BOX + dimensions), i * (BOX + dimensions) + BOX);
    const vector = all.slice(i * (BOX + dimensions) + BOX, (i + 1) * (BOX + dimensions));
    return { box: { left: left!, top: top!, width: width!, height: height! }, vector };
  });
}
