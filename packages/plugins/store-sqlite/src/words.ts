import { type JsonObject, type JsonValue, MAX_SEARCH_WORDS } from '@clipgraph/contracts';

/*
 * What the keyword index reads and is asked. FTS5's own tokenizer makes the words and folds case and accents; scripts
 * without spaces are cut into characters here, and asked for by neighbouring pairs.
 */

const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
/** A character of a script that puts no spaces between words, with its marks. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]\p{M}*/gu;
const UNSPACED_RUN = new RegExp(`((?:${UNSPACED.source})+)`, 'u');
/** Characters of a user's text that are looked at. */
const QUERY_LENGTH_MAX = 32_768;

/** A record's text and the strings of its payload (JSON), ready for the index; empty where there is nothing to find. */
export function indexedText(text: string | null, payload: string): string {
  const strings = text === null ? [] : [text];
  if (payload !== '{}') collectStrings(JSON.parse(payload) as JsonObject, strings);
  return spaced(strings.join('\n').normalize('NFKC'));
}

/** An FTS5 query for records with any word of a user's text; undefined where it has none. Each word is a quoted string. */
export function wordsQuery(text: string): string | undefined {
  const words = new Set<string>();
  for (const word of wordsIn(text.slice(0, QUERY_LENGTH_MAX).normalize('NFKC').toLowerCase())) {
    if (words.add(word).size === MAX_SEARCH_WORDS) break;
  }
  return words.size === 0 ? undefined : Array.from(words, (word) => `"${word}"`).join(' OR ');
}

/** Two neighbouring characters of an unspaced script are a phrase. */
function* wordsIn(text: string): Iterable<string> {
  for (const [run] of text.matchAll(WORD)) {
    for (const [index, part] of run.split(UNSPACED_RUN).entries()) {
      const characters = index % 2 === 1 ? part.match(UNSPACED)! : [];
      for (let i = 1; i < characters.length; i++) yield `${characters[i - 1]} ${characters[i]}`;
      if (characters.length < 2 && part !== '') yield part;
    }
  }
}

function spaced(text: string): string {
  return text.replace(UNSPACED, ' $& ');
}

function collectStrings(value: JsonValue, to: string[]): void {
  if (typeof value === 'string') to.push(value);
  else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) collectStrings(member, to);
}
