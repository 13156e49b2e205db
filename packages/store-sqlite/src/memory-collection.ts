import { type Filter, type JsonObject, matchesFilter, type Modality, type SearchResult, type VectorQuery } from '@clipgraph/spec';
import type { Arena } from './arena.ts';
import { Matrix, type Owner } from './matrix.ts';
import type { CollectionRow, Rows } from './rows.ts';
import { TopK } from './top-k.ts';

/** What is in memory of one record. */
export interface Entry {
  readonly key: string;
  /** Undefined until a filter looks at it. */
  payload: JsonObject | undefined;
  readonly places: Partial<Record<Modality, Place>>;
}
interface Place extends Owner {
  readonly entry: Entry;
}

export type EntryVectors = Partial<Record<Modality, Float32Array>>;

export const MODALITIES: readonly Modality[] = ['image', 'text'];

/** The searchable side of a collection: its vectors in matrices, its payloads once they were asked for. */
export class MemoryCollection {
  readonly row: CollectionRow;
  readonly #rows: Rows;
  readonly #entries = new Map<string, Entry>();
  readonly #unread = new Set<Entry>();
  readonly #matrices: Readonly<Record<Modality, Matrix<Place>>>;

  constructor(row: CollectionRow, rows: Rows, arena: Arena) {
    this.row = row;
    this.#rows = rows;
    this.#matrices = { image: new Matrix(arena, row.dimensions), text: new Matrix(arena, row.dimensions) };
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** So that the `put`s that follow a commit cannot fail. Throws a RangeError when memory runs out. */
  reserve(records: number): void {
    for (const target of MODALITIES) this.#matrices[target].reserve(records);
  }

  put(key: string, vectors: EntryVectors): void {
    let entry = this.#entries.get(key);
    if (!entry) this.#entries.set(key, (entry = { key, payload: undefined, places: {} }));
    this.forgetPayload(key);
    for (const target of MODALITIES) {
      const vector = vectors[target];
      const place = entry.places[target];
      if (vector && place) this.#matrices[target].replace(place, vector);
      else if (vector) this.#matrices[target].add((entry.places[target] = { entry, row: -1 }), vector);
      else if (place) this.#removePlace(entry, target, place);
    }
  }

  /** The stored payload is another one now. */
  forgetPayload(key: string): void {
    const entry = this.#entries.get(key)!;
    entry.payload = undefined;
    this.#unread.add(entry);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    for (const target of MODALITIES) {
      const place = entry.places[target];
      if (place) this.#removePlace(entry, target, place);
    }
    this.#entries.delete(key);
    this.#unread.delete(entry);
  }

  clear(): void {
    for (const target of MODALITIES) this.#matrices[target].clear();
    this.#entries.clear();
    this.#unread.clear();
  }

  search({ vector, target, filter, limit }: VectorQuery): SearchResult {
    const matrix = this.#matrices[target];
    const passes = this.predicate(filter);
    const top = new TopK(limit);
    let matched = 0;
    matrix.scan(vector, (scores, firstRow) => {
      for (let i = 0; i < scores.length; i++) {
        const { entry } = matrix.owners[firstRow + i]!;
        if (passes && !passes(entry)) continue;
        matched++;
        if (scores[i]! >= top.floor) top.offer(entry.key, scores[i]!);
      }
    });
    return { hits: top.hits(), matched };
  }

  *matching(filter: Filter | undefined): Iterable<Entry> {
    const passes = this.predicate(filter);
    for (const entry of this.#entries.values()) if (!passes || passes(entry)) yield entry;
  }

  /** Whether the record passes; undefined when everything does. */
  predicate(filter: Filter | undefined): ((entry: Entry) => boolean) | undefined {
    if (!filter || !(filter.must?.length || filter.should?.length || filter.mustNot?.length)) return undefined;
    this.readPayloads();
    return (entry) => matchesFilter(filter, { key: entry.key, payload: entry.payload! });
  }

  entry(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  /** Reads the payloads that are not in memory yet: one by one when they are few, else all in one pass. */
  readPayloads(): void {
    if (this.#unread.size === 0) return;
    if (this.#unread.size < this.#entries.size / 8) {
      for (const entry of this.#unread) entry.payload = JSON.parse(this.#rows.payload(this.row.id, entry.key)) as JsonObject;
    } else {
      for (const { key, payload } of this.#rows.payloads(this.row.id)) {
        const entry = this.#entries.get(key);
        if (entry && !entry.payload) entry.payload = JSON.parse(payload) as JsonObject;
      }
    }
    this.#unread.clear();
  }

  #removePlace(entry: Entry, target: Modality, place: Place): void {
    this.#matrices[target].remove(place);
    delete entry.places[target];
  }
}
