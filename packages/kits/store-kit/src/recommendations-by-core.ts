import {
  bestScore,
  checkedCollection,
  checkRecommendQuery,
  compareCodePoints,
  cosine,
  normalised,
  recommendScore,
  type Recommendations,
  type RecommendQuery,
  type RecommendResult,
  type RequestOptions,
  type ScoredHit,
  type VectorStore,
} from '@clipgraph/contracts';

import { vectorPages } from './record-pages.ts';

/** Shorter than this, the sum of the examples has no direction that float32 could tell. */
const LEAST_LENGTH = 1e-6;

/**
 * By a search where one vector says the same as all examples: the sum of dot products is the dot product with the sum, and
 * the best of one is that one. Else reads every vector that passes, for nothing less finds the best of several: who is
 * near to a like may be nearer to a dislike.
 */
export function recommendationsByCore(store: VectorStore): Recommendations {
  return {
    async rank(collection, fingerprint, query, options = {}) {
      options.signal?.throwIfAborted();
      checkRecommendQuery(query, checkedCollection(await store.collection(collection), fingerprint).dimensions);

      const { positive, negative, strategy, target, filter, limit } = query;
      const search = (vector: Float32Array, scoreOf: (cosine: number) => number): Promise<RecommendResult> =>
        searched(store, { collection, fingerprint }, { vector, target, limit, ...(filter && { filter }) }, scoreOf, options);
      if (strategy === 'bestScore' && positive.length === 1 && negative.length === 0) {
        return search(positive[0]!, (cosine) => bestScore(cosine, -Infinity));
      }
      const sum = sumOf(positive, negative);
      const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
      if (strategy === 'sumScores' && length > LEAST_LENGTH) return search(normalised(sum), (cosine) => cosine * length);
      return compared(store, collection, query, options);
    },
  };
}

async function searched(
  store: VectorStore,
  { collection, fingerprint }: { readonly collection: string; readonly fingerprint: string },
  query: Parameters<VectorStore['search']>[2],
  scoreOf: (cosine: number) => number,
  options: RequestOptions,
): Promise<RecommendResult> {
  const { hits, ...rest } = await store.search(collection, fingerprint, query, options);
  return { ...rest, hits: hits.map(({ key, cosine }) => ({ key, score: scoreOf(cosine) })) };
}

/** Each record that passes with each example. */
async function compared(
  store: VectorStore,
  collection: string,
  { positive, negative, strategy, target, filter, limit }: RecommendQuery,
  { signal }: RequestOptions,
): Promise<RecommendResult> {
  let hits: ScoredHit[] = [];
  let matched = 0;
  for await (const page of vectorPages(store, collection, { filter, signal })) {
    for (const { record, vectors } of page) {
      const vector = vectors?.[target];
      if (!vector) continue;
      const cosines = (examples: readonly Float32Array[]): number[] => examples.map((example) => cosine(example, vector));
      hits.push({ key: record.key, score: recommendScore(strategy, cosines(positive), cosines(negative)) });
      matched += 1;
    }
    hits = hits.sort((a, b) => b.score - a.score || compareCodePoints(a.key, b.key)).slice(0, limit);
  }
  signal?.throwIfAborted();
  return { hits, matched };
}

function sumOf(positive: readonly Float32Array[], negative: readonly Float32Array[]): Float64Array {
  const sum = new Float64Array((positive[0] ?? negative[0])!.length);
  for (const vector of positive) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!;
  for (const vector of negative) for (let i = 0; i < sum.length; i++) sum[i]! -= vector[i]!;
  return sum;
}
