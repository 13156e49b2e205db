import { PluginError, type Embedder, type VectorStore } from '@clipgraph/contracts';

import type { EmbedderSet } from './embedder-set.ts';

/**
 * The model whose vectors a collection holds. NOT_FOUND where there is no such collection; CONFLICT where another model is
 * named, or that one is not loaded.
 */
export async function collectionEmbedder(
  { embedders, store }: { readonly embedders: EmbedderSet; readonly store: VectorStore },
  name: string,
  model: string | null | undefined,
): Promise<Embedder> {
  const collection = await store.collection(name);
  if (!collection) throw new PluginError('NOT_FOUND', 'There is no collection of that name.');
  const embedder = model ? embedders.named(model) : embedders.withFingerprint(collection.fingerprint);
  if (embedder?.model.fingerprint !== collection.fingerprint)
    throw new PluginError('CONFLICT', `The vectors of this collection were made by another model (${collection.model}).`);
  return embedder;
}
