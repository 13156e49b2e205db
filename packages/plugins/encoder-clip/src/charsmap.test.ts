import { describe, expect, it } from 'vitest';

import { charsmap } from './charsmap.ts';

// What real maps do is compared with SentencePiece in siglip-reference.test.ts.
describe('charsmap', () => {
  it.each([
    ['nothing', ''],
    ['no trie', 'AAAA'],
    ['a trie longer than the map', Buffer.from([255, 255, 0, 0, 1, 2, 3, 4]).toString('base64')],
    ['half a unit', Buffer.from([5, 0, 0, 0, 1, 2, 3, 4, 5]).toString('base64')],
  ])('refuses %s', (_, map) => expect(() => charsmap(map)).toThrow('The map of characters is damaged.'));

  it('leaves what it does not know as it is, in every plane', () => {
    const knowsNothing = charsmap(Buffer.from([4, 0, 0, 0, 0, 0, 0, 0]).toString('base64'));
    expect(knowsNothing('aé世👍\u{10ffff}')).toBe('aé世👍\u{10ffff}');
  });
});
