import {
  type CollectionInfo,
  type CollectionSpec,
  checkDimensions,
  checkedCollection,
  compareCodePoints,
  facetCounter,
  type FacetCount,
  type Filter,
  type Modality,
  noCropsKept,
  PluginError,
  type RecommendQuery,
  type RecommendResult,
  type ScrollQuery,
  type SearchResult,
  type TextQuery,
} from '@clipgraph/contracts';
import { Arena } from './arena.ts';
import { openDatabase } from './database.ts';
import { type EntryVectors, MemoryCollection } from './memory-collection.ts';
import type { CropQuery, Engine, EngineOptions, PackedRecords, SentRecord, SentVectors } from './protocol.ts';
import { type CollectionRow, Rows } from './rows.ts';
import { bytesOf, floatsOf, tilesOf, tilesRow } from './row-bytes.ts';

/**
 * The store itself, synchronous, for the worker's thread: rows on disk first, memory after the commit, so that memory
 * never shows what the disk may lose.
 */
export class SqliteEngine implements Engine {
  readonly #rows: Rows;
  readonly #arena = new Arena();
  readonly #collections = new Map<string, MemoryCollection>();

  constructor(options: EngineOptions) {
    this.#rows = new Rows(openDatabase(options));
    try {
      this.#load();
    } catch (error) {
      this.#rows.close();
      throw error;
    }
  }

