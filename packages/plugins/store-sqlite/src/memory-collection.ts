import {
  bestScore,
  type Filter,
  type JsonObject,
  type Modality,
  type RecommendQuery,
  type RecommendResult,
  type SearchResult,
} from '@clipgraph/contracts';
import type { Arena } from './arena.ts';
import { compileFilter, isEmptyFilter, readsPayload } from './compile-filter.ts';
import { FilterCache } from './filter-cache.ts';
import { Matrix, type Owner } from './matrix.ts';
import type { CropQuery } from './protocol.ts';
import type { CollectionRow, Rows } from './rows.ts';
import { TopK } from './top-k.ts';
import { TopRecords } from './top-records.ts';

/** What is in memory of one record. */
export interface Entry {
  readonly key: string;
  /** Its place in the list of entries; free for another record once this one is deleted. */
  readonly ordinal: number;
  /** Undefined until a filter looks at it. */
  payload: JsonObject | undefined;
  readonly owners: Partial<Record<Modality, Owner>>;
  /** Of the tiles of its picture. */
  tiles: readonly Owner[];
}

/** An entry whose payload was read. */
export type ReadEntry = Entry & { readonly payload: JsonObject };

export type EntryVectors = Partial<Record<Modality, Float32Array>> & { readonly crops?: readonly Float32Array[] };

const MODALITIES: readonly Modality[] = ['image', 'text'];

/** The searchable side of a collection: its vectors in matrices, its payloads once they were asked for. */
export class MemoryCollection {
  #row: CollectionRow;
  readonly #rows: Rows;
  readonly #byKey = new Map<string, Entry>();
  readonly #entries: (Entry | undefined)[] = [];
  readonly #freeOrdinals: number[] = [];
  readonly #unread = new Set<Entry>();
  readonly #filterCache = new FilterCache();
  readonly #matrices: Readonly<Record<Modality, Matrix>>;
  /** Empty unless records have vectors of tiles; those of the whole pictures are not in it. */
  readonly #tiles: Matrix;

  constructor(row: CollectionRow, rows: Rows, arena: Arena) {
    this.#row = row;
    this.#rows = rows;
    this.#matrices = { image: new Matrix(arena, row.dimensions), text: new Matrix(arena, row.dimensions) };
    this.#tiles = new Matrix(arena, row.dimensions);
  }

  get row(): CollectionRow {
    return this.#row;
  }

  rename(name: string): void {
    this.#row = { ...this.#row, name };
  }

