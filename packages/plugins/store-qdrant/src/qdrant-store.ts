import type { VectorStore } from '@clipgraph/contracts';
import type { CollectionSet } from './collection-set.ts';
import { type CollectionOptions, OVERSAMPLING } from './collection-layout.ts';
import { Collections } from './collections.ts';
import { Connection } from './connection.ts';
import { checkServer } from './server-version.ts';
import { SharedCollections } from './shared-collections.ts';
import { storeCapabilities } from './store-capabilities.ts';
import { storeCore } from './store-core.ts';
import type { StoreParts } from './store-parts.ts';

export interface QdrantStoreOptions extends CollectionOptions {
  /** Of the REST interface: http or https, a host, a port (default 6333), perhaps a path. */
  readonly url: string;
  readonly apiKey?: string | undefined;
  /** Of each request; a call of the store makes one or a few. Default 3,000. */
  readonly timeoutMs?: number;
  /** Compares with every vector instead of walking the graph. Default false: Qdrant does so for small collections only. */
  readonly exactSearch?: boolean;
  /**
   * Puts the collections of every tenant that have one model's vectors into one collection of Qdrant's. Default false:
   * each has one of its own. Both kinds may lie beside each other; a store sees its own kind.
   */
  readonly shared?: boolean;
}

/**
 * The store on Qdrant, 1.17 or newer. Resolves when the server was seen to answer, to take the key and to be new
 * enough; rejects with UNAVAILABLE or UNSUPPORTED. Where it differs from the contract: a call of more than 256 records
 * writes in several requests, and one that fails half-way has written some; writing the same again puts it right.
 */
export async function qdrantStore(options: QdrantStoreOptions): Promise<Required<VectorStore>> {
  const { url, apiKey, timeoutMs = 3000, exactSearch = false, quantization, shared = false, strictMode = false } = options;
  const connection = new Connection({ url, apiKey, timeoutMs });
  const collections: CollectionSet = shared ? new SharedCollections(connection, options) : new Collections(connection, options);
  try {
    await checkServer(connection, { shared });
    // Tells whether the key is taken: the version is told to everyone.
    await collections.check();
  } catch (error) {
    await connection.close();
    throw error;
  }

  const parts: StoreParts = {
    run: (work) => connection.run(work),
    collections,
    params: { exact: exactSearch, ...(quantization && { quantization: { rescore: true, oversampling: OVERSAMPLING } }) },
    strictMode,
  };
  return { ...storeCore(parts), ...storeCapabilities(parts), close: () => connection.close() };
}
