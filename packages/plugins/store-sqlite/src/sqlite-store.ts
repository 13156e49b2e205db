import {
  checkedSpec,
  checkLimit,
  checkRecommendQuery,
  checkUnit,
  type RequestOptions,
  type SearchResult,
  STORE_CONTRACT,
  type StoreCapabilities,
  type VectorStore,
} from '@clipgraph/contracts';
import { startWorker, WorkerCalls } from '@clipgraph/sqlite-kit';
import { MAX_DIMENSIONS } from './arena.ts';
import { packRecords, unpackRecord } from './pack.ts';
import type { CropQuery, Engine, EngineOptions } from './protocol.ts';
import { summed } from './summed.ts';

export interface SqliteStoreOptions {
  /** The folder of the data, made when it is missing. Only one store at a time opens it; another gets UNAVAILABLE. */
  readonly path: string;
  /**
   * Whether each write waits for the disk. `full` (default): what was acknowledged survives a loss of power. `normal`:
   * it survives the process, killed or not; a loss of power may take back the last writes, and breaks nothing.
   */
  readonly synchronous?: 'full' | 'normal';
  /** Calls that may wait for an answer; more are refused with OVERLOADED. Default 1,000. */
  readonly maxPendingCalls?: number;
}

/**
 * The embedded store: rows in SQLite, exact search in memory, both in a worker thread. Resolves when the data is in
 * memory. Rejects with UNAVAILABLE when the files are in use, damaged or out of reach, and with UNSUPPORTED when
 * another application or a newer version made them.
 */
export async function sqliteStore(options: SqliteStoreOptions): Promise<Required<VectorStore>> {
  const { path, synchronous = 'full', maxPendingCalls = 1000 } = options;
  const worker = startWorker(import.meta.url, { name: 'clipgraph-store', workerData: { path, synchronous } satisfies EngineOptions });
  const calls = new WorkerCalls<Engine>(worker, {
    limit: maxPendingCalls,
    messages: {
      busy: 'Too many calls wait for the store',
      stopped: 'The store has stopped working',
      closed: 'The store is closed',
    },
  });
  await calls.opened();
  return {
    contract: STORE_CONTRACT,
    name: 'sqlite',

    async createCollection(spec) {
      return calls.call('createCollection', [checkedSpec(spec, { maxDimensions: MAX_DIMENSIONS })]);
    },
    collections: () => calls.call('collections', []),
    collection: (name) => calls.call('collection', [name]),
    deleteCollection: (name) => calls.call('deleteCollection', [name]),

    async upsert(collection, fingerprint, records) {
      const packed = packRecords(records);
      await calls.call('upsert', [collection, fingerprint, packed], { transfer: [packed.vectors.buffer] });
    },
    async get(collection, keys) {
      const records = await calls.call('get', [collection, keys]);
      return records.map((record) => record && unpackRecord(record));
    },
    vectors: (collection, keys) => calls.call('vectors', [collection, keys, false]),
    async setPayload(collection, key, payload) {
      return unpackRecord(await calls.call('setPayload', [collection, key, JSON.stringify(payload)]));
    },
    delete: (collection, keys) => calls.call('delete', [collection, keys]),

    search: (collection, fingerprint, query, options) => search(calls, collection, fingerprint, { ...query, crops: false }, options),
    async scroll(collection, query) {
      checkLimit(query.limit);
      return (await calls.call('scroll', [collection, query])).map(unpackRecord);
    },
    count: (collection, filter) => calls.call('count', [collection, filter]),

    health: () => calls.call('health', []),
    close: () => calls.close(),

    ...capabilities(calls),
  };
}

function capabilities(calls: WorkerCalls<Engine>): Required<StoreCapabilities> {
  return {
    words: {
      async search(collection, query, { signal } = {}) {
        checkLimit(query.limit);
        return calls.call('searchText', [collection, query], { signal });
      },
    },
    facets: {
      async count(collection, field, { filter, limit }) {
        checkLimit(limit);
        return calls.call('facet', [collection, field, filter, limit]);
      },
    },
    recommendations: {
      async rank(collection, fingerprint, query, { signal } = {}) {
        checkRecommendQuery(query);
        return calls.call('recommend', [collection, fingerprint, query.strategy === 'sumScores' ? summed(query) : query], { signal });
      },
    },
    samples: {
      async vectors(collection, target, limit) {
        checkLimit(limit);
        return calls.call('sample', [collection, target, limit]);
      },
      async keys(collection, target, limit) {
        checkLimit(limit);
        return calls.call('sampleKeys', [collection, target, limit]);
      },
    },
    crops: {
      search: (collection, fingerprint, query, options) => search(calls, collection, fingerprint, { ...query, crops: true }, options),
      vectors: (collection, keys) => calls.call('vectors', [collection, keys, true]),
    },
    pictures: {
      used: async (imageIds) => new Set(await calls.call('imagesAmong', [imageIds])),
    },
    exchange: {
      names: (a, b) => calls.call('exchange', [a, b]),
    },
  };
}

async function search(
  calls: WorkerCalls<Engine>,
  collection: string,
  fingerprint: string,
  query: CropQuery,
  { signal }: RequestOptions = {},
): Promise<SearchResult> {
  checkLimit(query.limit);
  checkUnit(query.vector, 'The query vector');
  return calls.call('search', [collection, fingerprint, query], { signal });
}
