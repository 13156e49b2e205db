import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { type Filter, type JsonObject, matchesFilter, PluginError } from '@clipgraph/contracts';

import { isTaken } from './errors.ts';
import type { Counted, Engine, Found, SentDocument, SentKind, Stretch } from './protocol.ts';

/** Rows that one call looks at; about 2 ms of parsing verdicts. */
const ROWS_AT_ONCE = 500;
/** SQLite orders every text before every blob: bounds that hold for every id. */
const BEFORE_ALL = '';
const AFTER_ALL = new Uint8Array();

/** What became of one change among several. */
export type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** Every statement of the store, on the worker's side. SQLite compares the bytes of UTF-8: code-point order. */
export class DocumentEngine implements Engine {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  insert(parts: readonly SentKind[]): void {
    const insert = this.#prepare('INSERT INTO documents (kind, id, document) VALUES (?, ?, ?)');
    for (const { kind, documents } of parts) {
      for (const [index, { id, json }] of documents.entries()) {
        try {
          insert.run(kind, id, json);
        } catch (error) {
          throw isTaken(error) ? new PluginError('CONFLICT', `documents[${index}]: the id is taken.`) : error;
        }
      }
    }
  }

  put(kind: string, { id, json }: SentDocument): void {
    const sql = `INSERT INTO documents (kind, id, document) VALUES (?, ?, ?)
      ON CONFLICT (kind, id) DO UPDATE SET document = excluded.document`;
    this.#prepare(sql).run(kind, id, json);
  }

  get(kind: string, id: string): string | undefined {
    return (this.#prepare('SELECT document AS json FROM documents WHERE kind = ? AND id = ?').get(kind, id) as SentDocument | undefined)
      ?.json;
  }

  delete(kind: string, id: string): boolean {
    return this.#prepare('DELETE FROM documents WHERE kind = ? AND id = ?').run(kind, id).changes === 1;
  }

  find(kind: string, { filter, descending, after, until, limit }: Stretch): Found {
    const passed: SentDocument[] = [];
    let last: string | undefined;
    let looked = 0;
    for (const row of this.#rows(kind, descending, after, until)) {
      last = row.id;
      looked += 1;
      if (!filter || passes(row, filter)) passed.push(row);
      if (passed.length === limit || looked === ROWS_AT_ONCE) return { passed, resumeAfter: last };
    }
    return { passed };
  }

  countAll(kind: string): number {
    return (this.#prepare('SELECT count(*) AS count FROM documents WHERE kind = ?').get(kind) as { count: number }).count;
  }

  countPassing(kind: string, filter: Filter, after?: string): Counted {
    const { passed, resumeAfter } = this.find(kind, { filter, descending: false, after, limit: Infinity });
    return { count: passed.length, resumeAfter };
  }

  deleteBefore(kind: string, id: string): number {
    return Number(this.#prepare('DELETE FROM documents WHERE kind = ? AND id < ?').run(kind, id).changes);
  }

  health(): void {
    this.#prepare('SELECT 1 FROM documents LIMIT 1').get();
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #rows(kind: string, descending: boolean, after: string | undefined, until: string | undefined): Iterable<SentDocument> {
    const sql = `SELECT id, document AS json FROM documents WHERE kind = ? AND id > ? AND id < ? ORDER BY id ${descending ? 'DESC' : 'ASC'}`;
    const [low, high] = descending ? [until, after] : [after, until];
    return this.#prepare(sql).iterate(kind, low ?? BEFORE_ALL, high ?? AFTER_ALL) as unknown as Iterable<SentDocument>;
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
      return { error };
    }
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }
}

function passes({ id, json }: SentDocument, filter: Filter): boolean {
  return matchesFilter(filter, { key: id, payload: JSON.parse(json) as JsonObject });
}
