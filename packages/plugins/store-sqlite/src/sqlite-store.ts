import { checkedCrops, type CollectionSpec, invalidInput, isCollectionName, isUnitVector, type VectorStore } from '@clipgraph/contracts';
import { startWorker, WorkerCalls } from '@clipgraph/sqlite-kit';
import { MAX_DIMENSIONS } from './arena.ts';
import { packRecords, unpackRecord } from './pack.ts';
import type { Engine, EngineOptions } from './protocol.ts';
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
export async function sqliteStore(options: SqliteStoreOptions): Promise<VectorStore> {
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
    async createCollection(spec) {
      return calls.call('createCollection', [checkedSpec(spec)]);
    },
    collections: () => calls.call('collections', []),
    collection: (name) => calls.call('collection', [name]),
    deleteCollection: (name) => calls.call('deleteCollection', [name]),
    exchange: (a, b) => calls.call('exchange', [a, b]),

    async upsert(collection, fingerprint, records) {
      const packed = packRecords(records);
      await calls.call('upsert', [collection, fingerprint, packed], { transfer: [packed.vectors.buffer] });
    },
    async get(collection, keys) {
      const records = await calls.call('get', [collection, keys]);
      return records.map((record) => record && unpackRecord(record));
    },
    vectors: (collection, keys, { crops = false } = {}) => calls.call('vectors', [collection, keys, crops]),
    async setPayload(collection, key, payload) {
      return unpackRecord(await calls.call('setPayload', [collection, key, JSON.stringify(payload)]));
    },
    delete: (collection, keys) => calls.call('delete', [collection, keys]),

    async search(collection, fingerprint, query, { signal } = {}) {
      checkLimit(query.limit);
      if (!isUnitVector(query.vector)) throw invalidInput('INVALID', 'The query vector is not of unit length');
      return calls.call('search', [collection, fingerprint, query], { signal });
    },
    async recommend(collection, fingerprint, query, { signal } = {}) {
      checkLimit(query.limit);
      const examples = [...query.positive, ...query.negative];
      if (examples.length === 0) throw invalidInput('EMPTY', 'A recommendation needs an example');
      if (!examples.every(isUnitVector)) throw invalidInput('INVALID', 'An example is not of unit length');
      if (examples.some(({ length }) => length !== examples[0]!.length)) throw invalidInput('INVALID', 'Examples differ in dimensions');
      return calls.call('recommend', [collection, fingerprint, query.strategy === 'sumScores' ? summed(query) : query], { signal });
    },
    async searchText(collection, query, { signal } = {}) {
      checkLimit(query.limit);
      return calls.call('searchText', [collection, query], { signal });
    },
    async sample(collection, target, limit) {
      checkLimit(limit);
      return calls.call('sample', [collection, target, limit]);
    },
    async sampleKeys(collection, target, limit) {
      checkLimit(limit);
      return calls.call('sampleKeys', [collection, target, limit]);
    },
    async scroll(collection, query) {
      checkLimit(query.limit);
      return (await calls.call('scroll', [collection, query])).map(unpackRecord);
    },
    count: (collection, filter) => calls.call('count', [collection, filter]),
    async facet(collection, field, { filter, limit }) {
      checkLimit(limit);
      return calls.call('facet', [collection, field, filter, limit]);
    },
    hasImage: (imageId) => calls.call('hasImage', [imageId]),

    health: () => calls.call('health', []),
    close: () => calls.close(),
  };
}

function checkedSpec({ name, fingerprint, model, dimensions, crops }: CollectionSpec): CollectionSpec {
  if (!isCollectionName(name))
    throw invalidInput('INVALID', 'A collection name has 1 to 64 letters, digits, _ and -, a letter or digit first');
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
    throw invalidInput('INVALID', `Dimensions are a whole number from 1 to ${MAX_DIMENSIONS}`);
  }
  return { name, fingerprint, model, dimensions, ...(crops && { crops: checkedCrops(crops) }) };
}

function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1) throw invalidInput('INVALID', 'A limit is a whole number of at least 1');
}
