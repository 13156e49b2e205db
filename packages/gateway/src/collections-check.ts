import type { Embedder, Logger, VectorStore } from '@clipgraph/contracts';

interface CheckedTenant {
  readonly name: string | undefined;
  readonly vectors: Pick<VectorStore, 'collections'>;
}

/**
 * Says of each collection whose model this server has not loaded that it can be read and not searched. A warning, and no
 * reason not to start: the other collections can be used, and a migration may be what the start is for.
 */
export async function checkCollections(tenants: readonly CheckedTenant[], embedders: readonly Embedder[], logger: Logger): Promise<void> {
  const loaded = new Set(embedders.map(({ model }) => model.fingerprint));
  for (const { name: tenant, vectors } of tenants) {
    for (const { name, model, fingerprint } of await vectors.collections()) {
      if (loaded.has(fingerprint)) continue;
      const isSameName = embedders.some((embedder) => embedder.model.name === model);
      logger.warn(
        { collection: name, model, fingerprint, ...(tenant !== undefined && { tenant }) },
        isSameName
          ? 'this collection has vectors of another version of a loaded model: it can be read, but not searched or added to, until it is migrated'
          : 'the model of this collection is not loaded: it can be read, but not searched or added to, until it is loaded or the collection migrated',
      );
    }
  }
}
