import {
  compareCodePoints,
  type FacetCount,
  type Filter,
  invalidInput,
  isPluginError,
  PluginError,
  type Primitive,
  type RecommendStrategy,
  type ScoredHit,
  type StoredRecord,
  valuesAt,
  type VectorStore,
} from '@clipgraph/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import { askedTogether } from './asked-together.ts';
import type { CollectionSet } from './collection-admin.ts';
import { type CollectionOptions, OVERSAMPLING, STRICT_LIMIT } from './collection-layout.ts';
import { Collections } from './collections.ts';
import { both, oneOf } from './compile-filter.ts';
import { Connection } from './connection.ts';
import { fieldId, presence } from './facts.ts';
import { checkDimensions, checkUnit, draftsOf, storedPayload, withCrops } from './points.ts';
import type { QdrantPoints, Ranking } from './qdrant-points.ts';
import { ranked } from './ranked.ts';
import { checkServer } from './server-version.ts';
import { SharedCollections } from './shared-collections.ts';
import { queryWords, recordWords } from './words.ts';

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

/** Pictures that are looked for with one request. */
const IMAGES_AT_ONCE = 256;

const STRATEGIES = { bestScore: 'best_score', sumScores: 'sum_scores' } as const satisfies Record<RecommendStrategy, string>;

/** Which part of a ranking is wanted. */
interface Cut {
  readonly filter: Filter | undefined;
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * The store on Qdrant, 1.17 or newer. Resolves when the server was seen to answer, to take the key and to be new
 * enough; rejects with UNAVAILABLE or UNSUPPORTED. Where it differs from the contract: a call of more than 256 records
 * writes in several requests, and one that fails half-way has written some; writing the same again puts it right.
 */
export async function qdrantStore(options: QdrantStoreOptions): Promise<VectorStore> {
  const { url, apiKey, timeoutMs = 3000, exactSearch = false, quantization, shared = false, strictMode = false } = options;
  const connection = new Connection({ url, apiKey, timeoutMs });
  const collections: CollectionSet = shared ? new SharedCollections(connection, options) : new Collections(connection, options);
  const params: Schemas['SearchParams'] = {
    exact: exactSearch,
    ...(quantization && { quantization: { rescore: true, oversampling: OVERSAMPLING } }),
  };
  const run = <T>(work: () => Promise<T>): Promise<T> => connection.run(work);
  /** Rejects with NOT_FOUND. */
  const opened = async (collection: string): Promise<QdrantPoints> => (await collections.open(collection)).points;
  const checkHits = (limit: number): void => {
    checkLimit(limit);
    if (strictMode && limit > STRICT_LIMIT) throw invalidInput('INVALID', `In strict mode a limit is at most ${STRICT_LIMIT}`);
  };

  const isImageOfAny = askedTogether(async (imageIds) => {
    const shown = (await collections.everyone()).map((points) =>
      points.imagesAmong(imageIds).catch((error: unknown) => {
        // Deleted meanwhile.
        if (isNotFound(error)) return [];
        throw error;
      }),
    );
    return new Set((await Promise.all(shown)).flat());
  }, IMAGES_AT_ONCE);

  try {
    await checkServer(connection, { shared });
    // Tells whether the key is taken: the version is told to everyone.
    await collections.check();
  } catch (error) {
    await connection.close();
    throw error;
  }

  return {
    createCollection: (spec) => run(() => collections.create(spec)),
    collections: () => run(() => collections.list()),
    collection: (name) => run(() => collections.find(name)),
    deleteCollection: (name) => run(() => collections.delete(name)),
    exchange: (a, b) => run(() => collections.exchange(a, b)),

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
        const points = await opened(collection);
        const found = await points.records(keys);
        return keys.map((key) => found.get(points.idOf(key)));
      }),

    vectors: (collection, keys, options) =>
      run(async () => {
        const { info, points } = await collections.open(collection);
        const withTiles = options?.crops === true && info.crops?.keep === 'each';
        const found = await points.vectors(keys, withTiles);
        return keys.map((key) => found.get(points.idOf(key)));
      }),

    setPayload: (collection, key, payload) =>
      run(async () => {
        const stored = storedPayload(payload);
        const points = await opened(collection);
        const before = (await points.records([key])).get(points.idOf(key));
        if (!before) throw noSuchRecord();
        await points.setFields(points.idOf(key), stored, recordWords(before.text, payload)).catch((error: unknown) => {
          throw isNotFound(error) ? noSuchRecord() : error;
        });
        return { ...before, payload: JSON.parse(stored.payload) as StoredRecord['payload'] };
      }),

