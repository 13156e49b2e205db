import type { Modality, RecordVectors, ScoredHit, StoredRecord } from '@clipgraph/spec';
import type { Schemas } from '@qdrant/js-client-rest';
import { both, type QdrantCondition, type QdrantFilter } from './compile-filter.ts';
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

/** The requests that are made of one Qdrant collection, in terms of records. */
export class QdrantPoints {
  readonly #connection: Connection;
  readonly #collection_name: string;

  /** `name` is the collection's in Qdrant. */
  constructor(connection: Connection, name: string) {
    this.#connection = connection;
    this.#collection_name = name;
  }

  /** What is stored under some keys, by the ids of their points. */
  async records(keys: readonly string[]): Promise<Map<string, StoredRecord>> {
    const points = await this.#retrieve(keys, { with_payload: [...RECORD_FIELDS] });
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
      : { with_payload: false, with_vector: ['image', 'text'] };
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
    return (await this.#retrieve(keys, { with_payload: false })).map(({ id }) => String(id));
  }

  async upsert(points: Iterable<Point>): Promise<void> {
    for (const batch of inBatches(points)) {
      const body = { points: batch as unknown as Schemas['PointStruct'][] };
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
    await this.#connection.request((api, init) => api.deletePoints({ ...this.#waiting(), points: [...ids] }, init));
  }

  async count(filter: QdrantFilter): Promise<number> {
    const { count } = await this.#connection.request<Schemas['CountResult']>((api, init) =>
      api.countPoints({ collection_name: this.#collection_name, filter, exact: true }, init),
    );
    if (typeof count !== 'number') throw new WrongAnswer('no count');
    return count;
  }

  async has(condition: QdrantCondition): Promise<boolean> {
    const { points } = await this.#scroll({ filter: { must: [condition] }, limit: 1, with_payload: false });
    return listOf(points).length > 0;
  }

  /** Best first, in any order among equals. What rounding carried past 1 in a comparison with one vector is 1. */
  async ranked(ranking: Ranking, limit: number, signal: AbortSignal | undefined): Promise<ScoredHit[]> {
    const { points } = await this.#connection.request<Schemas['QueryResponse']>(
      (api, init) => api.queryPoints({ collection_name: this.#collection_name, ...ranking, limit, with_payload: ['key'] }, init),
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
      both(
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
    return this.#connection.request<Schemas['ScrollResult']>((api, init) =>
      api.scrollPoints({ collection_name: this.#collection_name, with_payload: [...RECORD_FIELDS], ...query }, init),
    );
  }

  async #retrieve(keys: readonly string[], what: Omit<Schemas['PointRequest'], 'ids'>, size: number = PAGE): Promise<Schemas['Record'][]> {
    const ids = [...new Set(keys.map(pointId))];
    const pages = Array.from({ length: Math.ceil(ids.length / size) }, (_, page) => ids.slice(page * size, (page + 1) * size));
    const answers = await Promise.all(
      pages.map((ids) =>
        this.#connection.request<Schemas['Record'][]>((api, init) =>
          api.getPoints({ collection_name: this.#collection_name, ids, ...what }, init),
        ),
      ),
    );
    return answers.flatMap(listOf);
  }

  /** Answered when the write is done, not when it is noted. */
  #waiting(): { collection_name: string; wait: true } {
    return { collection_name: this.#collection_name, wait: true };
  }
}
