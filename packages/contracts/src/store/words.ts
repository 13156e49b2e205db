import type { RequestOptions } from '../encoder.ts';
import type { Filter } from '../filter.ts';

export interface TextQuery {
  /** Anything that a user typed: words, never a query language. */
  readonly text: string;
  readonly filter?: Filter;
  /** Most keys to return: a whole number of at least 1, else INVALID_INPUT. */
  readonly limit: number;
}

/** The capability `words`: finds records by the words in them. Nothing stands in for it. */
export interface WordSearch {
  /**
   * Keys of the records whose `text` or payload strings, at any depth, hold at least one word of the text, in the order
   * of BM25: rarer words count more, and so does a word in a shorter record; equal ones in any order, the same
   * again as long as nothing is written. Words are runs of letters and digits, compared without case and without accents
   * on Latin letters; where a script puts no spaces between words (Chinese, Japanese, Thai), two neighbouring characters
   * count as a word. Only the first {@link MAX_SEARCH_WORDS} different words in the first 32,768 characters of the text
   * count; without any there are no hits. How rare a word is goes by its collection. Writes show at once.
   */
  search(collection: string, query: TextQuery, options?: RequestOptions): Promise<readonly string[]>;
}

/** Different words of a {@link TextQuery} that count. */
export const MAX_SEARCH_WORDS = 32;
