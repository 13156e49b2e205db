import { htmlUnescaped } from './html-unescape.ts';

/** So much of a text is looked at; no context reaches beyond. */
const MAX_CHARACTERS = 65_536;

/**
 * A text as OpenAI's tokenizer cleans it before it lower-cases and splits: HTML references resolved twice, white
 * space collapsed. Composed (NFC), as its `ftfy` does; the rest of `ftfy`, which repairs text that was decoded
 * wrongly, is left out. Bounded work: what comes after {@link MAX_CHARACTERS} is cut off.
 */
export function cleaned(text: string, cleaning: 'clip' | 'plain'): { readonly text: string; readonly isCut: boolean } {
  const isCut = text.length > MAX_CHARACTERS;
  const start = isCut ? text.slice(0, MAX_CHARACTERS) : text;
  if (cleaning === 'plain') return { text: start.trim(), isCut };
  const composed = htmlUnescaped(htmlUnescaped(start)).normalize('NFC');
  // The combining iota: OpenAI's pattern, which ignores case, matches it neither as a letter (it is a mark) nor as
  // anything else (its upper case is a letter), so it only separates.
  return { text: composed.replace(/[\s\u0345]+/gu, ' ').trim(), isCut };
}
