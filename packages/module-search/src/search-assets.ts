import { pageSize, PRICES, type EmbedderSet, type RequestContext } from '@clipgraph/graphql-kit';
import { PluginError, type Filter, type ImageReader, type Modality, type VectorStore } from '@clipgraph/spec';

import type { AssetNode, CollectionNode } from './asset-node.ts';
import { filterFrom } from './filter-input.ts';
import { rankedResult, type RankedResult } from './frozen-results.ts';
import type { AssetSimilarArgs, QuerySearchArgs } from './generated/types.ts';
import { MAX_PAGE_SIZE, type SearchLimits } from './limits.ts';
import { embedderOf, openCollection } from './open-collection.ts';
import { queryVector } from './query-vector.ts';
import type { SearchPage, SearchPages } from './search-page.ts';

interface Dependencies {
  readonly embedders: EmbedderSet;
  readonly store: VectorStore;
  readonly images: ImageReader;
  readonly limits: Pick<SearchLimits, 'maxResults'>;
  readonly searchPage: SearchPages;
}

interface Ranking {
  readonly vector: Float32Array;
  readonly target: Modality;
  readonly filter: Filter | undefined;
}

/** All that the pages can reach: only keys and cosines, so the whole costs little more than the first page. */
async function ranked(
  { store, limits }: Pick<Dependencies, 'store' | 'limits'>,
  { name, fingerprint }: CollectionNode,
  { vector, target, filter }: Ranking,
  { signal }: Pick<RequestContext, 'signal'>,
): Promise<RankedResult> {
  const query = { vector, target, limit: limits.maxResults, ...(filter ? { filter } : {}) };
  return rankedResult(await store.search(name, fingerprint, query, { signal }));
}

/** `Query.search`: the query is embedded and searched for on the first page only. */
export function searchAssets(
  dependencies: Dependencies,
): (args: Partial<QuerySearchArgs> & Pick<QuerySearchArgs, 'collection' | 'query'>, context: RequestContext) => Promise<SearchPage> {
  const { embedders, store, images, searchPage } = dependencies;
  return async (args, context) => {
    const { query } = args;
    const first = pageSize(args.first, 20, MAX_PAGE_SIZE);
    const filter = filterFrom(args.filter);
    const target: Modality = args.target === 'TEXT' ? 'text' : 'image';
    context.cost.charge(PRICES.result * first);
    const collection = await openCollection(store, args.collection);
    const embedder = embedderOf(collection, embedders);
    const { name, createdAt, fingerprint } = collection;
    const boundTo = ['search', name, createdAt, fingerprint, query, filter ?? null, target];
    return searchPage({ collection, boundTo, first, after: args.after ?? undefined }, async () => {
      context.cost.charge(PRICES.search + (query.image ? PRICES.image : query.text === undefined ? 0 : PRICES.text));
      const vector = await queryVector(query, { embedder, images }, { signal: context.signal });
      return ranked(dependencies, collection, { vector, target, filter }, context);
    });
  };
}

/** `Asset.similar`: by the asset's own vectors, so the model need not be loaded. */
export function similarAssets(
  dependencies: Dependencies,
): (asset: AssetNode, args: AssetSimilarArgs, context: RequestContext) => Promise<SearchPage> {
  const { store, searchPage } = dependencies;
  return async ({ collection, record }, args, context) => {
    const first = pageSize(args.first, 10, MAX_PAGE_SIZE);
    const wanted = filterFrom(args.filter);
    const { name, createdAt, fingerprint } = collection;
    const { key } = record;
    context.cost.charge(PRICES.result * first);
    const boundTo = ['similar', name, createdAt, fingerprint, key, wanted ?? null];
    return searchPage({ collection, boundTo, first, after: args.after ?? undefined }, async () => {
      context.cost.charge(PRICES.search);
      const [vectors] = await store.vectors(name, [key]);
      const target: Modality = vectors?.image ? 'image' : 'text';
      const vector = vectors?.[target];
      if (!vector) throw new PluginError('NOT_FOUND', 'The asset was deleted meanwhile.');
      const filter: Filter = {
        mustNot: [{ kind: 'keys', keys: [key] }],
        ...(wanted ? { must: [{ kind: 'nested', filter: wanted }] } : {}),
      };
      return ranked(dependencies, collection, { vector, target, filter }, context);
    });
  };
}
