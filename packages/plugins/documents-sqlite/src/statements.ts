import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { LRUCache } from 'lru-cache';

import type { IndexedValue } from './indexed-value.ts';

/** Of the statements that filters make; each takes a few KB. */
const MAX_PREPARED = 100;

/** Prepared statements of a connection, and its function `passes`, which lets SQL ask about a value. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #kept = new Map<string, StatementSync>();
  readonly #lately = new LRUCache<string, StatementSync>({ max: MAX_PREPARED });
  /** What `passes(value, number)` answers in SQL. */
  passes: (value: IndexedValue, number: number) => boolean = () => false;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.function('passes', (value, number) => (this.passes(value as IndexedValue, Number(number)) ? 1 : 0));
  }

  /** One of few. */
  kept(sql: string): StatementSync {
    let statement = this.#kept.get(sql);
    if (!statement) this.#kept.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }

  /** One of many, made for a filter. */
  once(sql: string): StatementSync {
    let statement = this.#lately.get(sql);
    if (!statement) this.#lately.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }

  clear(): void {
    this.#kept.clear();
    this.#lately.clear();
  }
}
