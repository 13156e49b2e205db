import { dot, type CropBox, type CompleteStore } from '@clipgraph/contracts';

/** Of some records, the part of the picture that is the nearest to the query; undefined where that is the whole. */
export type NearestCrops = (keys: readonly string[]) => Promise<ReadonlyMap<string, CropBox>>;

/** Compared again for those that are asked for: stores tell how near the best vector is, not which one it was. */
export function nearestCrops(store: CompleteStore, collection: string, query: Float32Array): NearestCrops {
  return async (keys) => {
    const vectors = await store.crops.vectors(collection, keys);
    const nearest = new Map<string, CropBox>();
    for (const [index, found] of vectors.entries()) {
      let best = found?.image ? dot(query, found.image) : -Infinity;
      for (const { box, vector } of found?.crops ?? []) {
        const cosine = dot(query, vector);
        if (cosine > best) {
          best = cosine;
          nearest.set(keys[index]!, box);
        }
      }
    }
    return nearest;
  };
}
