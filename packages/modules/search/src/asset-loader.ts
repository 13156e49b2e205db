import type { NodeLoader, RequestContext } from '@clipgraph/module-kit';
import { isAssetKey, type VectorStore } from '@clipgraph/contracts';

import { assetNode, type AssetNode } from './asset-node.ts';
import { findCollection } from './open-collection.ts';

type Assets = ReadonlyMap<string, AssetNode>;

/** Keys of one collection that a request asked for in the same turn, and their answer. */
interface Batch {
  readonly keys: Set<string>;
  readonly assets: Promise<Assets>;
}

/** Finds assets by collection and key, those that a request names together with one question to the store. */
export function assetLoader(store: VectorStore): NodeLoader {
  const pending = new WeakMap<RequestContext, Map<string, Batch>>();

  async function load(collectionName: string, keys: Set<string>): Promise<Assets> {
    const collection = await findCollection(store, collectionName);
    const records = collection ? await store.get(collectionName, [...keys]) : [];
    return new Map(records.flatMap((record) => (record ? [[record.key, assetNode(collection!, record)]] : [])));
  }

  function batchOf(context: RequestContext, collection: string): Batch {
    const batches = pending.get(context) ?? new Map<string, Batch>();
    pending.set(context, batches);
    let batch = batches.get(collection);
    if (!batch) {
      const keys = new Set<string>();
      const assets = Promise.resolve().then(() => {
        batches.delete(collection);
        return load(collection, keys);
      });
      batches.set(collection, (batch = { keys, assets }));
    }
    return batch;
  }

  return async ([collection, key, ...rest], context) => {
    if (collection === undefined || key === undefined || rest.length > 0 || !isAssetKey(key)) return null;
    const { keys, assets } = batchOf(context, collection);
    keys.add(key);
    return (await assets).get(key) ?? null;
  };
}
