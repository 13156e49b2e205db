import type { Filter } from '@clipgraph/contracts';
import { filterText } from './compile-filter.ts';

const UNKNOWN = 0;
const PASSES = 1;
const FAILS = 2;
/** A tenant's filter comes with every query, and a page's with the next page: few are in use at once. */
const FILTERS_MAX = 24;
/** A filter with more text than this, thousands of keys for one, is not remembered. */
const TEXT_MAX = 20_000;

/** What recent filters said of each record, by its ordinal, so that a filter used again costs a byte's look per record. */
export class Verdicts {
  /** The least recently used first. */
  readonly #byFilter = new Map<string, Uint8Array>();

  /** `judge` is asked once for each ordinal until {@link forget}; `ordinals` is above every ordinal. */
  remembered(filter: Filter, ordinals: number, judge: (ordinal: number) => boolean): (ordinal: number) => boolean {
    const verdicts = this.#verdictsOf(filterText(filter), ordinals);
    return (ordinal) => {
      const verdict = verdicts[ordinal];
      if (verdict !== UNKNOWN) return verdict === PASSES;
      const passes = judge(ordinal);
      verdicts[ordinal] = passes ? PASSES : FAILS;
      return passes;
    };
  }

  /** The record of this ordinal has changed. */
  forget(ordinal: number): void {
    for (const verdicts of this.#byFilter.values()) verdicts[ordinal] = UNKNOWN;
  }

  #verdictsOf(text: string, ordinals: number): Uint8Array {
    let verdicts = this.#byFilter.get(text) ?? new Uint8Array(ordinals);
    if (verdicts.length < ordinals) {
      const larger = new Uint8Array(ordinals * 2);
      larger.set(verdicts);
      verdicts = larger;
    }
    this.#byFilter.delete(text);
    if (text.length <= TEXT_MAX) this.#byFilter.set(text, verdicts);
    if (this.#byFilter.size > FILTERS_MAX) this.#byFilter.delete(this.#byFilter.keys().next().value!);
    return verdicts;
  }
}
