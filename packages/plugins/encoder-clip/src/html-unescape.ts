import { bareReferences, namedReferences } from './html-references.ts';

/** Code points that the HTML standard puts in the place of the C1 controls: Windows-1252. */
const WINDOWS_1252 = '€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ';
const REFERENCE = /&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)/g;

let tables: { readonly named: ReadonlyMap<string, string>; readonly bare: ReadonlySet<string> } | undefined;

/** Python's `html.unescape`, which CLIP's tokenizer applies to its texts: every reference, once. */
export function htmlUnescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (_, reference: string) => (reference.startsWith('#') ? numeric(reference) : named(reference)));
}

function numeric(reference: string): string {
  const isHexadecimal = /^#x/i.test(reference);
  const code = Number.parseInt(reference.slice(isHexadecimal ? 2 : 1), isHexadecimal ? 16 : 10);
  if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252[code - 0x80]!;
  if (code === 0 || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return '\ufffd';
  if (code === 0x0d) return '\r';
  const isRemoved = code < 0x09 || (code > 0x0a && code < 0x20 && code !== 0x0c) || code === 0x7f || isNonCharacter(code);
  return isRemoved ? '' : String.fromCodePoint(code);
}

function isNonCharacter(code: number): boolean {
  return (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe;
}

/** A known name, or the longest known one that it begins with and that needs no semicolon. */
function named(reference: string): string {
  tables ??= { named: namedReferences(), bare: bareReferences() };
  const { named, bare } = tables;
  if (reference.endsWith(';')) {
    const characters = named.get(reference.slice(0, -1));
    if (characters !== undefined) return characters;
  }
  for (let length = Math.min(reference.length, 6); length > 1; length--) {
    const start = reference.slice(0, length);
    if (bare.has(start)) return named.get(start)! + reference.slice(length);
  }
  return `&${reference}`;
}