  createCollection(spec: CollectionSpec): CollectionInfo {
    if (this.#collections.has(spec.name)) throw new PluginError('CONFLICT', 'A collection of this name exists');
    const createdAt = Date.now();
    const id = this.#rows.transaction(() => this.#rows.addCollection(spec, createdAt));
    return collectionInfo(this.#addCollection({ ...spec, id, createdAt }).row);
  }

  collections(): CollectionInfo[] {
    const infos = [...this.#collections.values()].map(({ row }) => collectionInfo(row));
    return infos.sort((a, b) => compareCodePoints(a.name, b.name));
  }

  collection(name: string): CollectionInfo | undefined {
    const found = this.#collections.get(name);
    return found && collectionInfo(found.row);
  }

  deleteCollection(name: string): boolean {
    const found = this.#collections.get(name);
    if (!found) return false;
    this.#rows.transaction(() => this.#rows.deleteCollection(found.row.id));
    this.#collections.delete(name);
    found.clear();
    return true;
  }

  exchange(a: string, b: string): boolean {
    const [first, second] = [this.#collections.get(a), this.#collections.get(b)];
    if (!first || !second) return false;
    this.#rows.transaction(() => this.#rows.exchangeNames(first.row, second.row));
    first.rename(b);
    second.rename(a);
    this.#collections.set(a, second).set(b, first);
    return true;
  }

  upsert(name: string, fingerprint: string, { records, dimensions, vectors }: PackedRecords): void {
    const collection = this.#open(name, fingerprint);
    if (records.length === 0) return;
    requireDimensions(collection, dimensions);
    const tiles = records.reduce((sum, { boxes }) => sum + boxes.length, 0);
    const keepsTiles = collection.row.crops?.keep === 'each';
    if (tiles > 0 && !keepsTiles) {
      throw noCropsKept();
    }
    let at = 0;
    const next = (): Float32Array => vectors.subarray(at, (at += dimensions));
    const unpacked = records.map((record) => ({
      record,
      vectors: {
        ...(record.image && { image: next() }),
        ...(record.textVector && { text: next() }),
        crops: record.boxes.map(next),
      } satisfies EntryVectors,
    }));
    collection.reserve('image', records.filter(({ image }) => image).length);
    collection.reserve('text', records.filter(({ textVector }) => textVector).length);
    collection.reserveTiles(tiles);
    const now = Date.now();
    this.#rows.transaction(() => {
      for (const { record, vectors } of unpacked) {
        const { key, payload, text, imageId, createdAt } = record;
        const ofTiles = keepsTiles ? tilesRow(record.boxes, vectors.crops) : undefined;
        const bytes = { image: bytesOf(vectors.image), textVector: bytesOf(vectors.text), tiles: ofTiles };
        this.#rows.put(collection.row.id, { key, payload, text, imageId, createdAt: createdAt ?? now, ...bytes });
      }
    });
    for (const { record, vectors } of unpacked) collection.put(record.key, vectors);
  }

  get(name: string, keys: readonly string[]): (SentRecord | undefined)[] {
    const collection = this.#open(name);
    return keys.map((key) => (collection.has(key) ? this.#rows.record(collection.row.id, key) : undefined));
  }

  vectors(name: string, keys: readonly string[], crops: boolean): (SentVectors | undefined)[] {
    const collection = this.#open(name);
    return keys.map((key) => {
      const found = collection.has(key) ? this.#rows.vectors(collection.row.id, key) : undefined;
      const tiles = crops && found ? this.#rows.tiles(collection.row.id, key) : undefined;
      return (
        found && {
          ...(found.image && { image: floatsOf(found.image) }),
          ...(found.text && { text: floatsOf(found.text) }),
          ...(tiles && { crops: tilesOf(tiles) }),
        }
      );
    });
  }

  setPayload(name: string, key: string, payload: string): SentRecord {
    const collection = this.#open(name);
    const set = (): SentRecord | undefined => this.#rows.setPayload(collection.row.id, key, payload);
    const record = collection.has(key) ? this.#rows.transaction(set) : undefined;
    if (!record) throw new PluginError('NOT_FOUND', 'There is no such record');
    collection.forgetPayload(key);
    return record;
  }

  delete(name: string, keys: readonly string[]): number {
    const collection = this.#open(name);
    const known = [...new Set(keys)].filter((key) => collection.has(key));
    this.#rows.transaction(() => {
      for (const key of known) this.#rows.delete(collection.row.id, key);
    });
    for (const key of known) collection.delete(key);
    return known.length;
  }

  search(name: string, fingerprint: string, query: CropQuery): SearchResult {
    const collection = this.#open(name, fingerprint);
    requireDimensions(collection, query.vector.length);
    return collection.search(query);
  }

  recommend(name: string, fingerprint: string, query: RecommendQuery): RecommendResult {
    const collection = this.#open(name, fingerprint);
    for (const { length } of [...query.positive, ...query.negative]) requireDimensions(collection, length);
    return collection.recommend(query);
  }

  searchText(name: string, { text, filter, limit }: TextQuery): string[] {
    const collection = this.#open(name);
    const passes = collection.predicate(filter) ?? (() => true);
    return this.#rows.keysByWords(collection.row.id, text, limit, (key) => collection.has(key) && passes(key));
  }

  sample(name: string, target: Modality, limit: number): Float32Array[] {
    return this.#open(name).sample(target, limit);
  }

  sampleKeys(name: string, target: Modality, limit: number): string[] {
    return this.#open(name).sampleKeys(target, limit);
  }

  scroll(name: string, { filter, after = '', limit }: ScrollQuery): SentRecord[] {
    const collection = this.#open(name);
    const passes = collection.predicate(filter);
    if (!passes) return this.#rows.recordsAfter(collection.row.id, after, limit);
    const keys: string[] = [];
    for (const { key } of this.#rows.keysAfter(collection.row.id, after)) {
      if (passes(key) && keys.push(key) === limit) break;
    }
    return keys.map((key) => this.#rows.record(collection.row.id, key)!);
  }

  count(name: string, filter?: Filter): number {
    return this.#open(name).count(filter);
  }

  facet(name: string, field: string, filter: Filter | undefined, limit: number): FacetCount[] {
    const collection = this.#open(name);
    const counter = facetCounter(field);
    for (const { payload } of collection.matching(filter)) counter.add(payload);
    return counter.first(limit);
  }

  imagesAmong(imageIds: readonly string[]): string[] {
    return [...new Set(imageIds)].filter((imageId) => this.#rows.hasImage(imageId));
  }

  health(): void {
    this.#rows.check();
  }

  close(): void {
    this.#rows.close();
  }

  /**
   * Two passes, vectors and then keys: a vector's bytes cross the garbage-collected heap, which is collected often
   * meanwhile, and at little cost as long as it is empty.
   */
  #load(): void {
    const byId = new Map<number, MemoryCollection>();
    for (const row of this.#rows.collections()) byId.set(row.id, this.#addCollection({ ...row }));
    const collectionOf = (id: number): MemoryCollection => byId.get(id) ?? damaged();
    for (const { collection, image, text } of this.#rows.allVectors()) {
      if (image) loadVector(collectionOf(collection), 'image', image);
      if (text) loadVector(collectionOf(collection), 'text', text);
    }
    for (const { collection, key, image, text } of this.#rows.allKeys()) {
      collectionOf(collection).loadRecord(key, image ? (text ? BOTH : IMAGE) : TEXT);
    }
    for (const { collection, vectors } of this.#rows.allTileVectors()) loadTiles(collectionOf(collection), vectors);
    for (const { collection, key, bytes } of this.#rows.allTileKeys()) {
      const found = collectionOf(collection);
      found.loadTilesOf(key, bytes / (4 * found.row.dimensions));
    }
  }

  #addCollection(row: CollectionRow): MemoryCollection {
    const collection = new MemoryCollection(row, this.#rows, this.#arena);
    this.#collections.set(row.name, collection);
    return collection;
  }

  #open(name: string, fingerprint?: string): MemoryCollection {
    const found = this.#collections.get(name);
    checkedCollection(found?.row, fingerprint);
    return found!;
  }
}

const IMAGE: readonly Modality[] = ['image'];
const TEXT: readonly Modality[] = ['text'];
const BOTH: readonly Modality[] = ['image', 'text'];

function loadVector(collection: MemoryCollection, target: Modality, bytes: Uint8Array): void {
  const vector = floatsOf(bytes);
  if (vector.length !== collection.row.dimensions) damaged();
  collection.loadVector(target, vector);
}

function loadTiles(collection: MemoryCollection, bytes: Uint8Array): void {
  const { dimensions } = collection.row;
  const vectors = floatsOf(bytes);
  if (vectors.length === 0 || vectors.length % dimensions !== 0) damaged();
  for (let at = 0; at < vectors.length; at += dimensions) collection.loadTile(vectors.subarray(at, at + dimensions));
}

function damaged(): never {
  throw new PluginError('UNAVAILABLE', "The store's database file is damaged");
}

function requireDimensions({ row }: MemoryCollection, dimensions: number): void {
  checkDimensions(dimensions, row.dimensions, 'A vector');
}

function collectionInfo({ id: _id, createdAt, ...spec }: CollectionRow): CollectionInfo {
  return { ...spec, createdAt: new Date(createdAt) };
}
