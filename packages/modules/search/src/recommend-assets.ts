import { filterFrom, pageSize, PRICES, withoutKeys, type EmbedderSet, type RequestContext } from '@clipgraph/module-kit';
import {
  averageDirection,
  fitOf,
  invalidInput,
  isUnitVector,
  type Filter,
  type ImageReader,
  type LogOdds,
  type Modality,
  type CompleteStore,
} from '@clipgraph/contracts';

import type { CollectionNode } from './asset-node.ts';
import { calibration } from './calibration.ts';
import { checkExamples, exampleVectors, priceOfExamples, type ExampleVectors } from './examples.ts';
import { rankedResult } from './frozen-results.ts';
import type { QueryRecommendArgs } from './generated/types.ts';
import { MAX_PAGE_SIZE, type SearchLimits } from './limits.ts';
import { withCollection } from './open-collection.ts';
import { cosineRanking, type Ranking } from './ranking.ts';
import { priceOfRefinement, refined, refinementFrom } from './refinement.ts';
import { modalityOf, type SearchArgs } from './search-args.ts';
import type { SearchPage, SearchPages } from './search-page.ts';

interface Dependencies {
  readonly embedders: EmbedderSet;
  readonly store: CompleteStore;
  readonly images: ImageReader;
  readonly limits: Pick<SearchLimits, 'maxResults'>;
  readonly searchPage: SearchPages;
}

/** Scanning for one example of BEST_SCORE, as a part of a search: it reads what another has brought into the cache. */
const SHARE_OF_A_SEARCH = 0.4;

/** `Query.recommend`: the examples are read and the collection is ranked on the first page only. */
export function recommendAssets(
  dependencies: Dependencies,
): (args: SearchArgs<QueryRecommendArgs, 'collection' | 'like'>, context: RequestContext) => Promise<SearchPage> {
  const { searchPage, store } = dependencies;
  return async (args, context) => {
    const { like } = args;
    const unlike = args.unlike ?? [];
    const strategy = args.strategy ?? 'AVERAGE';
    const first = pageSize(args.first, 20, MAX_PAGE_SIZE);
    const filter = filterFrom(args.filter);
    const target = modalityOf(args.target);
    const refinement = refinementFrom({ diversity: args.diversity });
    checkExamples(like, unlike);
    context.cost.charge(PRICES.result * first);
    const boundTo = ['recommend', like, unlike, strategy, filter ?? null, target, refinement];
    return withCollection(store, args.collection, (collection) =>
      searchPage({ collection, boundTo, first, after: args.after ?? undefined }, async () => {
        const scans = strategy === 'BEST_SCORE' ? SHARE_OF_A_SEARCH * (like.length + unlike.length) : 0;
        context.cost.charge(priceOfExamples([...like, ...unlike]) + PRICES.search * (1 + scans) + priceOfRefinement(refinement));
        const examples = await exampleVectors({ like, unlike }, { collection, target }, dependencies, context);
        const query = { target, filter: withoutKeys(examples.ownKeys, filter), limit: dependencies.limits.maxResults };
        const { relevance } = fitOf(dependencies.embedders.withFingerprint(collection.fingerprint)?.model);
        const ranking = await ranked(store, collection, { ...query, strategy, examples, relevance }, context);
        return rankedResult(await refined(store, collection.name, ranking, refinement));
      }),
    );
  };
}

interface Recommendation {
  readonly strategy: NonNullable<QueryRecommendArgs['strategy']>;
  readonly examples: ExampleVectors;
  readonly target: Modality;
  readonly filter: Filter;
  readonly limit: number;
  /** What the model makes of a cosine that stands out. */
  readonly relevance: LogOdds;
}

async function ranked(
  store: CompleteStore,
  { name, fingerprint }: CollectionNode,
  { strategy, examples: { positive, negative }, relevance, ...query }: Recommendation,
  { signal }: Pick<RequestContext, 'signal'>,
): Promise<Ranking> {
  if (strategy === 'AVERAGE') {
    const vector = averageDirection(positive, negative);
    if (!isUnitVector(vector)) throw invalidInput('INVALID', 'like and unlike cancel each other out; no direction is left to search in.');
    const result = await store.search(name, fingerprint, { ...query, vector }, { signal });
    return cosineRanking(result, calibration(store, name, { ...query, vector }, relevance));
  }
  const examples = { positive, negative, strategy: strategy === 'BEST_SCORE' ? 'bestScore' : 'sumScores' } as const;
  const { hits, matched } = await store.recommendations.rank(name, fingerprint, { ...query, ...examples }, { signal });
  return { hits, calibration: undefined, matched };
}
