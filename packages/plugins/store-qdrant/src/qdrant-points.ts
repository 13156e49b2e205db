import type { Filter, Modality, RecordVectors, ScoredHit, StoredRecord } from '@clipgraph/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import { isRanged } from './collection-admin.ts';
import { OWNER } from './collection-layout.ts';
import { narrowedFilter, compileFilter, fieldsOf, hasAnyOf, type QdrantCondition, type QdrantFilter } from './compile-filter.ts';
import type { Connection } from './connection.ts';
import { inKeyOrder, orderField } from './key-order.ts';
import { pointId } from './point-id.ts';
import { inBatches, type Point, type PointPayload, RECORD_FIELDS, recordOf, vectorsOf } from './points.ts';
import { listOf, WrongAnswer } from './qdrant-errors.ts';
import type { SparseVector } from './words.ts';

/** Points of one request that reads many. */
const PAGE = 1000;
const MIN_PAGE = 64;
/** The same with the vectors of tiles. */
const CROPS_PAGE = 64;

/** What points are ranked by. */
export interface Ranking {
  readonly query: Schemas['QueryInterface'];
  readonly using: Modality | 'crops' | 'words';
  readonly filter: QdrantFilter;
  readonly params?: Schemas['SearchParams'];
}

/** Where the records of a collection are. */
export interface QdrantPointsOptions {
  /** The collection's name in Qdrant, or an alias. */
  readonly name: string;
  /** Where it is shared: what marks these records, a UUID. */
  readonly owner?: string;
  /** Where a range needs an index: sees that these payload fields have one. */
  readonly prepareRanges?: (fields: readonly string[]) => Promise<void>;
}

/**
 * The requests about one collection, in terms of records. In a shared collection each request is bound to the owner's mark here,
 * so that no caller can reach another owner's records: by filters, by ids derived from the owner, and by the mark of
 * returned records.
 */
export class QdrantPoints {
  readonly #connection: Connection;
  readonly #collection_name: string;
  readonly #owner: string | undefined;
  readonly #prepareRanges: QdrantPointsOptions['prepareRanges'];

  constructor(connection: Connection, { name, owner, prepareRanges }: QdrantPointsOptions) {
    this.#connection = connection;
    this.#collection_name = name;
    this.#owner = owner;
    this.#prepareRanges = prepareRanges;
  }