  get size(): number {
    return this.#byKey.size;
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** Makes room for vectors, so that the `put`s after a commit cannot fail. Throws UNAVAILABLE when memory runs out. */
  reserve(target: Modality, count: number): void {
    this.#matrices[target].reserve(count);
  }

  reserveTiles(count: number): void {
    this.#tiles.reserve(count);
  }

  /** When a store opens: first all vectors, then the records that they belong to, in the same order. */
  loadVector(target: Modality, vector: Float32Array): void {
    this.#matrices[target].append(vector);
  }

  loadRecord(key: string, targets: readonly Modality[]): void {
    const entry = this.#newEntry(key);
    this.#unread.add(entry);
    for (const target of targets) this.#matrices[target].own((entry.owners[target] = newOwner(entry)));
  }

  /** The same of tiles: all vectors first, then whose they are, when the records are there. */
  loadTile(vector: Float32Array): void {
    this.#tiles.append(vector);
  }

  loadTilesOf(key: string, count: number): void {
    const entry = this.#byKey.get(key)!;
    entry.tiles = Array.from({ length: count }, () => newOwner(entry));
    for (const tile of entry.tiles) this.#tiles.own(tile);
  }

  put(key: string, vectors: EntryVectors): void {
    const entry = this.#byKey.get(key) ?? this.#newEntry(key);
    this.#forget(entry);
    for (const target of MODALITIES) {
      const vector = vectors[target];
      const owner = entry.owners[target];
      if (vector && owner) this.#matrices[target].replace(owner, vector);
      else if (vector) this.#matrices[target].add((entry.owners[target] = newOwner(entry)), vector);
      else this.#removeVector(entry, target);
    }
    this.#putTiles(entry, vectors.crops ?? []);
  }

  /** The stored payload is another one now. */
  forgetPayload(key: string): void {
    this.#forget(this.#byKey.get(key)!);
  }

  delete(key: string): void {
    const entry = this.#byKey.get(key);
    if (!entry) return;
    for (const target of MODALITIES) this.#removeVector(entry, target);
    this.#putTiles(entry, []);
    this.#byKey.delete(key);
    this.#unread.delete(entry);
    this.#entries[entry.ordinal] = undefined;
    this.#freeOrdinals.push(entry.ordinal);
  }

  /** Gives the memory of the vectors back; nothing may be called afterwards. */
  clear(): void {
    for (const target of MODALITIES) this.#matrices[target].clear();
    this.#tiles.clear();
  }

  /** With crops, the tiles are scanned after the whole pictures, from the floor that these have set. */
  search({ vector, target, crops, filter, limit }: CropQuery): SearchResult {
    const withTiles = crops && target === 'image' && !this.#tiles.isEmpty;
    const top = withTiles ? new TopRecords(limit) : new TopK(limit);
    const passes = this.#passing(filter);
    const matched = this.#matrices[target].search(vector, top, passes);
    if (withTiles) this.#tiles.search(vector, top, passes);
    return { hits: top.hits().map(({ key, score }) => ({ key, cosine: score })), matched };
  }

  /** With `sumScores` the one positive example is the sum of all, see `summed.ts`. */
  recommend({ positive, negative, strategy, target, filter, limit }: RecommendQuery): RecommendResult {
    if (strategy === 'bestScore' && positive.length === 1 && negative.length === 0) {
      // Ordered by its one cosine.
      const { hits, matched } = this.search({ vector: positive[0]!, target, limit, crops: false, ...(filter && { filter }) });
      return {
        hits: hits.map(({ key, cosine }) => ({ key, score: bestScore(cosine, -Infinity) })),
        ...(matched !== undefined && { matched }),
      };
    }
    const top = new TopK(limit);
    const [matrix, passes] = [this.#matrices[target], this.#passing(filter)];
    const matched =
      strategy === 'bestScore' ? matrix.searchBest(positive, negative, top, passes) : matrix.searchDot(positive[0]!, top, passes);
    return { hits: top.hits(), matched };
  }

  sample(target: Modality, limit: number): Float32Array[] {
    return this.#matrices[target].sample(limit);
  }

  sampleKeys(target: Modality, limit: number): string[] {
    return this.#matrices[target].sampleKeys(limit);
  }

  /** Every record that passes, in no order. */
  *matching(filter: Filter | undefined): Iterable<ReadEntry> {
    const passes = this.#passing(filter);
    this.#readPayloads();
    for (const entry of this.#byKey.values()) if (!passes || passes(entry.ordinal)) yield entry as ReadEntry;
  }

  count(filter: Filter | undefined): number {
    const passes = this.#passing(filter);
    if (!passes) return this.size;
    let count = 0;
    for (const { ordinal } of this.#byKey.values()) if (passes(ordinal)) count++;
    return count;
  }

  /** Whether the record of a key passes; undefined when every one does. */
  predicate(filter: Filter | undefined): ((key: string) => boolean) | undefined {
    const passes = this.#passing(filter);
    return passes && ((key) => passes(this.#byKey.get(key)!.ordinal));
  }

  #passing(filter: Filter | undefined): ((ordinal: number) => boolean) | undefined {
    if (!filter || isEmptyFilter(filter)) return undefined;
    if (readsPayload(filter)) this.#readPayloads();
    const holds = compileFilter(filter);
    return this.#filterCache.remembered(filter, this.#entries.length, (ordinal) => holds(this.#entries[ordinal] as ReadEntry));
  }

  /** Reads the payloads that are not in memory yet: one by one when they are few, else all in one pass. */
  #readPayloads(): void {
    if (this.#unread.size === 0) return;
    if (this.#unread.size < this.#byKey.size / 8) {
      for (const entry of this.#unread) entry.payload = JSON.parse(this.#rows.payload(this.row.id, entry.key)) as JsonObject;
    } else {
      for (const { key, payload } of this.#rows.payloads(this.row.id)) {
        const entry = this.#byKey.get(key);
        if (entry) entry.payload ??= JSON.parse(payload) as JsonObject;
      }
    }
    this.#unread.clear();
  }

  #newEntry(key: string): Entry {
    const ordinal = this.#freeOrdinals.pop() ?? this.#entries.length;
    const entry: Entry = { key, ordinal, payload: undefined, owners: {}, tiles: [] };
    this.#entries[ordinal] = entry;
    this.#byKey.set(key, entry);
    return entry;
  }

  #forget(entry: Entry): void {
    entry.payload = undefined;
    this.#unread.add(entry);
    this.#filterCache.forget(entry.ordinal);
  }

  #putTiles(entry: Entry, vectors: readonly Float32Array[]): void {
    for (const tile of entry.tiles) this.#tiles.remove(tile);
    entry.tiles = vectors.map((vector) => {
      const tile = newOwner(entry);
      this.#tiles.add(tile, vector);
      return tile;
    });
  }

  #removeVector(entry: Entry, target: Modality): void {
    const owner = entry.owners[target];
    if (!owner) return;
    this.#matrices[target].remove(owner);
    delete entry.owners[target];
  }
}

function newOwner({ key, ordinal }: Entry): Owner {
  return { key, ordinal, row: -1 };
}
