import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CollectionSpec, Crops } from '@clipgraph/contracts';
import type { SentRecord } from './protocol.ts';
import { createWordIndex, wordIndex } from './word-index.ts';
import { indexedText, wordsQuery } from './words.ts';

export interface CollectionRow extends CollectionSpec {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** A vector is the bytes of its float32, little-endian. */
export interface VectorRow {
  readonly collection: number;
  readonly image: Uint8Array | null;
  readonly text: Uint8Array | null;
}

/** A record's key, and 1 for the vectors that it has. */
export interface KeyRow {
  readonly collection: number;
  readonly key: string;
  readonly image: 0 | 1;
  readonly text: 0 | 1;
}

/** Four float32 a box, and the vectors one after the other. */
export interface TilesRow {
  readonly boxes: Uint8Array;
  readonly vectors: Uint8Array;
}

export interface RecordRow extends SentRecord {
  readonly image: Uint8Array | null;
  readonly textVector: Uint8Array | null;
  /** Undefined where the collection keeps none. */
  readonly tiles: TilesRow | null | undefined;
}

const COLLECTION = 'id, name, fingerprint, model, dimensions, created_at AS createdAt, crops';
const RECORD = 'key, payload, text, image_id AS imageId, created_at AS createdAt';

/** The durable side: every statement of the store, by name. Errors are SQLite's own. */
export class Rows {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** All or nothing. */
  transaction<T>(run: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = run();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // Some errors, a full disk for one, have rolled back already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  collections(): CollectionRow[] {
    type Row = Omit<CollectionRow, 'crops'> & { crops: string | null };
    const rows = this.#prepare(`SELECT ${COLLECTION} FROM collections`).all() as unknown as Row[];
    return rows.map(({ crops, ...row }) => ({ ...row, ...(crops !== null && { crops: JSON.parse(crops) as Crops }) }));
  }

