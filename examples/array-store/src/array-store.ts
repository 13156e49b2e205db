import { CONTRACT, checkedCollection, checkedRecords, checkedSpec, checkLimit, checkQuery, definePlugin } from '@clipgraph/contracts';
import { compareCodePoints, cosine, matchesFilter, PluginError, STORE_CONTRACT } from '@clipgraph/contracts';
import type { AssetRecord, CollectionInfo, Filter, StoredRecord, VectorsPlugin, VectorStore } from '@clipgraph/contracts';

type Kept = AssetRecord & { readonly createdAt: Date };
/** Its records are in the order of their keys, and so are hits of one cosine. A write makes a new list, so that nobody reads half of it. */
type Collection = CollectionInfo & { records: readonly Kept[] };

/** The store as a part of a composition. Its contract is that of plugins; the store's own is STORE_CONTRACT. */
export const arrayVectors = (): VectorsPlugin => definePlugin({ contract: CONTRACT, name: 'array', open: async () => arrayStore() });

/** The smallest vector store: arrays in memory, and a search that compares with every vector. */
export function arrayStore(): VectorStore {
  const collections = new Map<string, Collection>();
  let isClosed = false;
  const all = (): Map<string, Collection> => {
    if (isClosed) throw new PluginError('UNAVAILABLE', 'The store is closed');
    return collections;
  };
  const open = (name: string, fingerprint?: string): Collection => checkedCollection(all().get(name), fingerprint);
  return {
    contract: STORE_CONTRACT,
    name: 'array',
    async createCollection(spec) {
      const info = { ...checkedSpec(spec), createdAt: new Date() };
      if (all().has(info.name)) throw new PluginError('CONFLICT', 'A collection of this name exists');
      collections.set(info.name, { ...info, records: [] });
      return info;
    },
    collections: async () => Array.from(all().values(), infoOf).sort((a, b) => compareCodePoints(a.name, b.name)),
    collection: async (name) => Array.from(all().values(), infoOf).find((info) => info.name === name),
    deleteCollection: async (name) => all().delete(name),
    async upsert(name, fingerprint, records) {
      const collection = open(name, fingerprint);
      const written = checkedRecords(records, collection);
      const before = recordsAt(collection, keysOf(written));
      const kept = written.map((record, i) => ({ ...record, createdAt: before[i]?.createdAt ?? record.createdAt ?? new Date() }));
      replace(collection, kept);
    },
    get: async (name, keys) => recordsAt(open(name), keys).map((found) => found && recordOf(found)),
    vectors: async (name, keys) => recordsAt(open(name), keys).map((found) => structuredClone(found?.vectors)),
    async setPayload(name, key, payload) {
      const [found] = recordsAt(open(name), [key]);
      if (!found) throw new PluginError('NOT_FOUND', 'There is no such record');
      replace(open(name), [{ ...found, payload: structuredClone(payload) }]);
      return recordOf({ ...found, payload });
    },
    delete: async (name, keys) => replace(open(name), [], keys),
    async search(name, fingerprint, { vector, target, filter, limit }, { signal } = {}) {
      checkQuery({ vector, limit }, open(name, fingerprint).dimensions);
      const found = passing(open(name), filter).filter(({ vectors }) => vectors[target]);
      const hits = found.map(({ key, vectors }) => ({ key, cosine: cosine(vector, vectors[target]!) }));
      await Promise.resolve(); // A caller who leaves right after the call is heard.
      signal?.throwIfAborted();
      return { hits: hits.toSorted((a, b) => b.cosine - a.cosine).slice(0, limit), matched: hits.length };
    },
    async scroll(name, { filter, after = '', limit }) {
      checkLimit(limit);
      const following = passing(open(name), filter).filter(({ key }) => compareCodePoints(key, after) > 0);
      return following.slice(0, limit).map(recordOf);
    },
    count: async (name, filter) => passing(open(name), filter).length,
    health: async () => void all(),
    close: async () => void (isClosed = true),
  };
}

const keysOf = (records: readonly AssetRecord[]): readonly string[] => records.map(({ key }) => key);
const infoOf = ({ records: _records, ...info }: Collection): CollectionInfo => info;
const recordOf = ({ vectors: _vectors, ...record }: Kept): StoredRecord => structuredClone(record);
const passing = ({ records }: Collection, filter: Filter = {}): Kept[] => records.filter((record) => matchesFilter(filter, record));
const recordsAt = ({ records }: Collection, keys: readonly string[]) => keys.map((wanted) => records.find(({ key }) => key === wanted));

/** Puts records in the place of those with these keys; returns how many there were. */
function replace(collection: Collection, records: readonly Kept[], keys: readonly string[] = keysOf(records)): number {
  const { length } = collection.records;
  const others = collection.records.filter(({ key }) => !keys.includes(key));
  collection.records = [...others, ...records].sort((a, b) => compareCodePoints(a.key, b.key));
  return length - others.length;
}
