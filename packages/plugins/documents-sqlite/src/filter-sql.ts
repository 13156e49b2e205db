import { type Condition, type Filter, isAssetKey } from '@clipgraph/contracts';

import { columnValue, type FieldCondition, type IndexedValue } from './indexed-value.ts';

/** An SQL expression in brackets with the values of its question marks. It is never null, so that it can be negated. */
interface Expression {
  readonly sql: string;
  readonly parameters: readonly IndexedValue[];
}

/** A filter as an expression over the columns of an index. */
export interface FilterSql extends Expression {
  /** Whether it is true only where the filter holds; it is true wherever that does. */
  readonly exact: boolean;
  /** What the function `passes` of the connection is asked about, by the number in its second parameter. */
  readonly conditions: readonly FieldCondition[];
}

/** Beyond these a filter is not worth a statement, or not allowed one. */
const MAX_CONDITIONS = 100;
const MAX_VALUES = 1000;
const MAX_DEPTH = 20;
const ANYTHING: Expression = { sql: '1', parameters: [] };
const NOTHING: Expression = { sql: '0', parameters: [] };
/** Where a column holds several values: `SEVERAL` of indexed-value.ts, and what comes after it. */
const SEVERAL = "x'5b'";

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/**
 * Translates what it can; conditions on paths without an index, and all of a filter that is too large, stand for anything.
 * `columns` has the name of each path's column, `hasSeveral` says whether it holds several values anywhere. It does not hold for
 * rows with too long a value: those must be looked at.
 */
export function filterSql(filter: Filter, columns: ReadonlyMap<string, string>, hasSeveral: (column: string) => boolean): FilterSql {
  const conditions: FieldCondition[] = [];
  let isExact = true;

  function passes(column: string, condition: FieldCondition): string {
    conditions.push(condition);
    return `passes(${column}, ${conditions.length - 1})`;
  }

  /** Of one value, or of several where the column holds such. Never null. */
  function ofValues(column: string, one: string, condition: FieldCondition): string {
    if (!hasSeveral(column)) return `${column} IS NOT NULL AND ${one}`;
    // Not within a function of SQL, such as ifnull: SQLite would ask `passes` for every row.
    return `${column} IS NOT NULL AND (${one} OR (${column} >= ${SEVERAL} AND ${passes(column, condition)}))`;
  }

  /** Undefined where there is no way to say it. */
  function ofCondition(condition: Condition): Expression | undefined {
    if (condition.kind === 'nested') return isSayable(condition) ? ofFilter(condition.filter) : undefined;
    if (condition.kind === 'keys') {
      const keys = condition.keys.filter(isAssetKey);
      return { sql: `(id IN (${marks(keys)}))`, parameters: keys };
    }
    const column = columns.get(condition.field);
    if (column === undefined) return undefined;
    switch (condition.kind) {
      case 'exists':
        return { sql: `(${column} IS NOT NULL)`, parameters: [] };
      case 'match': {
        const wanted = condition.anyOf.map(columnValue).filter((value) => value !== undefined);
        return { sql: `(${ofValues(column, `${column} IN (${marks(wanted)})`, condition)})`, parameters: wanted };
      }
      case 'range': {
        const bounds = (['gt', 'gte', 'lt', 'lte'] as const).flatMap((name) => {
          const bound = condition.range[name];
          return bound === undefined ? [] : [{ sql: `${column} ${OPERATORS[name]} ?`, bound }];
        });
        // SQLite takes NaN for null.
        if (bounds.some(({ bound }) => Number.isNaN(bound))) return NOTHING;
        // SQLite orders every number before every text.
        const inside = [`${column} < ''`, ...bounds.map(({ sql }) => sql)].join(' AND ');
        return { sql: `(${ofValues(column, `(${inside})`, condition)})`, parameters: bounds.map(({ bound }) => bound) };
      }
      case 'dateRange':
        return { sql: `(${column} IS NOT NULL AND ${column} >= '' AND ${passes(column, condition)})`, parameters: [] };
    }
  }

  /** Whether all of it can be said: what is negated, or one of several, cannot be left out in part. */
  function isSayable(condition: Condition): boolean {
    if (condition.kind === 'keys') return true;
    if (condition.kind !== 'nested') return columns.has(condition.field);
    const { must = [], should = [], mustNot = [] } = condition.filter;
    return [...must, ...should, ...mustNot].every(isSayable);
  }

  /** Those that can be said. */
  function ofEach(all: readonly Condition[]): Expression[] {
    const said = all.map(ofCondition).filter((one) => one !== undefined);
    if (said.length < all.length) isExact = false;
    return said;
  }

  function ofFilter({ must = [], should = [], mustNot = [] }: Filter): Expression {
    const parts = [...ofEach(must), ...ofEach(mustNot).map(({ sql, parameters }) => ({ sql: `NOT ${sql}`, parameters }))];
    const any = ofEach(should);
    if (should.length > 0 && any.length === should.length) parts.push(joined(any, ' OR '));
    return parts.length > 0 ? joined(parts, ' AND ') : ANYTHING;
  }

  if (!isSmall(filter)) return { ...ANYTHING, exact: false, conditions };
  const expression = ofFilter(filter);
  return { ...expression, exact: isExact, conditions };
}

function joined(parts: readonly Expression[], word: string): Expression {
  return { sql: `(${parts.map(({ sql }) => sql).join(word)})`, parameters: parts.flatMap(({ parameters }) => parameters) };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

function isSmall(filter: Filter): boolean {
  let conditions = 0;
  let values = 0;
  const look = ({ must = [], should = [], mustNot = [] }: Filter, depth: number): boolean =>
    depth <= MAX_DEPTH &&
    [...must, ...should, ...mustNot].every((condition) => {
      conditions += 1;
      if (condition.kind === 'keys') values += condition.keys.length;
      if (condition.kind === 'match') values += condition.anyOf.length;
      if (conditions > MAX_CONDITIONS || values > MAX_VALUES) return false;
      return condition.kind !== 'nested' || look(condition.filter, depth + 1);
    });
  return look(filter, 0);
}
