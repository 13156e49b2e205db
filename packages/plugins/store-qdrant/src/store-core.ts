import { checkDimensions, checkLimit, PluginError, STORE_CONTRACT, type StoredRecord, type VectorStore } from '@clipgraph/contracts';
import { draftsOf, storedPayload, withCrops } from './points.ts';
import { isNotFound, type StoreParts } from './store-parts.ts';
import { vectorSearch } from './vector-search.ts';
import { recordWords } from './words.ts';

/** The methods that every store has, but for `close`. */
export function storeCore(parts: StoreParts): Omit<VectorStore, 'close'> {
  const { run, collections } = parts;
  return {
    contract: STORE_CONTRACT,
    name: 'qdrant',

    createCollection: (spec) => run(() => collections.create(spec)),
    collections: () => run(() => collections.list()),
    collection: (name) => run(() => collections.find(name)),
    deleteCollection: (name) => run(() => collections.delete(name)),

    upsert: (collection, fingerprint, records) =>
      run(async () => {
        const drafts = draftsOf(records);
        const { info, points } = await collections.open(collection, fingerprint);
        for (const draft of drafts) {
          for (const length of draft.dimensions) checkDimensions(length, info.dimensions, `Record ${draft.place}: a vector`);
        }
        const cut = drafts.map((draft) => withCrops(draft, info.crops?.keep === 'each'));
        const known = await points.creationTimes(drafts.map(({ payload }) => payload.key));
        const now = Date.now();
        await points.upsert(
          drafts.map(({ payload, createdAt = now }, i) => {
            const id = points.idOf(payload.key);
            const { vector, ...boxes } = cut[i]!;
            return { id, vector, payload: { ...payload, ...boxes, createdAt: known.get(id) ?? createdAt } };
          }),
        );
      }),

    get: (collection, keys) =>
      run(async () => {
        const { points } = await collections.open(collection);
        const found = await points.records(keys);
        return keys.map((key) => found.get(points.idOf(key)));
      }),

    vectors: (collection, keys) =>
      run(async () => {
        const { points } = await collections.open(collection);
        const found = await points.vectors(keys, false);
        return keys.map((key) => found.get(points.idOf(key)));
      }),

    setPayload: (collection, key, payload) =>
      run(async () => {
        const stored = storedPayload(payload);
        const { points } = await collections.open(collection);
        const before = (await points.records([key])).get(points.idOf(key));
        if (!before) throw noSuchRecord();
        await points.setFields(points.idOf(key), stored, recordWords(before.text, payload)).catch((error: unknown) => {
          throw isNotFound(error) ? noSuchRecord() : error;
        });
        return { ...before, payload: JSON.parse(stored.payload) as StoredRecord['payload'] };
      }),

    delete: (collection, keys) =>
      run(async () => {
        const { points } = await collections.open(collection);
        const present = await points.present(keys);
        if (present.length > 0) await points.delete(present);
        return present.length;
      }),

    search: vectorSearch(parts, { crops: false }),

    scroll: (collection, { filter, after, limit }) =>
      run(async () => {
        checkLimit(limit);
        const { points } = await collections.open(collection);
        const compiled = await points.compiled(filter);
        const records: StoredRecord[] = [];
        if (compiled === false) return records;
        for await (const record of points.inOrder(compiled, after, limit)) {
          if (records.push(record) === limit) break;
        }
        return records;
      }),

    count: (collection, filter) =>
      run(async () => {
        const { points } = await collections.open(collection);
        const compiled = await points.compiled(filter);
        return compiled === false ? 0 : points.count(compiled);
      }),

    health: () => run(() => collections.check()),
  };
}

function noSuchRecord(): PluginError {
  return new PluginError('NOT_FOUND', 'There is no such record');
}
