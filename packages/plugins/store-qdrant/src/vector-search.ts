import { checkDimensions, checkUnit, type RequestOptions, type SearchResult, type VectorQuery } from '@clipgraph/contracts';
import type { Ranking } from './qdrant-points.ts';
import { bestHits, checkHits, type StoreParts } from './store-parts.ts';

/** One search by a vector: with `crops` by the best of the whole picture and its tiles, where the collection has these. */
export function vectorSearch(
  parts: StoreParts,
  { crops }: { readonly crops: boolean },
): (collection: string, fingerprint: string, query: VectorQuery, options?: RequestOptions) => Promise<SearchResult> {
  const { run, collections, params } = parts;
  return (collection, fingerprint, { vector, target, filter, limit }, { signal } = {}) =>
    run(async () => {
      signal?.throwIfAborted();
      checkHits(limit, parts);
      checkUnit(vector, 'The query vector');
      const query = Array.from(vector);
      const { info, points } = await collections.open(collection, fingerprint, signal);
      checkDimensions(query.length, info.dimensions, 'The query vector');
      const byCrops = crops && target === 'image' && info.crops?.keep === 'each';
      const ranking: Omit<Ranking, 'filter'> = byCrops ? { query: [query], using: 'crops', params } : { query, using: target, params };
      const hits = await bestHits(points, ranking, { filter, limit, signal });
      return { hits: hits.map(({ key, score }) => ({ key, cosine: score })) };
    });
}
