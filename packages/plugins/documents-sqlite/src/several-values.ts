import type { DatabaseSync } from 'node:sqlite';

import type { IdList } from './id-lists.ts';
import { type IndexedValue, severalValues } from './indexed-value.ts';
import type { Statements } from './statements.ts';

/**
 * The second table of an index: a row for each of the values that a column holds by the several, by column, value and id, so that
 * they too are found in the order of ids. What a row of the first table holds says which rows belong to it here.
 */
export class SeveralValues {
  readonly #statements: Statements;
  readonly #first: string;
  readonly #table: string;
  readonly #columns: readonly string[];

  constructor(statements: Statements, first: string, columns: readonly string[]) {
    this.#statements = statements;
    this.#first = first;
    this.#table = `${first}_several`;
    this.#columns = columns;
  }

  /** Makes the table, empty. */
  create(database: DatabaseSync): void {
    const columns = 'place INTEGER NOT NULL, value NOT NULL, id TEXT NOT NULL, PRIMARY KEY (place, value, id)';
    database.exec(`CREATE TABLE ${this.#table} (${columns}) WITHOUT ROWID`);
  }

  drop(database: DatabaseSync): void {
    database.exec(`DROP TABLE ${this.#table}`);
  }

  add(id: string, values: readonly IndexedValue[]): void {
    const insert = this.#statements.kept(`INSERT INTO ${this.#table} VALUES (?, ?, ?)`);
    for (const [place, value] of values.entries()) for (const one of severalValues(value)) insert.run(place, one, id);
  }

  /** Of all rows of the first table. */
  fill(): void {
    for (const { id, values } of this.#rows('1')) this.add(id, values);
  }

  /** To be called before the row of the first table goes or changes. */
  delete(id: string): void {
    this.#deleteOf('id = ?', id);
  }

  /** The same for all rows with an id before this one. */
  deleteBefore(id: string): void {
    this.#deleteOf('id < ?', id);
  }

  among(column: string, value: IndexedValue): IdList {
    return { from: this.#table, where: `place = ${this.#columns.indexOf(column)} AND value = ?`, parameters: [value] };
  }

  #deleteOf(where: string, id: string): void {
    const remove = this.#statements.kept(`DELETE FROM ${this.#table} WHERE place = ? AND value = ? AND id = ?`);
    for (const row of this.#rows(where, id)) {
      for (const [place, value] of row.values.entries()) for (const one of severalValues(value)) remove.run(place, one, row.id);
    }
  }

  *#rows(where: string, ...parameters: readonly string[]): Iterable<{ readonly id: string; readonly values: readonly IndexedValue[] }> {
    const rows = this.#statements.kept(`SELECT id, ${this.#columns.join(', ')} FROM ${this.#first} WHERE ${where}`).iterate(...parameters);
    for (const { id, ...values } of rows as Iterable<Record<string, IndexedValue>>) {
      yield { id: id as string, values: this.#columns.map((column) => values[column]!) };
    }
  }
}
