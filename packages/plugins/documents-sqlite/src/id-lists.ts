import type { Condition, Filter } from '@clipgraph/contracts';

import { columnValue, type IndexedValue } from './indexed-value.ts';

/** Ids in their order, straight from an index: `SELECT id FROM ${from} WHERE ${where} ORDER BY id` sorts nothing. */
export interface IdList {
  readonly from: string;
  readonly where: string;
  readonly parameters: readonly IndexedValue[];
}

/** Stands for the ids that are in at least one of its lists. */
export interface AnyList {
  readonly lists: readonly IdList[];
  /** No id is in two of them. */
  readonly disjoint: boolean;
}

/** Stands for the ids of the first that are in every one of `and` and in none of `except`: exactly those that pass a filter. */
export interface IdLists {
  readonly first: AnyList;
  readonly and: readonly AnyList[];
  readonly except: readonly AnyList[];
}

/** Whether an id needs to be in one list only, so that each row of them is one that passes. */
export function isMerged({ and, except }: IdLists): boolean {
  return and.length === 0 && except.length === 0;
}

/** The indexes that lists are taken from. */
export interface ListSource {
  /** The column of a path with an index; undefined for others. */
  columnOf(path: string): string | undefined;
  /** Whether a column holds several values in any row. */
  hasSeveral(column: string): boolean;
  /** The columns of the indexes of several. */
  readonly together: readonly (readonly string[])[];
  /** Rows whose columns hold just these values; there is an index of just these columns. */
  equal(columns: readonly string[], values: readonly IndexedValue[]): IdList;
  /** Rows whose column holds several values, with this one among them. */
  amongSeveral(column: string, value: IndexedValue): IdList;
}

/** Of one {@link AnyList}. Each row of the last has passed through every merge before it. */
const MAX_LISTS = 16;

/** A `match` in the terms of an index: the values that it looks for, each once. */
interface Match {
  readonly column: string;
  readonly values: readonly IndexedValue[];
}

/** The lists of a filter that is made of `match` alone; undefined for any other, and where the lists would be too many. */
export function idLists(filter: Filter, source: ListSource): IdLists | undefined {
  const matches: Match[] = [];
  const and: AnyList[] = [];
  const except: AnyList[] = [];

  function matchOf(condition: Condition): Match | undefined {
    const column = condition.kind === 'match' ? source.columnOf(condition.field) : undefined;
    if (condition.kind !== 'match' || column === undefined) return undefined;
    const values = condition.anyOf.map(columnValue);
    if (values.length === 0 || values.includes(undefined)) return undefined;
    return { column, values: [...new Set(values as IndexedValue[])] };
  }

  function anyOf(all: readonly (Match | undefined)[]): AnyList | undefined {
    const lists: IdList[] = [];
    for (const match of all) {
      if (!match || lists.length + match.values.length > MAX_LISTS) return undefined;
      const { column, values } = match;
      lists.push(...values.map((value) => source.equal([column], [value])));
      if (source.hasSeveral(column)) lists.push(...values.map((value) => source.amongSeveral(column, value)));
    }
    const [only, ...others] = all;
    const disjoint = only !== undefined && others.length === 0 && (only.values.length === 1 || !source.hasSeveral(only.column));
    return { lists, disjoint };
  }

  /** False for what no list says. */
  function add({ must = [], should = [], mustNot = [] }: Filter): boolean {
    for (const condition of must) {
      if (condition.kind === 'nested') {
        if (!add(condition.filter)) return false;
        continue;
      }
      const match = matchOf(condition);
      if (!match) return false;
      matches.push(match);
    }
    if (should.length > 0) {
      const any = anyOf(should.map(matchOf));
      if (!any) return false;
      and.push(any);
    }
    for (const condition of mustNot) {
      const any = anyOf([matchOf(condition)]);
      if (!any) return false;
      except.push(any);
    }
    return true;
  }

  if (!add(filter)) return undefined;
  const joined = together(matches, source);
  const others = matches.filter(({ column }) => !joined?.columns.includes(column)).map((match) => anyOf([match]));
  if (others.includes(undefined)) return undefined;
  // Several lists stand best where SQL needs no brackets: first.
  const [first, ...rest] = [...(joined ? [joined.any] : []), ...(others as AnyList[]), ...and].toSorted(
    (a, b) => b.lists.length - a.lists.length,
  );
  return first && { first, and: rest, except };
}

/** The matches that one index of several columns answers, the most columns of all such. */
function together(
  matches: readonly Match[],
  source: ListSource,
): { readonly columns: readonly string[]; readonly any: AnyList } | undefined {
  const usable = source.together
    .filter((columns) =>
      columns.every((column) => !source.hasSeveral(column) && matches.filter((one) => one.column === column).length === 1),
    )
    .toSorted((a, b) => b.length - a.length);
  for (const columns of usable) {
    let combinations: IndexedValue[][] = [[]];
    for (const column of columns) {
      const { values } = matches.find((one) => one.column === column)!;
      combinations = combinations.flatMap((combination) => values.map((value) => [...combination, value]));
      if (combinations.length > MAX_LISTS) break;
    }
    if (combinations.length > MAX_LISTS) continue;
    return { columns, any: { lists: combinations.map((values) => source.equal(columns, values)), disjoint: true } };
  }
  return undefined;
}

/** SQL with the values of its question marks. */
export interface IdSql {
  readonly sql: string;
  readonly parameters: readonly IndexedValue[];
}

/** Selects `id`, for rows that a condition on `id` holds of. With `ORDER BY id` SQLite merges the lists and sorts nothing. */
export function idsSql({ first, and, except }: IdLists, rows: IdSql): IdSql {
  const parameters: IndexedValue[] = [];
  const select = ({ from, where, parameters: values }: IdList): string => {
    parameters.push(...values, ...rows.parameters);
    return `SELECT id FROM ${from} WHERE ${where} AND ${rows.sql}`;
  };
  const either = ({ lists, disjoint }: AnyList): string => lists.map(select).join(disjoint ? ' UNION ALL ' : ' UNION ');
  const bracketed = (any: AnyList): string => (any.lists.length === 1 ? either(any) : `SELECT id FROM (${either(any)})`);
  const parts = [either(first)];
  for (const any of and) parts.push('INTERSECT', bracketed(any));
  for (const any of except) parts.push('EXCEPT', bracketed(any));
  return { sql: parts.join(' '), parameters };
}