  /** The id of the point of a key. */
  readonly idOf = (key: string): string => pointId(key, this.#owner);

  /** A filter in Qdrant's words; false: nothing passes. */
  async compiled(filter: Filter | undefined): Promise<QdrantFilter | false> {
    const compiled = compileFilter(filter, this.idOf);
    if (compiled !== false && this.#prepareRanges) await this.#prepareRanges(fieldsOf(compiled).filter(isRanged));
    return compiled;
  }

  /** What is stored under some keys, by the ids of their points. */
  async records(keys: readonly string[]): Promise<Map<string, StoredRecord>> {
    const points = await this.#retrieve(keys, { with_payload: RECORD_FIELDS });
    return new Map(points.map(({ id, payload }) => [String(id), recordOf(payload)]));
  }

  /** When each key that is there was first inserted, by the ids of the points, in milliseconds since 1970. */
  async creationTimes(keys: readonly string[]): Promise<Map<string, number>> {
    const points = await this.#retrieve(keys, { with_payload: ['createdAt'] });
    return new Map(
      points.map(({ id, payload }) => {
        const createdAt = payload?.['createdAt'];
        if (typeof createdAt !== 'number') throw new WrongAnswer('no record');
        return [String(id), createdAt];
      }),
    );
  }

  /** The vectors stored under some keys, by the ids of their points; those of tiles where the collection has and `crops` asks for them. */
  async vectors(keys: readonly string[], crops: boolean): Promise<Map<string, RecordVectors>> {
    const what = crops
      ? { with_payload: ['boxes'], with_vector: ['image', 'text', 'crops'] }
      : { with_payload: [], with_vector: ['image', 'text'] };
    const points = await this.#retrieve(keys, what, crops ? CROPS_PAGE : PAGE);
    return new Map(points.map(({ id, vector, payload }) => [String(id), vectorsOf(vector, payload?.['boxes'])]));
  }

  /** By the ids of the points, which say nothing of what is in them. */
  async sample(target: Modality, limit: number): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    const filter = { must: [{ has_vector: target }] };
    for await (const { vector } of this.#pages({ filter, with_payload: false, with_vector: [target] }, limit)) {
      vectors.push(vectorsOf(vector)[target]!);
    }
    return vectors;
  }

  /** Keys of the points that {@link sample} takes. */
  async sampleKeys(target: Modality, limit: number): Promise<string[]> {
    const keys: string[] = [];
    const filter = { must: [{ has_vector: target }] };
    for await (const { payload } of this.#pages({ filter, with_payload: ['key'] }, limit)) {
      if (typeof payload?.['key'] !== 'string') throw new WrongAnswer('no key');
      keys.push(payload['key']);
    }
    return keys;
  }

  /** Of the keys, the ids of the points that are there. */
  async present(keys: readonly string[]): Promise<string[]> {
    return (await this.#retrieve(keys, { with_payload: [] })).map(({ id }) => String(id));
  }

  async upsert(points: Iterable<Point>): Promise<void> {
    for (const batch of inBatches(points)) {
      const body = {
        points: this.#marked(batch) as unknown as Schemas['PointStruct'][],
        ...(this.#owner !== undefined && { update_filter: this.#within({}) }),
      };
      await this.#connection.request((api, init) => api.upsertPoints({ ...this.#waiting(), ...body }, init));
    }
  }

  /** Replaces these fields of one point's payload, and its words, in one request. Rejects with NOT_FOUND when it is gone. */
  async setFields(id: string, fields: Partial<PointPayload>, words: SparseVector | undefined): Promise<void> {
    const setPayload = { set_payload: { points: [id], payload: fields as Schemas['Payload'] } };
    const setWords = words
      ? { update_vectors: { points: [{ id, vector: { words } }] } }
      : { delete_vectors: { points: [id], vector: ['words'] } };
    await this.#connection.request((api, init) => api.batchUpdate({ ...this.#waiting(), operations: [setPayload, setWords] }, init));
  }

  async delete(ids: readonly string[]): Promise<void> {
    const selected = this.#owner === undefined ? { points: [...ids] } : { filter: this.#within({ must: [{ has_id: [...ids] }] }) };
    await this.#connection.request((api, init) => api.deletePoints({ ...this.#waiting(), ...selected }, init));
  }

  /** Of a shared collection, those of the owner. */
  async deleteAll(): Promise<void> {
    if (this.#owner === undefined) throw new Error('A collection of its own is deleted whole');
    const filter = this.#within({});
    await this.#connection.request((api, init) => api.deletePoints({ ...this.#waiting(), filter }, init), { slow: true });
  }

  async count(filter: QdrantFilter): Promise<number> {
    const { count } = await this.#connection.request<Schemas['CountResult']>((api, init) =>
      api.countPoints({ collection_name: this.#collection_name, filter: this.#within(filter), exact: true }, init),
    );
    if (typeof count !== 'number') throw new WrongAnswer('no count');
    return count;
  }

  /** Which of some pictures a record has. */
  async imagesAmong(imageIds: readonly string[]): Promise<string[]> {
    const body = { key: 'imageId', filter: this.#within({ must: [hasAnyOf('imageId', imageIds)] }), limit: imageIds.length, exact: true };
    const { hits } = await this.#connection.request<Schemas['FacetResponse']>((api, init) =>
      api.facet({ collection_name: this.#collection_name, ...body }, init),
    );
    return listOf(hits).map(({ value }) => String(value));
  }

  /** Best first, in any order among equals. What rounding carried past 1 in a comparison with one vector is 1. */
  async ranked(ranking: Ranking, limit: number, signal: AbortSignal | undefined): Promise<ScoredHit[]> {
    // How rare a word is among the owner's records, not among everyone's.
    const rarity = this.#owner !== undefined && ranking.using === 'words' && { params: { idf: { corpus: this.#within({}) } } };
    const body = { ...ranking, ...rarity, filter: this.#within(ranking.filter), limit, with_payload: ['key'] };
    const { points } = await this.#connection.request<Schemas['QueryResponse']>(
      (api, init) => api.queryPoints({ collection_name: this.#collection_name, ...body }, init),
      { signal },
    );
    return listOf(points).map(({ payload, score }) => {
      const key = payload?.['key'];
      if (typeof key !== 'string' || typeof score !== 'number') throw new WrongAnswer('no hit');
      return { key, score: Array.isArray(ranking.query) ? Math.max(-1, Math.min(1, score)) : score };
    });
  }

  /** Every record that passes, in no order. */
  async *scan(filter: QdrantFilter): AsyncGenerator<StoredRecord> {
    for await (const { payload } of this.#pages({ filter })) yield recordOf(payload);
  }

  /** Every record that passes, by key, those after a key only; `expected` says how many will be read. */
  inOrder(filter: QdrantFilter, after: string | undefined, expected: number): AsyncGenerator<StoredRecord> {
    const under = (prefix: readonly number[]): QdrantFilter =>
      narrowedFilter(
        filter,
        prefix.map((chunk, level) => ({ key: orderField(level), match: { value: chunk } })),
      );
    return inKeyOrder(
      {
        pageSize: Math.min(Math.max(expected + 1, MIN_PAGE), PAGE),
        page: async (prefix, from, limit) => {
          const order_by = { key: orderField(prefix.length), ...(from !== undefined && { start_from: from }) };
          const { points } = await this.#scroll({ filter: under(prefix), order_by, limit });
          return listOf(points).map(({ payload }) => recordOf(payload));
        },
        group: async (prefix) => {
          const records: StoredRecord[] = [];
          for await (const record of this.scan(under(prefix))) records.push(record);
          return records;
        },
      },
      after,
    );
  }

  /** Points by their ids. */
  async *#pages(query: Schemas['ScrollRequest'], limit: number = Infinity): AsyncGenerator<Schemas['Record']> {
    let left = limit;
    let offset: Schemas['ExtendedPointId'] | undefined;
    do {
      const page = await this.#scroll({ ...query, limit: Math.min(left, PAGE), ...(offset !== undefined && { offset }) });
      yield* listOf(page.points);
      left -= page.points.length;
      offset = (page.next_page_offset as Schemas['ExtendedPointId'] | null | undefined) ?? undefined;
    } while (offset !== undefined && left > 0);
  }

  #scroll(query: Schemas['ScrollRequest']): Promise<Schemas['ScrollResult']> {
    const body = { with_payload: [...RECORD_FIELDS], ...query, filter: this.#within(query.filter ?? {}) };
    return this.#connection.request<Schemas['ScrollResult']>((api, init) =>
      api.scrollPoints({ collection_name: this.#collection_name, ...body }, init),
    );
  }

  /** By ids, which take no filter: what is not the owner's is left out of what comes back. */
  async #retrieve(
    keys: readonly string[],
    { with_payload, ...what }: { with_payload: readonly string[]; with_vector?: string[] },
    size: number = PAGE,
  ): Promise<Schemas['Record'][]> {
    const fields = this.#owner === undefined ? [...with_payload] : [...with_payload, OWNER];
    const wanted = { ...what, with_payload: fields.length > 0 && fields };
    const ids = [...new Set(keys.map(this.idOf))];
    const pages = Array.from({ length: Math.ceil(ids.length / size) }, (_, page) => ids.slice(page * size, (page + 1) * size));
    const answers = await Promise.all(
      pages.map((ids) =>
        this.#connection.request<Schemas['Record'][]>((api, init) =>
          api.getPoints({ collection_name: this.#collection_name, ids, ...wanted }, init),
        ),
      ),
    );
    const points = answers.flatMap(listOf);
    return this.#owner === undefined ? points : points.filter(({ payload }) => payload?.[OWNER] === this.#owner);
  }

  /** Bound to the owner, where there is one. */
  #within(filter: Schemas['Filter']): Schemas['Filter'] {
    return this.#owner === undefined ? filter : narrowedFilter({ must: [{ key: OWNER, match: { value: this.#owner } }] }, wholes(filter));
  }

  #marked(points: readonly Point[]): readonly Point[] {
    if (this.#owner === undefined) return points;
    return points.map((point) => ({ ...point, payload: { ...point.payload, [OWNER]: this.#owner } }));
  }

  /** Answered when the write is done, not when it is noted. */
  #waiting(): { collection_name: string; wait: true } {
    return { collection_name: this.#collection_name, wait: true };
  }
}

/** A filter as conditions that all have to hold. */
function wholes(filter: Schemas['Filter']): QdrantCondition[] {
  return Object.keys(filter).length === 0 ? [] : [filter];
}
