import type { DatabaseSync } from 'node:sqlite';

import type { Filter, JsonObject } from '@clipgraph/contracts';

import { filterSql, type FilterSql } from './filter-sql.ts';
import { columnValue, indexedValue, isTooLong, type IndexedValue, valuePasses } from './indexed-value.ts';
import type { SentDocument } from './protocol.ts';
import type { Statements } from './statements.ts';

/** Ids between two bounds, both excluded. */
export interface Bounds {
  readonly low: string;
  /** Of a blob, which comes after every text, for no bound. */
  readonly high: string | Uint8Array;
}

/**
 * The index of one kind: a table with a row for each document, by id, and in it a column for each path, with an SQLite index of
 * its own. `unsure` says that a column of the row holds too long a value, so that only the document can tell.
 */
export class KindIndex {
  /** The paths of each index. */
  readonly indexes: readonly (readonly string[])[];
  readonly #paths: readonly string[];
  readonly #table: string;
  readonly #columns: ReadonlyMap<string, string>;
  readonly #statements: Statements;

  constructor(statements: Statements, number: number, indexes: readonly (readonly string[])[]) {
    this.indexes = indexes;
    this.#paths = [...new Set(indexes.flat())];
    this.#statements = statements;
    this.#table = `kind_${number}`;
    this.#columns = new Map(this.#paths.map((path, place) => [path, `path_${place}`]));
  }

