import {
  checkStoreContract,
  PluginError,
  type CompleteStore,
  type CropSearch,
  type StoreCapability,
  type VectorStore,
  type WordSearch,
} from '@clipgraph/contracts';

import { facetsByScrolling } from './facets-by-scrolling.ts';
import { picturesByScrolling } from './pictures-by-scrolling.ts';
import { recommendationsByCore } from './recommendations-by-core.ts';
import { samplesByScrolling } from './samples-by-scrolling.ts';

/**
 * A store with every capability: its own where it has it; else what can be done over its core, which is slower; else a
 * refusal, UNSUPPORTED, that names the capability. This is the one place that knows what a store lacks: modules ask for what
 * they need. Throws UNSUPPORTED for a store of another contract.
 */
export function completeStore(store: VectorStore): CompleteStore {
  checkStoreContract(store);
  const { name, contract, exchange } = store;
  return {
    name,
    contract,
    async createCollection(spec) {
      if (spec.crops?.keep === 'each' && !store.crops) throw missing(store, 'crops', 'keep vectors of parts of pictures');
      return store.createCollection(spec);
    },
    collections: () => store.collections(),
    collection: (name) => store.collection(name),
    deleteCollection: (name) => store.deleteCollection(name),
    upsert: (collection, fingerprint, records) => store.upsert(collection, fingerprint, records),
    get: (collection, keys) => store.get(collection, keys),
    vectors: (collection, keys) => store.vectors(collection, keys),
    setPayload: (collection, key, payload) => store.setPayload(collection, key, payload),
    delete: (collection, keys) => store.delete(collection, keys),
    search: (collection, fingerprint, query, options) => store.search(collection, fingerprint, query, options),
    scroll: (collection, query) => store.scroll(collection, query),
    count: (collection, filter) => store.count(collection, filter),
    health: () => store.health(),
    close: () => store.close(),

    words: store.words ?? noWords(store),
    facets: store.facets ?? facetsByScrolling(store),
    recommendations: store.recommendations ?? recommendationsByCore(store),
    samples: store.samples ?? samplesByScrolling(store),
    crops: store.crops ?? cropsOfWholePictures(store),
    pictures: store.pictures ?? picturesByScrolling(store),
    ...(exchange && { exchange }),
  };
}

function noWords(store: VectorStore): WordSearch {
  return {
    async search() {
      throw missing(store, 'words', 'search for words');
    },
  };
}

/** No collection of such a store has parts of pictures, so that asking for them is asking without. */
function cropsOfWholePictures(store: VectorStore): CropSearch {
  return {
    search: (collection, fingerprint, query, options) => store.search(collection, fingerprint, query, options),
    vectors: (collection, keys) => store.vectors(collection, keys),
  };
}

function missing({ name }: VectorStore, capability: StoreCapability, what: string): PluginError {
  return new PluginError('UNSUPPORTED', `The store "${name}" cannot ${what}: it lacks the capability "${capability}".`);
}
