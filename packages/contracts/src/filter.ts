import type { JsonObject, JsonValue, Primitive } from './json.ts';

/**
 * One typed tree with one meaning in every store; {@link matchesFilter} is that meaning.
 * A record passes when every `must` holds, no `mustNot` holds and, where `should` has members, at least
 * one of them holds. An empty filter lets everything pass.
 */
export interface Filter {
  readonly must?: readonly Condition[];
  readonly should?: readonly Condition[];
  readonly mustNot?: readonly Condition[];
}

/**
 * A `field` is a dotted path into the payload (`author.name`). An array on the way stands for each of
 * its members, and a condition holds when any reached value satisfies it. A missing field and `null`
 * satisfy no condition.
 */
export type Condition =
  | { readonly kind: 'match'; readonly field: string; readonly anyOf: readonly Primitive[] }
  | { readonly kind: 'range'; readonly field: string; readonly range: NumberRange }
  | { readonly kind: 'dateRange'; readonly field: string; readonly range: DateRange }
  | { readonly kind: 'exists'; readonly field: string }
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  | { readonly kind: 'nested'; readonly filter: Filter };

export interface NumberRange {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

/**
 * Instants in milliseconds since 1970; compared with payload strings in RFC 3339. Both ends excluded. A time
 * without an offset is in UTC, so that a filter means the same on every machine.
 */
export interface DateRange {
  readonly after?: number;
  readonly before?: number;
}

/** What a filter looks at. */
export interface Filterable {
  readonly key: string;
  readonly payload: JsonObject;
}

/** The reference meaning of {@link Filter}; strict equality, no conversion between types. */
export function matchesFilter(filter: Filter, record: Filterable): boolean {
  const holds = (condition: Condition): boolean => matchesCondition(condition, record);
  if (filter.must && !filter.must.every(holds)) return false;
  if (filter.mustNot?.some(holds)) return false;
  return !filter.should?.length || filter.should.some(holds);
}

function matchesCondition(condition: Condition, record: Filterable): boolean {
  switch (condition.kind) {
    case 'keys':
      return condition.keys.includes(record.key);
    case 'nested':
      return matchesFilter(condition.filter, record);
    case 'match':
      return valuesAt(record.payload, condition.field).some((value) => condition.anyOf.some((wanted) => wanted === value));
    case 'range':
      return valuesAt(record.payload, condition.field).some((value) => inRange(value, condition.range));
    case 'dateRange':
      return valuesAt(record.payload, condition.field).some((value) => inDateRange(value, condition.range));
    case 'exists':
      return valuesAt(record.payload, condition.field).length > 0;
  }
}

/** Every value that a dotted path reaches, arrays opened on the way and at the end; nulls left out. */
export function valuesAt(payload: JsonObject, field: string): readonly JsonValue[] {
  let reached: JsonValue[] = [payload];
  for (const name of field.split('.')) {
    const next: JsonValue[] = [];
    for (const value of reached) {
      if (isObject(value) && Object.hasOwn(value, name)) addOpened(value[name]!, next);
    }
    reached = next;
  }
  return reached;
}

function addOpened(value: JsonValue, to: JsonValue[]): void {
  if (Array.isArray(value)) for (const member of value) addOpened(member, to);
  else if (value !== null) to.push(value);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inRange(value: JsonValue, { gt, gte, lt, lte }: NumberRange): boolean {
  if (typeof value !== 'number') return false;
  return (
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte)
  );
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/i;

/** Milliseconds since 1970 of a date or time in RFC 3339, or NaN. */
export function instantOf(text: string): number {
  const parts = RFC_3339.exec(text);
  if (!parts) return Number.NaN;
  const [, time, , , offset] = parts;
  return Date.parse(time && !offset ? `${text}Z` : text);
}

function inDateRange(value: JsonValue, { after, before }: DateRange): boolean {
  const instant = typeof value === 'string' ? instantOf(value) : Number.NaN;
  return !Number.isNaN(instant) && (after === undefined || instant > after) && (before === undefined || instant < before);
}