  addCollection({ name, fingerprint, model, dimensions, crops }: CollectionSpec, createdAt: number): number {
    const sql = 'INSERT INTO collections (name, fingerprint, model, dimensions, created_at, crops) VALUES (?, ?, ?, ?, ?, ?)';
    const kept = crops ? JSON.stringify(crops) : null;
    const id = Number(this.#prepare(sql).run(name, fingerprint, model, dimensions, createdAt, kept).lastInsertRowid);
    createWordIndex(this.#database, id);
    return id;
  }

  exchangeNames(a: CollectionRow, b: CollectionRow): void {
    const rename = this.#prepare('UPDATE collections SET name = ? WHERE id = ?');
    // Names are unique at any moment; none is empty.
    rename.run('', a.id);
    rename.run(a.name, b.id);
    rename.run(b.name, a.id);
  }

  deleteCollection(id: number): void {
    this.#prepare('DELETE FROM tiles WHERE record IN (SELECT id FROM records WHERE collection = ?)').run(id);
    this.#prepare('DELETE FROM records WHERE collection = ?').run(id);
    this.#prepare('DELETE FROM collections WHERE id = ?').run(id);
    this.#database.exec(`DROP TABLE ${wordIndex(id)}`);
  }

  /** In the order of insertion. */
  allVectors(): Iterable<VectorRow> {
    const sql = 'SELECT collection, image_vector AS image, text_vector AS text FROM records ORDER BY id';
    return this.#prepare(sql).iterate() as unknown as Iterable<VectorRow>;
  }

  /** In the same order. */
  allKeys(): Iterable<KeyRow> {
    const sql = `
      SELECT collection, key, image_vector IS NOT NULL AS image, text_vector IS NOT NULL AS text FROM records ORDER BY id`;
    return this.#prepare(sql).iterate() as unknown as Iterable<KeyRow>;
  }

  /** Of all records with tiles, in the order of insertion. */
  allTileVectors(): Iterable<{ collection: number; vectors: Uint8Array }> {
    const sql = 'SELECT collection, vectors FROM tiles JOIN records ON id = record ORDER BY record';
    return this.#prepare(sql).iterate() as unknown as Iterable<{ collection: number; vectors: Uint8Array }>;
  }

  /** In the same order, with the bytes of their vectors. */
  allTileKeys(): Iterable<{ collection: number; key: string; bytes: number }> {
    const sql = 'SELECT collection, key, length(vectors) AS bytes FROM tiles JOIN records ON id = record ORDER BY record';
    return this.#prepare(sql).iterate() as unknown as Iterable<{ collection: number; key: string; bytes: number }>;
  }

  payloads(collection: number): Iterable<{ key: string; payload: string }> {
    const sql = 'SELECT key, payload FROM records WHERE collection = ?';
    return this.#prepare(sql).iterate(collection) as unknown as Iterable<{ key: string; payload: string }>;
  }

  payload(collection: number, key: string): string {
    const sql = 'SELECT payload FROM records WHERE collection = ? AND key = ?';
    return (this.#prepare(sql).get(collection, key) as { payload: string }).payload;
  }

  /** A replacement keeps its first `created_at`. */
  put(collection: number, { key, payload, text, imageId, createdAt, image, textVector, tiles }: RecordRow): void {
    const sql = `
      INSERT INTO records (collection, key, created_at, image_id, image_vector, text_vector, text, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (collection, key) DO UPDATE SET image_id = excluded.image_id, image_vector = excluded.image_vector,
        text_vector = excluded.text_vector, text = excluded.text, payload = excluded.payload
      RETURNING id`;
    const row = this.#prepare(sql).get(collection, key, createdAt, imageId, image, textVector, text, payload) as { id: number };
    this.#putWords(collection, row.id, indexedText(text, payload));
    if (tiles !== undefined) this.#prepare('DELETE FROM tiles WHERE record = ?').run(row.id);
    if (tiles) this.#prepare('INSERT INTO tiles (record, boxes, vectors) VALUES (?, ?, ?)').run(row.id, tiles.boxes, tiles.vectors);
  }

  record(collection: number, key: string): SentRecord | undefined {
    const sql = `SELECT ${RECORD} FROM records WHERE collection = ? AND key = ?`;
    return this.#prepare(sql).get(collection, key) as SentRecord | undefined;
  }

  vectors(collection: number, key: string): Omit<VectorRow, 'collection'> | undefined {
    const sql = 'SELECT image_vector AS image, text_vector AS text FROM records WHERE collection = ? AND key = ?';
    return this.#prepare(sql).get(collection, key) as Omit<VectorRow, 'collection'> | undefined;
  }

  tiles(collection: number, key: string): TilesRow | undefined {
    const sql = 'SELECT boxes, vectors FROM tiles WHERE record = (SELECT id FROM records WHERE collection = ? AND key = ?)';
    return this.#prepare(sql).get(collection, key) as TilesRow | undefined;
  }

  setPayload(collection: number, key: string, payload: string): SentRecord | undefined {
    const sql = `UPDATE records SET payload = ? WHERE collection = ? AND key = ? RETURNING id, ${RECORD}`;
    const row = this.#prepare(sql).get(payload, collection, key) as (SentRecord & { id: number }) | undefined;
    if (!row) return undefined;
    const { id, ...record } = row;
    this.#putWords(collection, id, indexedText(record.text, payload));
    return record;
  }

  delete(collection: number, key: string): void {
    this.#prepare('DELETE FROM tiles WHERE record = (SELECT id FROM records WHERE collection = ? AND key = ?)').run(collection, key);
    const row = this.#prepare('DELETE FROM records WHERE collection = ? AND key = ? RETURNING id').get(collection, key);
    if (row) this.#putWords(collection, Number(row['id']), '');
  }

  /** SQLite compares UTF-8 bytes: code-point order. */
  keysAfter(collection: number, after: string): Iterable<{ key: string }> {
    const sql = 'SELECT key FROM records WHERE collection = ? AND key > ? ORDER BY key';
    return this.#prepare(sql).iterate(collection, after) as unknown as Iterable<{ key: string }>;
  }

  recordsAfter(collection: number, after: string, limit: number): SentRecord[] {
    const sql = `SELECT ${RECORD} FROM records WHERE collection = ? AND key > ? ORDER BY key LIMIT ?`;
    return this.#prepare(sql).all(collection, after, limit) as unknown as SentRecord[];
  }

  /** Keys with any word of a text, the best first by BM25; none are read beyond the last one that is wanted. */
  keysByWords(collection: number, text: string, limit: number, passes: (key: string) => boolean): string[] {
    const query = wordsQuery(text);
    if (query === undefined) return [];
    const index = wordIndex(collection);
    const ranked = this.#prepare(`SELECT rowid AS id FROM ${index} WHERE ${index} MATCH ? ORDER BY rank`).iterate(query);
    const keys: string[] = [];
    for (const { id } of ranked as unknown as Iterable<{ id: number }>) {
      const { key } = this.#prepare('SELECT key FROM records WHERE id = ?').get(id) as { key: string };
      if (passes(key) && keys.push(key) === limit) break;
    }
    return keys;
  }

  hasImage(imageId: string): boolean {
    return this.#prepare('SELECT 1 FROM records WHERE image_id = ? LIMIT 1').get(imageId) !== undefined;
  }

  check(): void {
    this.#prepare('SELECT count(*) FROM collections').get();
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #putWords(collection: number, id: number, words: string): void {
    const index = wordIndex(collection);
    this.#prepare(`DELETE FROM ${index} WHERE rowid = ?`).run(id);
    if (words !== '') this.#prepare(`INSERT INTO ${index} (rowid, words) VALUES (?, ?)`).run(id, words);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }
}
