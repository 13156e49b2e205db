import type { PackedTextRequest } from './messages.ts';

/** In rows of so many tokens the runtime gives a text the same bits wherever it stands; longer ones are not faster. */
export const MAX_TOKENS = 128;

/** Texts on their way into one row of tokens, as a tree: what they begin with in common is there once. */
export interface TextRun {
  /** Adds a text and answers with the tokens of all together. */
  add(tokenIds: Int32Array): number;
  /** How many tokens a text would add. */
  extra(tokenIds: Int32Array): number;
  readonly tokens: number;
  request(): PackedTextRequest;
}

export function textRun(): TextRun {
  const tokenIds: number[] = [];
  const positions: number[] = [];
  const parents: number[] = [];
  const ends: number[] = [];
  const places = new Map<number, number>();

  /** How far a text is in the tree: the place of the last of its tokens that is, and how many are. */
  function shared(text: Int32Array): { place: number; depth: number } {
    let place = -1;
    for (const [depth, tokenId] of text.entries()) {
      const next = places.get(keyOf(place, tokenId));
      if (next === undefined) return { place, depth };
      place = next;
    }
    return { place, depth: text.length };
  }

  return {
    get tokens() {
      return tokenIds.length;
    },
    extra: (text) => text.length - shared(text).depth,
    add(text) {
      let { place, depth } = shared(text);
      for (; depth < text.length; depth++) {
        const tokenId = text[depth]!;
        places.set(keyOf(place, tokenId), tokenIds.length);
        parents.push(place);
        positions.push(depth);
        place = tokenIds.push(tokenId) - 1;
      }
      ends.push(place);
      return tokenIds.length;
    },
    request: () => ({
      tower: 'packed-text',
      count: ends.length,
      tokenIds: Int32Array.from(tokenIds),
      positions: Int32Array.from(positions),
      parents: Int32Array.from(parents),
      ends: Int32Array.from(ends),
    }),
  };
}

/** Of the token behind a place; unique, for a row is short and a vocabulary ends long before 2^32. */
function keyOf(parent: number, tokenId: number): number {
  return (parent + 1) * 2 ** 32 + tokenId;
}

/** Texts in order, in as few runs as fit; one that is longer than a run goes alone. */
export function textRuns(texts: readonly Int32Array[]): PackedTextRequest[] {
  const runs: TextRun[] = [];
  for (const text of texts) {
    let run = runs.at(-1);
    if (!run || run.tokens + run.extra(text) > MAX_TOKENS) runs.push((run = textRun()));
    run.add(text);
  }
  return runs.map((run) => run.request());
}
