import { checkLength, cropsFrom, fieldPath, filterFrom, globalId, pageSize, priced, PRICES, type EmbedderSet } from '@clipgraph/module-kit';
import { invalidInput, isCollectionName, isPlaceName, type ImageReader, type CompleteStore } from '@clipgraph/contracts';

import { checkedPayload } from './asset-input.ts';
import { assetNode, collectionNode } from './asset-node.ts';
import type { AssetPages } from './asset-page.ts';
import type { DuplicatePages } from './duplicate-pages.ts';
import { embeddingPrice } from './embedding-price.ts';
import type { Resolvers } from './generated/types.ts';
import type { IndexAssets } from './index-assets.ts';
import {
  MAX_ASSETS_PER_CALL,
  MAX_FACET_VALUES,
  MAX_KEYS_PER_CALL,
  MAX_PAGE_SIZE,
  MAX_THUMBNAIL_SIZE,
  type SearchLimits,
} from './limits.ts';
import { embedderOf, findCollection, openCollection, withCollection } from './open-collection.ts';
import { searchPrices } from './prices.ts';
import { recommendAssets } from './recommend-assets.ts';
import type { Removal } from './removal.ts';
import { searchAssets, similarAssets } from './search-assets.ts';
import type { SearchPages } from './search-page.ts';

interface Dependencies {
  readonly embedders: EmbedderSet;
  readonly store: CompleteStore;
  readonly images: ImageReader;
  readonly imageUrl: (imageId: string, size?: number) => string;
  readonly limits: SearchLimits;
  readonly searchPage: SearchPages;
  readonly assetPage: AssetPages;
  readonly duplicatePage: DuplicatePages;
  readonly indexAssets: IndexAssets;
  readonly removal: Removal;
}

export function resolvers(dependencies: Dependencies): Resolvers {
  const { embedders, store, imageUrl, limits, assetPage, duplicatePage, indexAssets, removal } = dependencies;
  const search = searchAssets(dependencies);
  const similar = similarAssets(dependencies);
  const recommend = recommendAssets(dependencies);

  return priced<Resolvers>(searchPrices, {
    Query: {
      collections: async (_root, _args, { cost }) => {
        const collections = await store.collections();
        cost.charge(PRICES.result * collections.length);
        return collections.map(collectionNode);
      },
      collection: async (_root, { name }) => (await findCollection(store, name)) ?? null,
      search: (_root, args, context) => search(args, context),
      recommend: (_root, args, context) => recommend(args, context),
    },

    Mutation: {
      createCollection: async (_root, { name, model: modelName, crops: cropsInput }) => {
        if (!isCollectionName(name)) {
          throw invalidInput('INVALID', 'The name must be 1 to 64 of a-z, A-Z, 0-9, _ and -, a letter or digit first.');
        }
        if (isPlaceName(name)) throw invalidInput('INVALID', 'Names of this form are kept for migrations.');
        const { model } = embedders.named(modelName);
        const { fingerprint, dimensions } = model;
        const crops = cropsFrom(cropsInput);
        const spec = { name, fingerprint, model: model.name, dimensions, ...(crops && { crops }) };
        return collectionNode(await store.createCollection(spec));
      },
      deleteCollection: (_root, { name }) => isCollectionName(name) && removal.collection(name),
      indexAssets: async (_root, { collection: name, assets }, context) => {
        checkLength('assets', assets, MAX_ASSETS_PER_CALL);
        return withCollection(store, name, (collection) => {
          context.cost.charge(assets.reduce((sum, asset) => sum + PRICES.result + embeddingPrice(asset, collection.crops), 0));
          return indexAssets(collection, embedderOf(collection, embedders), assets, context);
        });
      },
      updatePayload: async (_root, { collection: name, key, payload }) => {
        checkedPayload(payload, limits.maxPayloadBytes);
        return assetNode(await openCollection(store, name), await store.setPayload(name, key, payload));
      },
      deleteAssets: async (_root, { collection: name, keys }) => {
        checkLength('keys', keys, MAX_KEYS_PER_CALL);
        await openCollection(store, name);
        return removal.assets(name, [...new Set(keys)]);
      },
    },

    Collection: {
      id: ({ name }) => globalId('Collection', name),
      modelName: ({ model }) => model,
      model: ({ fingerprint }) => embedders.withFingerprint(fingerprint)?.model ?? null,
      crops: ({ crops }) => (crops ? { levels: crops.levels, keep: crops.keep === 'each' ? 'EACH' : 'POOLED' } : null),
      count: ({ name }) => store.count(name),
      assets: (collection, { first, after, filter }) => {
        const size = pageSize(first, 20, MAX_PAGE_SIZE);
        return assetPage(collection, { first: size, after: after ?? undefined, filter: filterFrom(filter) });
      },
      duplicates: (collection, { threshold: asked, first, after }, context) => {
        const threshold = asked ?? 0.97;
        if (!(threshold >= 0.8 && threshold <= 1)) throw invalidInput('INVALID', 'threshold must be from 0.8 to 1.');
        const request = { threshold, first: pageSize(first, 20, MAX_PAGE_SIZE), after: after ?? undefined };
        return withCollection(store, collection.name, (present) => duplicatePage(present, request, context));
      },
      facet: async ({ name }, { field, filter: filterInput, limit }) => {
        const most = limit ?? 20;
        if (most < 1 || most > MAX_FACET_VALUES) throw invalidInput('INVALID', `limit must be from 1 to ${MAX_FACET_VALUES}.`);
        fieldPath(field, 'field');
        const filter = filterFrom(filterInput);
        return [...(await store.facets.count(name, field, { limit: most, ...(filter ? { filter } : {}) }))];
      },
    },

    AssetConnection: {
      totalCount: ({ collection, filter }, _args, { cost }) => {
        cost.charge(filter ? PRICES.search : PRICES.result);
        return store.count(collection.name, filter);
      },
    },

    SearchEdge: {
      calibrated: ({ calibrated }, _args, { cost }) => calibrated(cost),
      crop: ({ crop }, _args, { cost }) => crop(cost),
    },

    Asset: {
      id: ({ collection, record }) => globalId('Asset', collection.name, record.key),
      key: ({ record }) => record.key,
      text: ({ record }) => record.text ?? null,
      payload: ({ record }) => record.payload,
      createdAt: ({ record }) => record.createdAt,
      imageHash: ({ record }) => record.imageId ?? null,
      imageUrl: ({ record }) => (record.imageId === undefined ? null : imageUrl(record.imageId)),
      thumbnailUrl: ({ record }, { size }) => {
        const pixels = size ?? 256;
        if (pixels < 16 || pixels > MAX_THUMBNAIL_SIZE) throw invalidInput('INVALID', `size must be from 16 to ${MAX_THUMBNAIL_SIZE}.`);
        return record.imageId === undefined ? null : imageUrl(record.imageId, pixels);
      },
      similar: (asset, args, context) => similar(asset, args, context),
    },
  });
}
