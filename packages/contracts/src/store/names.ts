/** In UTF-16 units, as `String.length` counts. */
export const MAX_KEY_LENGTH = 512;

/** Whether a text can be a record's key: 1 to {@link MAX_KEY_LENGTH} long, without half surrogates. */
export function isAssetKey(key: string): boolean {
  return key.length > 0 && key.length <= MAX_KEY_LENGTH && key.isWellFormed();
}

/** Whether a text can be a collection's name: 1 to 64 of `a-z A-Z 0-9 _ -`, a letter or digit first. */
export function isCollectionName(name: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/.test(name);
}

/**
 * Whether a collection's name is that of a place: vectors that only a module which puts names before the store knows the collection of.
 * Such a module shows no place to others; where one is seen, that module is not there. No collection is given such a name.
 */
export function isPlaceName(name: string): boolean {
  return /^migrated-[0-9a-f]{32}$/.test(name);
}

/**
 * Order of two texts by code point: that of their UTF-8 bytes, which databases use. JavaScript's own `<` compares
 * UTF-16 units and puts an emoji before U+FF5E.
 */
export function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other unit. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
