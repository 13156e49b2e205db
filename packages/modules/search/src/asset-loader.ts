import type { NodeLoader, RequestContext } from '@clipgraph/module-kit';
import { isAssetKey, type VectorStore } from '@clipgraph/contracts';
import DataLoader from 'dataloader';

import { assetNode, type AssetNode } from './asset-node.ts';
import { findCollection } from './open-collection.ts';

interface AssetRef {
  readonly collection: string;
  readonly key: string;
}

/** Finds assets by collection and key, those that a request names together with one question to the store for each collection. */
export function assetLoader(store: VectorStore): NodeLoader {
  const loaders = new WeakMap<RequestContext, DataLoader<AssetRef, AssetNode | null>>();

  async function ofCollection(name: string, keys: readonly string[]): Promise<ReadonlyMap<string, AssetNode>> {
    const collection = await findCollection(store, name);
    const records = collection ? await store.get(name, [...new Set(keys)]) : [];
    return new Map(records.flatMap((record) => (record ? [[record.key, assetNode(collection!, record)]] : [])));
  }

  async function load(refs: readonly AssetRef[]): Promise<(AssetNode | null | Error)[]> {
    const found = new Map<string, ReadonlyMap<string, AssetNode> | Error>();
    const byCollection = Map.groupBy(refs, ({ collection }) => collection);
    await Promise.all(
      Array.from(byCollection, async ([name, members]) => {
        const keys = members.map(({ key }) => key);
        // One that cannot be read fails alone.
        found.set(name, await ofCollection(name, keys).catch((error: unknown) => error as Error));
      }),
    );
    return refs.map(({ collection, key }) => {
      const assets = found.get(collection)!;
      return assets instanceof Error ? assets : (assets.get(key) ?? null);
    });
  }

  return async ([collection, key, ...rest], context) => {
    if (collection === undefined || key === undefined || rest.length > 0 || !isAssetKey(key)) return null;
    let loader = loaders.get(context);
    // Without its cache: what a mutation of the same request has changed is read again.
    if (!loader) loaders.set(context, (loader = new DataLoader(load, { cache: false })));
    return loader.load({ collection, key });
  };
}
