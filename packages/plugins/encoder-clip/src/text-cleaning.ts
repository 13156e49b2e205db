import type { Cleaning } from '@clipgraph/model-registry';

import { htmlUnescaped } from './html-unescape.ts';

/** So much of a text is looked at; no context reaches beyond. */
const MAX_CHARACTERS = 65_536;

/** What Python's `string.punctuation` holds. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
/** What `\s` means in Python: unlike JavaScript's, the separators of ASCII and the next line, and no byte order mark. */
// oxlint-disable-next-line no-control-regex -- white space is what the pattern is about
const PYTHON_SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

/** How a text is changed before the tokenizer sees it, by the names that `clipgraph.json` uses. */
const CLEANINGS: Readonly<Record<Cleaning, (text: string) => string>> = {
  /**
   * As OpenAI's tokenizer cleans a text before it lower-cases and splits: HTML references resolved twice, white space
   * collapsed. Composed (NFC), as its `ftfy` does; the rest of `ftfy`, which repairs text that was decoded wrongly, is
   * left out. The combining iota: OpenAI's pattern, which ignores case, matches it neither as a letter (it is a mark)
   * nor as anything else (its upper case is a letter), so it only separates.
   */
  clip: (text) =>
    htmlUnescaped(htmlUnescaped(text))
      .normalize('NFC')
      .replace(/[\s\u0345]+/gu, ' ')
      .trim(),
  /** As SigLIP's texts: lower case, no ASCII punctuation, white space collapsed. Source: big_vision, `canonicalize_text`. */
  canonical: (text) => text.toLowerCase().replace(PUNCTUATION, '').replace(PYTHON_SPACE, ' ').trim(),
  /** As SigLIP 2's texts: lower case, and nothing else. */
  lowercase: (text) => text.toLowerCase(),
  /** White space at the ends goes, the rest is left to `tokenizer.json`. */
  plain: (text) => text.trim(),
};

/** A text, cleaned. Bounded work: what comes after {@link MAX_CHARACTERS} is cut off. */
export function cleaned(text: string, cleaning: Cleaning): { readonly text: string; readonly isCut: boolean } {
  const isCut = text.length > MAX_CHARACTERS;
  return { text: CLEANINGS[cleaning](isCut ? text.slice(0, MAX_CHARACTERS) : text), isCut };
}