    delete: (collection, keys) =>
      run(async () => {
        const points = await opened(collection);
        const present = await points.present(keys);
        if (present.length > 0) await points.delete(present);
        return present.length;
      }),

    search: (collection, fingerprint, { vector, target, crops: asked = false, filter, limit }, { signal } = {}) =>
      run(async () => {
        signal?.throwIfAborted();
        checkHits(limit);
        checkUnit(vector, 'The query vector');
        const query = Array.from(vector);
        const { info, points } = await collections.open(collection, fingerprint, signal);
        checkDimensions(query.length, info.dimensions, 'The query vector');
        const byCrops = asked && target === 'image' && info.crops?.keep === 'each';
        const ranking: Omit<Ranking, 'filter'> = byCrops ? { query: [query], using: 'crops', params } : { query, using: target, params };
        const hits = await best(points, ranking, { filter, limit, signal });
        return { hits: hits.map(({ key, score }) => ({ key, cosine: score })) };
      }),

    recommend: (collection, fingerprint, { positive, negative, strategy, target, filter, limit }, { signal } = {}) =>
      run(async () => {
        signal?.throwIfAborted();
        checkHits(limit);
        const examples = [...positive, ...negative];
        if (examples.length === 0) throw invalidInput('EMPTY', 'A recommendation needs an example');
        for (const example of examples) checkUnit(example, 'An example');
        const [liked, disliked] = [positive, negative].map((side) => side.map((vector) => Array.from(vector))) as [number[][], number[][]];
        const { info, points } = await collections.open(collection, fingerprint, signal);
        for (const { length } of examples) checkDimensions(length, info.dimensions, 'An example');
        const recommend = { positive: liked, negative: disliked, strategy: STRATEGIES[strategy] };
        return { hits: await best(points, { query: { recommend }, using: target, params }, { filter, limit, signal }) };
      }),

    searchText: (collection, { text, filter, limit }, { signal } = {}) =>
      run(async () => {
        signal?.throwIfAborted();
        checkHits(limit);
        const query = queryWords(text);
        const { points } = await collections.open(collection, undefined, signal);
        if (!query) return [];
        return (await best(points, { query, using: 'words' }, { filter, limit, signal })).map(({ key }) => key);
      }),

    sample: (collection, target, limit) =>
      run(async () => {
        checkLimit(limit);
        return (await opened(collection)).sample(target, limit);
      }),

    sampleKeys: (collection, target, limit) =>
      run(async () => {
        checkLimit(limit);
        return (await opened(collection)).sampleKeys(target, limit);
      }),

    scroll: (collection, { filter, after, limit }) =>
      run(async () => {
        checkLimit(limit);
        const points = await opened(collection);
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
        const points = await opened(collection);
        const compiled = await points.compiled(filter);
        return compiled === false ? 0 : points.count(compiled);
      }),

    facet: (collection, field, { filter, limit }) =>
      run(async () => {
        checkLimit(limit);
        const points = await opened(collection);
        const compiled = await points.compiled(filter);
        if (compiled === false) return [];
        return countValues(points.scan(both(compiled, [oneOf('facts', [presence(fieldId(field))])])), field, limit);
      }),

    hasImage: (imageId) => run(() => isImageOfAny(imageId)),

    health: () => run(() => collections.check()),
    close: () => connection.close(),
  };
}

/** Nothing is asked where the filter lets nothing pass. */
async function best(points: QdrantPoints, ranking: Omit<Ranking, 'filter'>, { filter, limit, signal }: Cut): Promise<readonly ScoredHit[]> {
  const compiled = await points.compiled(filter);
  if (compiled === false) return [];
  return ranked((count) => points.ranked({ ...ranking, filter: compiled }, count, signal), limit);
}

/** In how many records each value stands, most frequent first, then by its text. */
async function countValues(records: AsyncIterable<StoredRecord>, field: string, limit: number): Promise<FacetCount[]> {
  const counts = new Map<Primitive, number>();
  for await (const { payload } of records) {
    for (const value of new Set(valuesAt(payload, field))) {
      if (typeof value !== 'object') counts.set(value as Primitive, (counts.get(value as Primitive) ?? 0) + 1);
    }
  }
  const facets = Array.from(counts, ([value, count]) => ({ value, count }));
  return facets.sort((a, b) => b.count - a.count || compareCodePoints(String(a.value), String(b.value))).slice(0, limit);
}

function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1) throw invalidInput('INVALID', 'A limit is a whole number of at least 1');
}

function noSuchRecord(): PluginError {
  return new PluginError('NOT_FOUND', 'There is no such record');
}

function isNotFound(error: unknown): boolean {
  return isPluginError(error) && error.code === 'NOT_FOUND';
}
