import { turns } from '@clipgraph/module-kit';
import {
  compareCodePoints,
  invalidInput,
  isPluginError,
  PluginError,
  type CollectionInfo,
  type CompleteStore,
  type StoreCapabilities,
} from '@clipgraph/contracts';

import { discardVectors, type MigrationStores } from './discard-vectors.ts';
import { isVectorsName, placesOf, type MigrationRecord } from './migration-record.ts';

/** The store as everyone but a migration sees it: each collection answers from the vectors that its record names. */
export interface MigratableStore extends CompleteStore {
  /** Runs work while nothing is written to the collection. */
  inTurn<Result>(collection: string, work: () => Promise<Result>): Promise<Result>;
  /** Keys that are written or deleted from now on, in a set that is the caller's to empty; one watches at a time. */
  watch(collection: string): Set<string>;
  unwatch(collection: string, changed: Set<string>): void;
}

/**
 * Puts names before a store, so that a collection can change its vectors at once: what its record says is what answers.
 * A collection that never was migrated has no record and is found under its own name.
 */
export function migratableStore(parts: MigrationStores): MigratableStore {
  const { behind, records } = parts;
  const inTurn = turns();
  const watched = new Map<string, Set<string>>();

  const recordOf = (name: string): MigrationRecord | undefined => {
    const record = records.find(name);
    return record?.state === 'DELETED' ? undefined : record;
  };

  /** The name behind; undefined for one that nobody outside may know, or that is being deleted. */
  function placeOf(name: string): string | undefined {
    const record = records.find(name);
    if (record) return record.state === 'DELETED' ? undefined : record.current;
    return isVectorsName(name) ? undefined : name;
  }

  function openPlace(name: string): string {
    const place = placeOf(name);
    if (place === undefined) throw new PluginError('NOT_FOUND', 'There is no such collection');
    return place;
  }

  /** A switch may delete the vectors that were to be read: then the new ones are. */
  async function reading<Result>(name: string, read: (place: string) => Promise<Result>): Promise<Result> {
    const place = openPlace(name);
    try {
      return await read(place);
    } catch (error) {
      if (!isPluginError(error) || error.code !== 'NOT_FOUND' || placeOf(name) === place) throw error;
      return read(openPlace(name));
    }
  }

  /** The keys count as changed whether the write succeeds or not: a store may have done a part of it. */
  function writing<Result>(name: string, keys: readonly string[], write: (place: string) => Promise<Result>): Promise<Result> {
    return inTurn(name, async () => {
      try {
        return await write(openPlace(name));
      } finally {
        const changed = watched.get(name);
        if (changed) for (const key of keys) changed.add(key);
      }
    });
  }

  async function find(name: string): Promise<CollectionInfo | undefined> {
    const place = placeOf(name);
    const info = place === undefined ? undefined : await behind.collection(place);
    if (!info && placeOf(name) !== place) return find(name);
    const record = recordOf(name);
    return info && record ? shown(info, record) : info;
  }

  return {
    contract: behind.contract,
    name: behind.name,
    inTurn,
    watch(collection) {
      const changed = new Set<string>();
      watched.set(collection, changed);
      return changed;
    },
    unwatch(collection, changed) {
      if (watched.get(collection) === changed) watched.delete(collection);
    },

    createCollection: (spec) =>
      inTurn(spec.name, async () => {
        if (isVectorsName(spec.name)) throw invalidInput('INVALID', 'Names of this form are kept for migrations.');
        if (recordOf(spec.name)) throw new PluginError('CONFLICT', 'A collection of this name exists');
        // One that was deleted, but not to its end.
        await discardVectors(spec.name, parts);
        return behind.createCollection(spec);
      }),
    async collections() {
      const byPlace = new Map(records.all().flatMap((record) => (recordOf(record.collection) ? [[record.current, record] as const] : [])));
      const infos = (await behind.collections()).flatMap((info) => {
        const record = byPlace.get(info.name);
        if (record) return [shown(info, record)];
        return isVectorsName(info.name) || records.find(info.name) ? [] : [info];
      });
      return infos.toSorted((a, b) => compareCodePoints(a.name, b.name));
    },
    collection: find,
    deleteCollection: (name) =>
      inTurn(name, async () => {
        const record = recordOf(name);
        if (!record) return placeOf(name) === undefined ? false : behind.deleteCollection(name);
        await records.put({ ...record, state: 'DELETED', discard: placesOf(record) });
        await discardVectors(name, parts);
        return true;
      }),

    upsert: (collection, fingerprint, assets) =>
      writing(
        collection,
        assets.map(({ key }) => key),
        (place) => behind.upsert(place, fingerprint, assets),
      ),
    setPayload: (collection, key, payload) => writing(collection, [key], (place) => behind.setPayload(place, key, payload)),
    delete: (collection, keys) => writing(collection, keys, (place) => behind.delete(place, keys)),

    get: (collection, keys) => reading(collection, (place) => behind.get(place, keys)),
    vectors: (collection, keys) => reading(collection, (place) => behind.vectors(place, keys)),
    search: (collection, fingerprint, query, options) => reading(collection, (place) => behind.search(place, fingerprint, query, options)),
    scroll: (collection, query) => reading(collection, (place) => behind.scroll(place, query)),
    count: (collection, filter) => reading(collection, (place) => behind.count(place, filter)),
    ...capabilities(behind, reading),

    health: () => behind.health(),
    close: () => behind.close(),
  };
}

/** Reads a collection at the place behind its name. */
type Reading = <Result>(name: string, read: (place: string) => Promise<Result>) => Promise<Result>;

/** All but `exchange`: what a collection's name leads to is for the migrations to say. */
function capabilities(behind: CompleteStore, reading: Reading): Required<Omit<StoreCapabilities, 'exchange'>> {
  const { words, facets, recommendations, samples, crops, pictures } = behind;
  return {
    words: { search: (collection, query, options) => reading(collection, (place) => words.search(place, query, options)) },
    facets: { count: (collection, field, query) => reading(collection, (place) => facets.count(place, field, query)) },
    recommendations: {
      rank: (collection, fingerprint, query, options) =>
        reading(collection, (place) => recommendations.rank(place, fingerprint, query, options)),
    },
    samples: {
      vectors: (collection, target, limit) => reading(collection, (place) => samples.vectors(place, target, limit)),
      keys: (collection, target, limit) => reading(collection, (place) => samples.keys(place, target, limit)),
    },
    crops: {
      search: (collection, fingerprint, query, options) => reading(collection, (place) => crops.search(place, fingerprint, query, options)),
      vectors: (collection, keys) => reading(collection, (place) => crops.vectors(place, keys)),
    },
    pictures,
  };
}

/** As those see it who know only the collection's name. */
function shown(info: CollectionInfo, { collection, createdAt }: MigrationRecord): CollectionInfo {
  return { ...info, name: collection, createdAt: new Date(createdAt) };
}
