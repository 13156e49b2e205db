import { chargedByResolver, counted, fixedPrice, PRICES, type PriceList } from '@clipgraph/module-kit';

import type { Resolvers } from './generated/types.ts';
import { MAX_FACET_VALUES, MAX_KEYS_PER_CALL, MAX_PAGE_SIZE } from './limits.ts';

/**
 * What this module's fields cost. A search charges for itself, since only its first page searches; so does what depends on
 * the collection that is named, such as its crops.
 */
export const searchPrices: PriceList<Resolvers> = {
  Query: {
    collections: chargedByResolver('1 for each'),
    collection: fixedPrice(PRICES.result, '1'),
    search: chargedByResolver(
      '1 for each of `first`; the first page also 250 for each picture and 40 for each text of the query, and 50 for each search: ' +
        'one, with `RANK` one for each part, for each of image and text with `BOTH`, one more with `keywords`; 50 for a calibrated cutoff, ' +
        '150 for `diversity`, 100 for `groupBy`',
    ),
    recommend: chargedByResolver(
      '1 for each of `first`; the first page also 50, 250 for each picture, 40 for each text and 1 for each asset among the examples, ' +
        'with `BEST_SCORE` 20 for each example; 150 for `diversity`',
    ),
  },
  Mutation: {
    createCollection: fixedPrice(PRICES.result, '1'),
    deleteCollection: fixedPrice(PRICES.search, '50'),
    indexAssets: chargedByResolver(
      'for each asset 1, 250 for its picture, in crops 250 for each piece that it may be cut into, and 40 for its text',
    ),
    updatePayload: fixedPrice(PRICES.result, '1'),
    deleteAssets: { words: '1 for each key', points: ({ keys }) => counted(keys, MAX_KEYS_PER_CALL) * PRICES.result },
  },
  Collection: {
    count: fixedPrice(PRICES.result, '1'),
    assets: {
      words: '1 for each of `first`, and 50 with a filter',
      points: ({ first, filter }) => counted(first ?? 20, MAX_PAGE_SIZE) * PRICES.result + (filter ? PRICES.search : 0),
    },
    duplicates: chargedByResolver('100 for each asset of the collection, 15,000 at the most'),
    facet: {
      words: '50, and 1 for each of `limit`',
      points: ({ limit }) => PRICES.search + counted(limit ?? 20, MAX_FACET_VALUES) * PRICES.result,
    },
  },
  AssetConnection: { totalCount: chargedByResolver('1, with a filter 50') },
  SearchEdge: {
    calibrated: chargedByResolver('50, once for a result'),
    crop: chargedByResolver('50, once for a page'),
  },
  Asset: { similar: chargedByResolver('1 for each of `first`, and 50 for the first page') },
};
