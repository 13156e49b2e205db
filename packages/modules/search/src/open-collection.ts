import type { EmbedderSet } from '@clipgraph/module-kit';
import { isCollectionName, isPluginError, PluginError, type Embedder, type VectorStore } from '@clipgraph/contracts';

import { collectionNode, type CollectionNode } from './asset-node.ts';

/** The collection of that name, or undefined; a name that no collection can have is no reason to ask the store. */
export async function findCollection(store: VectorStore, name: string): Promise<CollectionNode | undefined> {
  const info = isCollectionName(name) ? await store.collection(name) : undefined;
  return info && collectionNode(info);
}

/** NOT_FOUND when there is no such collection. */
export async function openCollection(store: VectorStore, name: string): Promise<CollectionNode> {
  const collection = await findCollection(store, name);
  if (!collection) throw new PluginError('NOT_FOUND', 'There is no collection of that name.');
  return collection;
}

/**
 * Works with a collection and, when it was switched to another model meanwhile (CONFLICT), once more with what it is now:
 * nobody who asks at that moment is turned away.
 */
export async function withCollection<Result>(
  store: VectorStore,
  name: string,
  work: (collection: CollectionNode) => Promise<Result>,
): Promise<Result> {
  const collection = await openCollection(store, name);
  try {
    return await work(collection);
  } catch (error) {
    if (!isPluginError(error) || error.code !== 'CONFLICT') throw error;
    const present = await openCollection(store, name);
    if (present.fingerprint === collection.fingerprint) throw error;
    return work(present);
  }
}

/** The model that made the collection's vectors; CONFLICT while it is not loaded, for another one's would not fit. */
export function embedderOf({ fingerprint, model }: CollectionNode, embedders: EmbedderSet): Embedder {
  const embedder = embedders.withFingerprint(fingerprint);
  if (embedder) return embedder;
  const sameName = embedders.all.some((loaded) => loaded.model.name === model);
  throw new PluginError(
    'CONFLICT',
    sameName
      ? `The vectors of this collection come from another version of the model ${model} than the one loaded; migrate it to a model that is loaded.`
      : `The vectors of this collection come from the model ${model}, which this server has not loaded; start it with that model, or migrate the collection to one that is loaded.`,
  );
}
