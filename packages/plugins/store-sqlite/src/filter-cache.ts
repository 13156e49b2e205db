import type { Filter } from '@clipgraph/contracts';
import { LRUCache } from 'lru-cache';
import { filterText } from './compile-filter.ts';

const UNKNOWN = 0;
const PASSES = 1;
const FAILS = 2;
/** A tenant's filter comes with every query, and a page's with the next page: few are in use at once. */
const FILTERS_MAX = 24;
/** A filter with more text than this, thousands of keys for one, is not kept. */
const TEXT_MAX = 20_000;

/** Which records recent filters let pass, a byte for each record by its ordinal, so that a filter used again costs one look per record. */
export class FilterCache {
  readonly #byFilter = new LRUCache<string, Uint8Array>({ max: FILTERS_MAX });

  /** `passes` is asked once for each ordinal until {@link forget}; `ordinals` is above every ordinal. */
  remembered(filter: Filter, ordinals: number, passes: (ordinal: number) => boolean): (ordinal: number) => boolean {
    const results = this.#resultsOf(filterText(filter), ordinals);
    return (ordinal) => {
      const result = results[ordinal];
      if (result !== UNKNOWN) return result === PASSES;
      const passed = passes(ordinal);
      results[ordinal] = passed ? PASSES : FAILS;
      return passed;
    };
  }

  /** The record of this ordinal has changed. */
  forget(ordinal: number): void {
    for (const results of this.#byFilter.values()) results[ordinal] = UNKNOWN;
  }

  #resultsOf(text: string, ordinals: number): Uint8Array {
    const kept = this.#byFilter.get(text);
    if (kept && kept.length >= ordinals) return kept;
    const results = new Uint8Array(kept ? ordinals * 2 : ordinals);
    if (kept) results.set(kept);
    if (text.length <= TEXT_MAX) this.#byFilter.set(text, results);
    return results;
  }
}
