import type { DatabaseSync } from 'node:sqlite';

import type { Filter, JsonObject } from '@clipgraph/contracts';

import { filterSql, type FilterSql } from './filter-sql.ts';
import { idLists, type IdLists, type IdSql, idsSql } from './id-lists.ts';
import { columnValue, indexedValue, isTooLong, type IndexedValue, valuePasses } from './indexed-value.ts';
import type { Counted, SentDocument } from './protocol.ts';
import { SeveralValues } from './several-values.ts';
import type { Statements } from './statements.ts';

/** Ids between two bounds, both excluded. */
export interface Bounds {
  readonly low: string;
  /** Of a blob, which comes after every text, for no bound. */
  readonly high: string | Uint8Array;
}

/**
 * The index of one kind: a table with a row for each document, by id, and in it a column for each path, with an SQLite index of
 * its own; each of several values in a column has a row in a second table. `unsure` says that a column of the row holds too long a
 * value, so that only the document can tell.
 */
export class KindIndex {
  /** The paths of each index. */
  readonly indexes: readonly (readonly string[])[];
  readonly #paths: readonly string[];
  readonly #table: string;
  readonly #columns: ReadonlyMap<string, string>;
  readonly #several: SeveralValues;
  readonly #statements: Statements;

  constructor(statements: Statements, number: number, indexes: readonly (readonly string[])[]) {
    this.indexes = indexes;
    this.#paths = [...new Set(indexes.flat())];
    this.#statements = statements;
    this.#table = `kind_${number}`;
    this.#columns = new Map(this.#paths.map((path, place) => [path, `path_${place}`]));
    this.#several = new SeveralValues(statements, this.#table, [...this.#columns.values()]);
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
    this.#several.create(database);
  }

  /** Completes what a version without the table of several values has made. */
  complete(database: DatabaseSync): void {
    this.#several.create(database);
    this.#several.fill();
  }

  /** The columns of each index of several. */
  #together(): string[][] {
    return this.indexes.filter((paths) => paths.length > 1).map((paths) => paths.map((path) => this.#columns.get(path)!));
  }

  drop(database: DatabaseSync): void {
    this.#several.drop(database);
    database.exec(`DROP TABLE ${this.#table}`);
  }

  put({ id, json }: SentDocument): void {
    const document = JSON.parse(json) as JsonObject;
    const values = this.#paths.map((path) => indexedValue(document, path));
    const marks = values.map(() => ', ?').join('');
    this.#several.delete(id);
    this.#statements.kept(`INSERT OR REPLACE INTO ${this.#table} VALUES (?, ?${marks})`).run(id, values.some(isTooLong) ? 1 : 0, ...values);
    this.#several.add(id, values);
  }

  delete(id: string): void {
    this.#several.delete(id);
    this.#statements.kept(`DELETE FROM ${this.#table} WHERE id = ?`).run(id);
  }

  deleteBefore(id: string): void {
    this.#several.deleteBefore(id);
    this.#statements.kept(`DELETE FROM ${this.#table} WHERE id < ?`).run(id);
  }

  /** Undefined where no path of the index says anything about the filter. */
  translated(filter: Filter): FilterSql | undefined {
    const translated = filterSql(filter, this.#columns, this.#severalIn());
    return translated.sql === '1' ? undefined : translated;
  }

  /** Of a filter that is translated exactly, where no row is unsure; undefined where lists of ids do not say it. */
  lists(filter: Filter): IdLists | undefined {
    const table = this.#table;
    const together = this.#together();
    return idLists(filter, {
      columnOf: (path) => this.#columns.get(path),
      hasSeveral: this.#severalIn(),
      together,
      equal: (columns, values) => ({
        from: `${table} INDEXED BY ${table}_${columns.length === 1 ? columns[0] : `together_${together.indexOf(columns as string[])}`}`,
        where: columns.map((column) => `${column} = ?`).join(' AND '),
        parameters: values,
      }),
      amongSeveral: (column, value) => this.#several.among(column, value),
    });
  }

  #severalIn(): (column: string) => boolean {
    const known = new Map<string, boolean>();
    return (column) => {
      const sql = `SELECT id FROM ${this.#table} INDEXED BY ${this.#table}_${column} WHERE ${column} >= x'5b' LIMIT 1`;
      if (!known.has(column)) known.set(column, this.#ids(sql).length > 0);
      return known.get(column)!;
    };
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

  hasUnsure({ low, high }: Bounds): boolean {
    return this.#unsure(low, high, 1).length > 0;
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
  count(filter: FilterSql, bounds: Bounds, end: string | undefined): Counted {
    this.#ask(filter.conditions);
    const rows = within(bounds, end, false);
    const sql = `SELECT count(*) AS count FROM ${this.#table} NOT INDEXED WHERE ${rows.sql} AND NOT unsure AND ${filter.sql}`;
    return { count: (this.#statements.once(sql).get(...rows.parameters, ...filter.parameters) as { count: number }).count };
  }

  /** The first so many ids of lists. */
  listed(lists: IdLists, bounds: Bounds, descending: boolean, most: number): string[] {
    const ids = idsSql(lists, within(bounds, undefined, descending));
    return this.#ids(`${ids.sql} ORDER BY id ${descending ? 'DESC' : 'ASC'} LIMIT ?`, ...ids.parameters, most);
  }

  /** How many ids are in lists of which none is in two, where they are no more than `most`. */
  countApart({ first: { lists } }: IdLists, most: number): number | undefined {
    let total = 0;
    for (const { from, where, parameters } of lists) {
      const sql = `SELECT count(*) AS count FROM (SELECT 1 FROM ${from} WHERE ${where} LIMIT ?)`;
      total += (this.#statements.once(sql).get(...parameters, most + 1 - total) as { count: number }).count;
      if (total > most) return undefined;
    }
    return total;
  }

  /** How many ids are in lists, up to `end` and up to `most`; where those are reached, there may be more after the last. */
  countListed(lists: IdLists, bounds: Bounds, end: string | undefined, most: number): Counted {
    const ids = idsSql(lists, within(bounds, end, false));
    const some = most === Infinity ? '' : ` LIMIT ${most}`;
    const sql = `SELECT count(*) AS count, max(id) AS last FROM (${ids.sql} ORDER BY id${some})`;
    const { count, last } = this.#statements.once(sql).get(...ids.parameters) as unknown as { count: number; last: string };
    return count === most ? { count, resumeAfter: last } : { count };
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

/** What is between the bounds, and no further than the last id of a stretch, which belongs to it. */
function within({ low, high }: Bounds, end: string | undefined, descending: boolean): IdSql {
  if (end === undefined) return { sql: 'id > ? AND id < ?', parameters: [low, high] };
  return descending ? { sql: 'id >= ? AND id < ?', parameters: [end, high] } : { sql: 'id > ? AND id <= ?', parameters: [low, end] };
}

export interface PassingRow {
  readonly id: string;
  /** 1 where only the document can tell. */
  readonly unsure: 0 | 1;
}
