/**
 * SentencePiece's normalisation of characters (`precompiled_charsmap` in `tokenizer.json`): from each position the
 * longest known sequence is replaced, and what is not known stays. The map is a trie over UTF-8 in the form of
 * darts-clone, then the replacements, each ended by a zero byte. Source: sentencepiece, `src/normalizer.cc`.
 *
 * Errors: throws RangeError when the map is damaged.
 */
export function charsmap(precompiled: string): (text: string) => string {
  const bytes = Buffer.from(precompiled, 'base64');
  const trieBytes = bytes.length < 4 ? -1 : bytes.readUInt32LE(0);
  if (trieBytes < 4 || trieBytes % 4 !== 0 || 4 + trieBytes > bytes.length) throw new RangeError('The map of characters is damaged.');
  const trie = new Uint32Array(bytes.buffer.slice(bytes.byteOffset + 4, bytes.byteOffset + 4 + trieBytes));
  const replacements = bytes.subarray(4 + trieBytes);

  return (text) => {
    const from = Buffer.from(text);
    const parts: Uint8Array[] = [];
    for (let at = 0; at < from.length;) {
      const found = longestMatch(trie, from, at);
      if (found) {
        parts.push(replacements.subarray(found.value, replacements.indexOf(0, found.value)));
        at += found.length;
      } else {
        const length = characterLength(from[at]!);
        parts.push(from.subarray(at, at + length));
        at += length;
      }
    }
    return Buffer.concat(parts).toString('utf8');
  };
}

/** The longest key of the trie that the bytes from `start` on begin with: its length in bytes and its value. */
function longestMatch(trie: Uint32Array, bytes: Uint8Array, start: number): { length: number; value: number } | undefined {
  let found: { length: number; value: number } | undefined;
  let node = childrenOf(trie[0]!);
  for (let at = start; at < bytes.length; at++) {
    node ^= bytes[at]!;
    const unit = trie[node];
    // A unit's label is its lowest byte; the highest bit is set in leaves, which have none.
    if (unit === undefined || (unit & 0x8000_00ff) !== bytes[at]) return found;
    node ^= childrenOf(unit);
    const hasLeaf = (unit & 0x100) !== 0;
    if (hasLeaf) found = { length: at + 1 - start, value: trie[node]! & 0x7fff_ffff };
  }
  return found;
}

/** Where a unit's children are, relative to it: 22 bits, counted in 256 where bit 9 says so. */
function childrenOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}

/** Bytes of a character in UTF-8, by its first. */
function characterLength(first: number): number {
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}
