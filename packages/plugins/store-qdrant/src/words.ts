import { hash } from 'node:crypto';
import { type JsonObject, type JsonValue, MAX_SEARCH_WORDS } from '@clipgraph/contracts';

/*
 * The keyword leg: BM25 as a sparse vector. Each word is a dimension, its value what BM25 makes of how often the word
 * stands in how long a record; Qdrant multiplies by the word's rarity (the `idf` modifier) and sums.
 */

export interface SparseVector {
  readonly indices: number[];
  readonly values: number[];
}

/** BM25's usual parameters. */
const K1 = 1.2;
const B = 0.75;
/** Words of an average record. Qdrant keeps no average, so it is a guess; a wrong one only changes how much length counts. */
const AVERAGE_WORDS = 16;

/** What is looked at of a user's text, as the contract of `searchText` says. */
const QUERY_LENGTH_MAX = 32_768;

const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
/** A character of a script that puts no spaces between words, with its marks. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]\p{M}*/gu;
const UNSPACED_RUN = new RegExp(`((?:${UNSPACED.source})+)`, 'u');

/** Of a record's text and the strings of its payload; undefined where there is no word. */
export function recordWords(text: string | undefined, payload: JsonObject): SparseVector | undefined {
  const strings = text === undefined ? [] : [text];
  collectStrings(payload, strings);
  const counts = new Map<number, number>();
  let length = 0;
  for (const word of strings.flatMap((one) => [...words(one, 'stored')])) {
    const index = wordIndex(word);
    counts.set(index, (counts.get(index) ?? 0) + 1);
    length++;
  }
  if (length === 0) return undefined;
  const weight = (count: number): number => (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / AVERAGE_WORDS));
  return { indices: [...counts.keys()], values: Array.from(counts.values(), weight) };
}

/** Of what a user typed; undefined where there is no word. */
export function queryWords(text: string): SparseVector | undefined {
  const different = new Set<string>();
  for (const word of words(text.slice(0, QUERY_LENGTH_MAX), 'asked')) {
    if (different.size === MAX_SEARCH_WORDS) break;
    different.add(word);
  }
  if (different.size === 0) return undefined;
  const indices = [...new Set(Array.from(different, wordIndex))];
  return { indices, values: indices.map(() => 1) };
}

/** Two words in four thousand million share a dimension. */
function wordIndex(word: string): number {
  return Number.parseInt(hash('sha256', word).slice(0, 8), 16);
}

/** Without case, and without accents on Latin letters. */
function* words(text: string, use: 'stored' | 'asked'): Generator<string> {
  for (const [run] of folded(text).matchAll(WORD)) {
    for (const [index, part] of run.split(UNSPACED_RUN).entries()) {
      if (part === '') continue;
      if (index % 2 === 0) yield part;
      else yield* unspacedWords(part.match(UNSPACED)!, use);
    }
  }
}

/** Two neighbouring characters are a word; a single one is asked for where it stands alone, and found anywhere. */
function* unspacedWords(characters: readonly string[], use: 'stored' | 'asked'): Generator<string> {
  if (use === 'stored' || characters.length === 1) yield* characters;
  for (let i = 1; i < characters.length; i++) yield characters[i - 1]! + characters[i]!;
}

function folded(text: string): string {
  const apart = text.toWellFormed().normalize('NFKD').toLowerCase();
  return apart.replace(/(\p{scx=Latin})\p{M}+/gu, '$1').normalize('NFKC');
}

function collectStrings(value: JsonValue, to: string[]): void {
  if (typeof value === 'string') to.push(value);
  else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) collectStrings(member, to);
}
