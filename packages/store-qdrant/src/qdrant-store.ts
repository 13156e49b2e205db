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
} from '@clipgraph/spec';
import type { Schemas } from '@qdrant/js-client-rest';
import { type CollectionOptions, Collections } from './collections.ts';
import { both, compileFilter, oneOf } from './compile-filter.ts';
import { Connection } from './connection.ts';
import { fieldId, presence } from './facts.ts';
import { pointId } from './point-id.ts';
import { checkDimensions, checkUnit, draftsOf, storedPayload, withCrops } from './points.ts';
import { QdrantPoints, type Ranking } from './qdrant-points.ts';
import { ranked } from './ranked.ts';
import { checkServer } from './server-version.ts';
import { queryWords, recordWords } from './words.ts';

export interface QdrantStoreOptions extends CollectionOptions {
  /** Of the REST interface: http or https, a host, a port (default 6333), perhaps a path. */
  readonly url: string;
  readonly apiKey?: string | undefined;
  /** Of each request; a call of the store makes one or a few. Default 3,000. */
  readonly timeoutMs?: number;
  /** Compares with every vector instead of walking the graph. Default false: Qdrant does so for small collections only. */
  readonly exactSearch?: boolean;
}

/** How many times the limit is found among compressed vectors, to be rescored with the full ones. */
const OVERSAMPLING = 2;

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
  const { url, apiKey, timeoutMs = 3000, exactSearch = false, quantization } = options;
  const connection = new Connection({ url, apiKey, timeoutMs });
  const collections = new Collections(connection, options);
  const params: Schemas['SearchParams'] = {
    exact: exactSearch,
    ...(quantization && { quantization: { rescore: true, oversampling: OVERSAMPLING } }),
  };
  const run = <T>(work: () => Promise<T>): Promise<T> => connection.run(work);
  const pointsOf = (collection: string): QdrantPoints => new QdrantPoints(connection, collections.nameOf(collection));
  /** Rejects with NOT_FOUND. What a collection is bound to is read anew by each call: another gateway may have replaced it. */
  const opened = async (collection: string): Promise<QdrantPoints> => {
    await collections.open(collection);
    return pointsOf(collection);
  };

  /** Nothing is asked where the filter lets nothing pass. */
  const best = async (
    collection: string,
    ranking: Omit<Ranking, 'filter'>,
    { filter, limit, signal }: Cut,
  ): Promise<readonly ScoredHit[]> => {
    const compiled = compileFilter(filter);
    if (compiled === false) return [];
    const points = pointsOf(collection);
    return ranked((count) => points.ranked({ ...ranking, filter: compiled }, count, signal), limit);
  };

  try {
    await checkServer(connection);
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

    upsert: (collection, fingerprint, records) =>
      run(async () => {
        const drafts = draftsOf(records);
        const { dimensions, crops } = await collections.open(collection, fingerprint);
        for (const draft of drafts) {
          for (const length of draft.dimensions) checkDimensions(length, dimensions, `Record ${draft.place}: a vector`);
        }
        const cut = drafts.map((draft) => withCrops(draft, crops?.keep === 'each'));
        const points = pointsOf(collection);
        const known = await points.creationTimes(drafts.map(({ payload }) => payload.key));
        const now = Date.now();
        await points.upsert(
          drafts.map(({ id, payload, createdAt = now }, i) => {
            const { vector, ...boxes } = cut[i]!;
            return { id, vector, payload: { ...payload, ...boxes, createdAt: known.get(id) ?? createdAt } };
          }),
        );
      }),

    get: (collection, keys) =>
      run(async () => {
        const found = await (await opened(collection)).records(keys);
        return keys.map((key) => found.get(pointId(key)));
      }),

    vectors: (collection, keys, options) =>
      run(async () => {
        const { crops } = await collections.open(collection);
        const withTiles = options?.crops === true && crops?.keep === 'each';
        const found = await pointsOf(collection).vectors(keys, withTiles);
        return keys.map((key) => found.get(pointId(key)));
      }),

    setPayload: (collection, key, payload) =>
      run(async () => {
        const stored = storedPayload(payload);
        const points = await opened(collection);
        const before = (await points.records([key])).get(pointId(key));
        if (!before) throw noSuchRecord();
        await points.setFields(pointId(key), stored, recordWords(before.text, payload)).catch((error: unknown) => {
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
        checkLimit(limit);
        checkUnit(vector, 'The query vector');
        const query = Array.from(vector);
        const { dimensions, crops } = await collections.open(collection, fingerprint, signal);
        checkDimensions(query.length, dimensions, 'The query vector');
        const byCrops = asked && target === 'image' && crops?.keep === 'each';
        const ranking: Omit<Ranking, 'filter'> = byCrops ? { query: [query], using: 'crops', params } : { query, using: target, params };
        const hits = await best(collection, ranking, { filter, limit, signal });
        return { hits: hits.map(({ key, score }) => ({ key, cosine: score })) };
      }),

    recommend: (collection, fingerprint, { positive, negative, strategy, target, filter, limit }, { signal } = {}) =>
      run(async () => {
        signal?.throwIfAborted();
        checkLimit(limit);
        const examples = [...positive, ...negative];
        if (examples.length === 0) throw invalidInput('EMPTY', 'A recommendation needs an example');
        for (const example of examples) checkUnit(example, 'An example');
        const [liked, disliked] = [positive, negative].map((side) => side.map((vector) => Array.from(vector))) as [number[][], number[][]];
        const { dimensions } = await collections.open(collection, fingerprint, signal);
        for (const { length } of examples) checkDimensions(length, dimensions, 'An example');
        const recommend = { positive: liked, negative: disliked, strategy: STRATEGIES[strategy] };
        return { hits: await best(collection, { query: { recommend }, using: target, params }, { filter, limit, signal }) };
      }),

    searchText: (collection, { text, filter, limit }, { signal } = {}) =>
      run(async () => {
        signal?.throwIfAborted();
        checkLimit(limit);
        const query = queryWords(text);
        await collections.open(collection, undefined, signal);
        if (!query) return [];
        return (await best(collection, { query, using: 'words' }, { filter, limit, signal })).map(({ key }) => key);
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
        const compiled = compileFilter(filter);
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
        const compiled = compileFilter(filter);
        return compiled === false ? 0 : points.count(compiled);
      }),

    facet: (collection, field, { filter, limit }) =>
      run(async () => {
        checkLimit(limit);
        const points = await opened(collection);
        const compiled = compileFilter(filter);
        if (compiled === false) return [];
        return countValues(points.scan(both(compiled, [oneOf('facts', [presence(fieldId(field))])])), field, limit);
      }),

    hasImage: (imageId) =>
      run(async () => {
        const shown = (await collections.list()).map(({ name }) =>
          pointsOf(name)
            .has(oneOf('imageId', [imageId]))
            .catch((error: unknown) => {
              // Deleted meanwhile.
              if (isNotFound(error)) return false;
              throw error;
            }),
        );
        return (await Promise.all(shown)).includes(true);
      }),

    health: () => run(() => collections.check()),
    close: () => connection.close(),
  };
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
