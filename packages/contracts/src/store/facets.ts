import type { Filter } from '../filter.ts';
import type { Primitive } from '../json.ts';

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
