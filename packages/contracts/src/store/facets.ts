import { valuesAt, type Filter } from '../filter.ts';
import type { JsonObject, Primitive } from '../json.ts';
import { compareCodePoints } from './names.ts';

export interface FacetQuery {
  readonly filter?: Filter;
  /** Most values to return: a whole number of at least 1, else INVALID_INPUT. */
  readonly limit: number;
}

export interface FacetCount {
  readonly value: Primitive;
  readonly count: number;
}

/** The capability `facets`: counts the values of a payload field without reading every record. */
export interface Facets {
  /**
   * Values of a field (a dotted path, arrays opened, as `valuesAt` reads it) and in how many records each stands. Values of
   * different types are different; null and objects do not count; a value counts once a record. Most frequent first, then
   * by value as text in code-point order.
   */
  count(collection: string, field: string, query: FacetQuery): Promise<readonly FacetCount[]>;
}

/** Counts payloads as {@link Facets} says, one after the other. */
export interface FacetCounter {
  add(payload: JsonObject): void;
  /** The most frequent values so far. */
  first(limit: number): FacetCount[];
}

export function facetCounter(field: string): FacetCounter {
  const counts = new Map<Primitive, number>();
  return {
    add(payload) {
      for (const value of new Set(valuesAt(payload, field))) {
        if (isPrimitive(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    },
    first: (limit) =>
      Array.from(counts, ([value, count]) => ({ value, count }))
        .sort(compareFacets)
        .slice(0, limit),
  };
}

function isPrimitive(value: unknown): value is Primitive {
  return typeof value !== 'object';
}

/** By type last: 1 before '1', for an order that is always the same. */
function compareFacets(a: FacetCount, b: FacetCount): number {
  const byText = compareCodePoints(String(a.value), String(b.value));
  return b.count - a.count || byText || compareCodePoints(typeof a.value, typeof b.value);
}