  /** Makes the tables, empty. */
  create(database: DatabaseSync): void {
    const columns = [...this.#columns.values()];
    const table = this.#table;
    database.exec(
      `CREATE TABLE ${table} (id TEXT PRIMARY KEY, unsure INTEGER NOT NULL${columns.map((name) => `, ${name}`).join('')}) WITHOUT ROWID`,
    );
    database.exec(`CREATE INDEX ${table}_unsure ON ${table} (id) WHERE unsure`);
    for (const name of columns) database.exec(`CREATE INDEX ${table}_${name} ON ${table} (${name}, id) WHERE ${name} IS NOT NULL`);
    for (const [place, names] of this.#together().entries()) {
      database.exec(`CREATE INDEX ${table}_together_${place} ON ${table} (${names.join(', ')}, id)`);
    }
  }

  /** The columns of each index of several. */
  #together(): string[][] {
    return this.indexes.filter((paths) => paths.length > 1).map((paths) => paths.map((path) => this.#columns.get(path)!));
  }

  drop(database: DatabaseSync): void {
    database.exec(`DROP TABLE ${this.#table}`);
  }

  put({ id, json }: SentDocument): void {
    const document = JSON.parse(json) as JsonObject;
    const values = this.#paths.map((path) => indexedValue(document, path));
    const marks = values.map(() => ', ?').join('');
    this.#statements.kept(`INSERT OR REPLACE INTO ${this.#table} VALUES (?, ?${marks})`).run(id, values.some(isTooLong) ? 1 : 0, ...values);
  }

  delete(id: string): void {
    this.#statements.kept(`DELETE FROM ${this.#table} WHERE id = ?`).run(id);
  }

  deleteBefore(id: string): void {
    this.#statements.kept(`DELETE FROM ${this.#table} WHERE id < ?`).run(id);
  }

  /** Undefined where no path of the index says anything about the filter. */
  translated(filter: Filter): FilterSql | undefined {
    const known = new Map<string, boolean>();
    const hasSeveral = (column: string): boolean => {
      const sql = `SELECT id FROM ${this.#table} INDEXED BY ${this.#table}_${column} WHERE ${column} >= x'5b' LIMIT 1`;
      if (!known.has(column)) known.set(column, this.#ids(sql).length > 0);
      return known.get(column)!;
    };
    const translated = filterSql(filter, this.#columns, hasSeveral);
    return translated.sql === '1' ? undefined : translated;
  }

  /**
   * Every id that may pass, in no order, where one condition leaves at most `most`; undefined where none does. Conditions on
   * several paths are not combined: whoever asks looks at each document.
   */
  few(filter: Filter, { low, high }: Bounds, most: number): string[] | undefined {
    for (const condition of filter.must ?? []) {
      const column = condition.kind === 'match' && this.#columns.get(condition.field);
      if (!column || condition.anyOf.length > most) continue;
      const wanted = condition.anyOf.map(columnValue).filter((value) => value !== undefined);
      const among = `SELECT id FROM ${this.#table} INDEXED BY ${this.#table}_${column} WHERE`;
      const equal = `${among} ${column} IN (${wanted.map(() => '?').join(', ')}) AND id > ? AND id < ? LIMIT ?`;
      const found = wanted.length > 0 ? this.#ids(equal, ...wanted, low, high, most + 1) : [];
      if (found.length > most) continue;
      // Several values, and those that are too long.
      found.push(...this.#ids(`${among} ${column} >= x'5b' AND id > ? AND id < ? LIMIT ?`, low, high, most + 1));
      if (found.length > most) continue;
      found.push(...this.#unsure(low, high, most + 1));
      if (found.length <= most) return [...new Set(found)];
    }
    return undefined;
  }

  hasUnsure(): boolean {
    return this.#unsure('', new Uint8Array(), 1).length > 0;
  }

  /** The last id of the first so many rows between the bounds; undefined where there are not more. */
  endOf({ low, high }: Bounds, descending: boolean, rows: number): string | undefined {
    const sql = `SELECT id FROM ${this.#table} WHERE id > ? AND id < ? ORDER BY id ${descending ? 'DESC' : 'ASC'} LIMIT 1 OFFSET ${rows - 1}`;
    return (this.#statements.kept(sql).get(low, high) as { id: string } | undefined)?.id;
  }

  /** By id, up to `end`, or to the bound without one: rows of which the filter holds, and those where only the document can tell. */
  passing(filter: FilterSql, bounds: Bounds, end: string | undefined, descending: boolean, most: number): PassingRow[] {
    this.#ask(filter.conditions);
    const rows = within(bounds, end, descending);
    const order = descending ? 'DESC' : 'ASC';
    const sql = `SELECT id, unsure FROM ${this.#table} NOT INDEXED WHERE ${rows.sql} AND (unsure OR ${filter.sql}) ORDER BY id ${order} LIMIT ?`;
    return this.#statements.once(sql).all(...rows.parameters, ...filter.parameters, most) as unknown as PassingRow[];
  }

  /** How many rows up to `end` the filter holds of, those left out where only the document can tell. */
  count(filter: FilterSql, bounds: Bounds, end: string | undefined): number {
    this.#ask(filter.conditions);
    const rows = within(bounds, end, false);
    const sql = `SELECT count(*) AS count FROM ${this.#table} ${this.#by(filter)} WHERE ${rows.sql} AND NOT unsure AND ${filter.sql}`;
    return (this.#statements.once(sql).get(...rows.parameters, ...filter.parameters) as { count: number }).count;
  }

  /**
   * How many rows an index has for a filter on just its columns, up to `most` for each of few combinations of values; it holds nothing else, so
   * the cost is that of what is counted. `last` is where one combination goes on; undefined where there is no such index, or
   * where several would have to go on.
   */
  countEqual(filter: FilterSql, { low, high }: Bounds, most: number): { readonly count: number; readonly last?: string } | undefined {
    const by = this.#by(filter);
    if (by === SCAN) return undefined;
    let combinations: IndexedValue[][] = [[]];
    for (const values of filter.matched!.values()) {
      combinations = combinations.flatMap((combination) => [...new Set(values)].map((value) => [...combination, value]));
      if (combinations.length > MAX_COMBINATIONS) return undefined;
    }
    const equal = [...filter.matched!.keys()].map((column) => `${column} = ?`).join(' AND ');
    const rows = `SELECT id FROM ${this.#table} ${by} WHERE ${equal} AND id > ? AND id < ? ORDER BY id LIMIT ?`;
    const statement = this.#statements.once(`SELECT count(*) AS count, max(id) AS last FROM (${rows})`);
    let total = 0;
    for (const combination of combinations) {
      const { count, last } = statement.get(...combination, low, high, most) as unknown as { count: number; last: string };
      if (count === most) return combinations.length === 1 ? { count, last } : undefined;
      total += count;
    }
    return { count: total };
  }

  /** The index of just the columns of the filter, so that ids follow each other in it; otherwise the table is scanned. */
  #by({ matched }: FilterSql): string {
    if (!matched) return SCAN;
    const [only, ...others] = matched.keys();
    if (only !== undefined && others.length === 0) return `INDEXED BY ${this.#table}_${only}`;
    const place = this.#together().findIndex((names) => names.length === matched.size && names.every((name) => matched.has(name)));
    return place < 0 ? SCAN : `INDEXED BY ${this.#table}_together_${place}`;
  }

  /** What the function `passes` answers for the next statement. */
  #ask(conditions: FilterSql['conditions']): void {
    this.#statements.passes = (value, number) => valuePasses(value, conditions[number]!);
  }

  #unsure(low: string, high: string | Uint8Array, most: number): string[] {
    return this.#ids(`SELECT id FROM ${this.#table} WHERE unsure AND id > ? AND id < ? LIMIT ?`, low, high, most);
  }

  #ids(sql: string, ...parameters: readonly IndexedValue[]): string[] {
    return (this.#statements.once(sql).all(...parameters) as unknown as { id: string }[]).map(({ id }) => id);
  }
}

const SCAN = 'NOT INDEXED';
/** Of values, that are counted one by one. */
const MAX_COMBINATIONS = 16;

/** What is between the bounds, and no further than the last id of a stretch, which belongs to it. */
function within({ low, high }: Bounds, end: string | undefined, descending: boolean): { sql: string; parameters: (string | Uint8Array)[] } {
  if (end === undefined) return { sql: 'id > ? AND id < ?', parameters: [low, high] };
  return descending ? { sql: 'id >= ? AND id < ?', parameters: [end, high] } : { sql: 'id > ? AND id <= ?', parameters: [low, end] };
}

export interface PassingRow {
  readonly id: string;
  /** 1 where only the document can tell. */
  readonly unsure: 0 | 1;
}
