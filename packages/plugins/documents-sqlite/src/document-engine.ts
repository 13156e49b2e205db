import type { DatabaseSync } from 'node:sqlite';

import { compareCodePoints, type Filter, type JsonObject, type KindIndexes, matchesFilter, PluginError } from '@clipgraph/contracts';
import { type Outcome, resultCode, SQLITE_CONSTRAINT } from '@clipgraph/sqlite-kit';

import type { FilterSql } from './filter-sql.ts';
import { type IdLists, isMerged } from './id-lists.ts';
import { type Bounds, KindIndex } from './kind-index.ts';
import type { Counted, Engine, Found, SentDocument, SentKind, Stretch } from './protocol.ts';
import { Statements } from './statements.ts';

/** How much one call does at the most, so that other calls come between. */
export interface EngineLimits {
  /** Documents that are read; about 2 ms of parsing verdicts. */
  readonly documents: number;
  /** Rows of an index that are scanned; about half a millisecond. */
  readonly rows: number;
}

const LIMITS: EngineLimits = { documents: 500, rows: 20_000 };
/** SQLite orders every text before every blob: bounds that hold for every id. */
const BEFORE_ALL = '';
const AFTER_ALL = new Uint8Array();

/** Every statement of the store, on the worker's side. SQLite compares the bytes of UTF-8: code-point order. */
export class DocumentEngine implements Engine {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #limits: EngineLimits;
  /** By kind; read again after a transaction that did not come to its end. */
  #indexes: Map<string, KindIndex> | undefined;

  constructor(database: DatabaseSync, limits: EngineLimits = LIMITS) {
    this.#database = database;
    this.#statements = new Statements(database);
    this.#limits = limits;
  }

