import { filterFrom, pageSize, PRICES, withoutKeys, type EmbedderSet, type RequestContext } from '@clipgraph/module-kit';
import { fitOf, invalidInput, PluginError, type ImageReader, type Modality, type CompleteStore } from '@clipgraph/contracts';

import type { AssetNode } from './asset-node.ts';
import { calibration } from './calibration.ts';
import { rankedResult } from './frozen-results.ts';
import type { AssetSimilarArgs, QuerySearchArgs } from './generated/types.ts';
import { MAX_PAGE_SIZE, type SearchLimits } from './limits.ts';
import { embedderOf, withCollection } from './open-collection.ts';
import { priceOfParts, queryParts, vectorParts, wordsOf } from './query-parts.ts';
import { rankedByQuery, scansOf } from './ranked-by-query.ts';
import { cosineRanking } from './ranking.ts';
import { priceOfRefinement, refined, refinementFrom } from './refinement.ts';
import { modalitiesOf, type SearchArgs } from './search-args.ts';
import type { SearchPage, SearchPages } from './search-page.ts';

interface Dependencies {
  readonly embedders: EmbedderSet;
  readonly store: CompleteStore;
  readonly images: ImageReader;
  readonly limits: Pick<SearchLimits, 'maxResults'>;
  readonly searchPage: SearchPages;
}

/** `Query.search`: the query is embedded and searched for on the first page only. */
export function searchAssets(
  dependencies: Dependencies,
): (args: SearchArgs<QuerySearchArgs, 'collection' | 'query'>, context: RequestContext) => Promise<SearchPage> {
  const { embedders, store, images, limits, searchPage } = dependencies;
  return async (args, context) => {
    const { query, keywords } = args;
    const first = pageSize(args.first, 20, MAX_PAGE_SIZE);
    const filter = filterFrom(args.filter);
    const { fusion, parts } = queryParts(query);
    const targets = modalitiesOf(args.target);
    const words = keywords ? wordsOf(parts) : undefined;
    if (words === '') throw invalidInput('EMPTY', 'keywords needs a text in the query.');
    const refinement = refinementFrom(args);
    context.cost.charge(PRICES.result * first);
    return withCollection(store, args.collection, (collection) => {
      const embedder = embedderOf(collection, embedders);
      const { name } = collection;
      const boundTo = ['search', query, filter ?? null, targets, words ?? null, refinement];
      return searchPage({ collection, boundTo, first, after: args.after ?? undefined }, async () => {
        const scans = PRICES.search * scansOf({ fusion, parts, targets, words });
        context.cost.charge(priceOfParts(parts) + scans + priceOfRefinement(refinement));
        const vectors = await vectorParts(parts, { embedder, images }, { signal: context.signal });
        // All that the pages can reach: only keys and scores, so the whole costs little more than the first page.
        const { relevance } = fitOf(embedder.model);
        const plan = { fusion, parts: vectors, targets, words, filter, limit: limits.maxResults, relevance };
        const ranking = await rankedByQuery(store, collection, plan, context);
        return rankedResult(await refined(store, name, ranking, refinement));
      });
    });
  };
}

/** `Asset.similar`: by the asset's own vectors, so the model need not be loaded. */
export function similarAssets(
  dependencies: Dependencies,
): (asset: AssetNode, args: AssetSimilarArgs, context: RequestContext) => Promise<SearchPage> {
  const { embedders, store, limits, searchPage } = dependencies;
  return async ({ collection: { name }, record: { key } }, args, context) => {
    const first = pageSize(args.first, 10, MAX_PAGE_SIZE);
    const wanted = filterFrom(args.filter);
    context.cost.charge(PRICES.result * first);
    const boundTo = ['similar', key, wanted ?? null];
    return withCollection(store, name, (collection) =>
      searchPage({ collection, boundTo, first, after: args.after ?? undefined }, async () => {
        context.cost.charge(PRICES.search);
        const [vectors] = await store.vectors(name, [key]);
        const target: Modality = vectors?.image ? 'image' : 'text';
        const vector = vectors?.[target];
        if (!vector) throw new PluginError('NOT_FOUND', 'The asset was deleted meanwhile.');
        const query = { vector, target, filter: withoutKeys([key], wanted), limit: limits.maxResults };
        const result = await store.search(name, collection.fingerprint, query, context);
        const { relevance } = fitOf(embedders.withFingerprint(collection.fingerprint)?.model);
        return rankedResult(cosineRanking(result, calibration(store, name, query, relevance)));
      }),
    );
  };
}