  declare(kinds: readonly KindIndexes[]): void {
    for (const { name, indexes = [] } of kinds) {
      const wanted = indexes.map((index) => (typeof index === 'string' ? [index] : index));
      const former = this.#indexOf(name);
      if (JSON.stringify(former?.indexes ?? []) === JSON.stringify(wanted)) continue;
      if (former) {
        former.drop(this.#database);
        this.#statements.kept('DELETE FROM indexed_kinds WHERE kind = ?').run(name);
      }
      if (wanted.length > 0) this.#build(name, wanted);
      this.#indexes = undefined;
    }
  }

  insert(parts: readonly SentKind[]): void {
    const insert = this.#statements.kept('INSERT INTO documents (kind, id, document) VALUES (?, ?, ?)');
    for (const { kind, documents } of parts) {
      const index = this.#indexOf(kind);
      for (const [place, document] of documents.entries()) {
        try {
          insert.run(kind, document.id, document.json);
        } catch (error) {
          throw resultCode(error) === SQLITE_CONSTRAINT ? new PluginError('CONFLICT', `documents[${place}]: the id is taken.`) : error;
        }
        index?.put(document);
      }
    }
  }

  put(kind: string, document: SentDocument): void {
    const sql = `INSERT INTO documents (kind, id, document) VALUES (?, ?, ?)
      ON CONFLICT (kind, id) DO UPDATE SET document = excluded.document`;
    this.#statements.kept(sql).run(kind, document.id, document.json);
    this.#indexOf(kind)?.put(document);
  }

  get(kind: string, id: string): string | undefined {
    const row = this.#statements.kept('SELECT document AS json FROM documents WHERE kind = ? AND id = ?').get(kind, id);
    return (row as { json: string } | undefined)?.json;
  }

  delete(kind: string, id: string): boolean {
    this.#indexOf(kind)?.delete(id);
    return this.#statements.kept('DELETE FROM documents WHERE kind = ? AND id = ?').run(kind, id).changes === 1;
  }

  deleteBefore(kind: string, id: string): number {
    this.#indexOf(kind)?.deleteBefore(id);
    return Number(this.#statements.kept('DELETE FROM documents WHERE kind = ? AND id < ?').run(kind, id).changes);
  }

  find(kind: string, stretch: Stretch): Found {
    const { filter, descending, after, until, limit } = stretch;
    const [low = BEFORE_ALL, high = AFTER_ALL] = descending ? [until, after] : [after, until];
    const bounds: Bounds = { low, high };
    const index = filter && this.#indexOf(kind);
    const translated = index?.translated(filter!);
    if (!index || !translated) return this.#look(this.#rows(kind, descending, bounds), filter, limit);
    const lists = this.#lists(index, filter!, translated, bounds);
    // Merged lists give just what passes; where an id must be in several, much may be passed over.
    if (lists && isMerged(lists)) return this.#listed(kind, index.listed(lists, bounds, descending, this.#most(limit)), limit);
    const few = index.few(filter!, bounds, this.#limits.documents);
    if (few) {
      const ids = few.toSorted(descending ? (a, b) => compareCodePoints(b, a) : compareCodePoints);
      return this.#look(this.#read(kind, ids), filter, limit);
    }
    return this.#scan(kind, index, translated, stretch, bounds);
  }

  countAll(kind: string): number {
    return (this.#statements.kept('SELECT count(*) AS count FROM documents WHERE kind = ?').get(kind) as { count: number }).count;
  }

  countPassing(kind: string, filter: Filter, after?: string): Counted {
    const bounds: Bounds = { low: after ?? BEFORE_ALL, high: AFTER_ALL };
    const index = this.#indexOf(kind);
    const translated = index?.translated(filter);
    const lists = index && translated && this.#lists(index, filter, translated, bounds);
    // Entries of an index alone are counted several times as fast as rows.
    if (lists && isMerged(lists)) {
      const most = 5 * this.#limits.rows;
      const apart = after === undefined && lists.first.disjoint ? index.countApart(lists, most) : undefined;
      return apart === undefined ? index.countListed(lists, bounds, undefined, most) : { count: apart };
    }
    if (!index || !translated?.exact || index.hasUnsure(bounds) || index.few(filter, bounds, this.#limits.documents)) {
      const { passed, resumeAfter } = this.find(kind, { filter, descending: false, after, limit: Infinity });
      return { count: passed.length, resumeAfter };
    }
    const end = index.endOf(bounds, false, this.#limits.rows);
    const { count } = lists ? index.countListed(lists, bounds, end, Infinity) : index.count(translated, bounds, end);
    return { count, resumeAfter: end };
  }

  health(): void {
    this.#statements.kept('SELECT 1 FROM documents LIMIT 1').get();
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  /** The documents among these that pass, up to the limit and to as many as one call reads. */
  #look(rows: Iterable<SentDocument>, filter: Filter | undefined, limit: number): Found {
    const passed: SentDocument[] = [];
    let looked = 0;
    for (const row of rows) {
      looked += 1;
      if (!filter || passes(row, filter)) passed.push(row);
      if (passed.length === limit || looked === this.#limits.documents) return { passed, resumeAfter: row.id };
    }
    return { passed };
  }

  /** The same over a stretch of an index, which leaves few documents to be read. */
  #scan(kind: string, index: KindIndex, translated: FilterSql, { filter, descending, limit }: Stretch, bounds: Bounds): Found {
    const end = index.endOf(bounds, descending, this.#limits.rows);
    const most = this.#most(limit);
    const rows = index.passing(translated, bounds, end, descending, most);
    const passed: SentDocument[] = [];
    for (const { id, unsure } of rows) {
      const row = { id, json: this.get(kind, id)! };
      if ((translated.exact && !unsure) || passes(row, filter!)) passed.push(row);
    }
    return { passed, resumeAfter: rows.length === most ? rows.at(-1)!.id : end };
  }

  /** Undefined where lists of ids do not say all of a filter. */
  #lists(index: KindIndex, filter: Filter, translated: FilterSql, bounds: Bounds): IdLists | undefined {
    return translated.exact && !index.hasUnsure(bounds) ? index.lists(filter) : undefined;
  }

  #most(limit: number): number {
    return Math.min(limit, this.#limits.documents);
  }

  #listed(kind: string, ids: readonly string[], limit: number): Found {
    return { passed: [...this.#read(kind, ids)], ...(ids.length === this.#most(limit) && { resumeAfter: ids.at(-1)! }) };
  }

  *#read(kind: string, ids: readonly string[]): Iterable<SentDocument> {
    for (const id of ids) yield { id, json: this.get(kind, id)! };
  }

  #rows(kind: string, descending: boolean, { low, high }: Bounds): Iterable<SentDocument> {
    const sql = `SELECT id, document AS json FROM documents WHERE kind = ? AND id > ? AND id < ? ORDER BY id ${descending ? 'DESC' : 'ASC'}`;
    return this.#statements.kept(sql).iterate(kind, low, high) as unknown as Iterable<SentDocument>;
  }

  #indexOf(kind: string): KindIndex | undefined {
    this.#indexes ??= this.#readIndexes();
    return this.#indexes.get(kind);
  }

  #readIndexes(): Map<string, KindIndex> {
    const rows = this.#statements.kept('SELECT number, kind, paths FROM indexed_kinds').all();
    return new Map(
      (rows as unknown as { number: number; kind: string; paths: string }[]).map(({ number, kind, paths }) => [
        kind,
        new KindIndex(this.#statements, number, JSON.parse(paths) as string[][]),
      ]),
    );
  }

  #build(kind: string, paths: readonly (readonly string[])[]): void {
    const insert = this.#statements.kept('INSERT INTO indexed_kinds (kind, paths) VALUES (?, ?)');
    const { lastInsertRowid } = insert.run(kind, JSON.stringify(paths));
    const index = new KindIndex(this.#statements, Number(lastInsertRowid), paths);
    index.create(this.#database);
    for (const row of this.#rows(kind, false, { low: BEFORE_ALL, high: AFTER_ALL })) index.put(row);
  }

  /**
   * Runs changes with one wait for the disk: when this returns they are there. Each of them changes all or nothing, whatever
   * becomes of the others; only where the disk takes nothing do all of them fail.
   */
  together(changes: readonly (() => unknown)[]): Outcome[] {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const outcomes = changes.map((change) => this.#alone(change));
      this.#database.exec('COMMIT');
      return outcomes;
    } catch (error) {
      // Some errors, a full disk for one, have rolled back already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      this.#indexes = undefined;
      return changes.map(() => ({ error }));
    }
  }

  /** Within a transaction; throws where that has ended. */
  #alone(change: () => unknown): Outcome {
    this.#database.exec('SAVEPOINT change');
    try {
      const result = change();
      this.#database.exec('RELEASE change');
      return { result };
    } catch (error) {
      if (!this.#database.isTransaction) throw error;
      this.#database.exec('ROLLBACK TO change; RELEASE change');
      this.#indexes = undefined;
      return { error };
    }
  }
}

function passes({ id, json }: SentDocument, filter: Filter): boolean {
  return matchesFilter(filter, { key: id, payload: JSON.parse(json) as JsonObject });
}
