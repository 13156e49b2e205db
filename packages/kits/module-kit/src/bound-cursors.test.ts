import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { boundCursors } from './bound-cursors.ts';
import { cursorCodec } from './cursor.ts';

const codec = cursorCodec(Buffer.from('a secret of this server'));
const elsewhere = 'after belongs to another shelf; leave after out to start again.';
const books = boundCursors<{ title: string }>(codec, { kind: 'books', of: 'a list of books', elsewhere });
const invalid = (message: string): unknown => expect.objectContaining({ code: 'INVALID_INPUT', input: 'INVALID', message });

describe('a bound cursor', () => {
  it('gives back its place to whoever asks for the same', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (title, asked) => {
        const cursor = books('shelf', asked).cursorAt({ title });
        expect(books('shelf', asked).placeOf(cursor)).toEqual({ title });
      }),
    );
  });

  it('is no place where none is given', () => {
    expect(books('shelf').placeOf(undefined)).toBeUndefined();
    expect(books('shelf').placeOf(null)).toBeUndefined();
  });

  it('is refused for anything else that is asked', () => {
    const after = books('shelf', { colour: 'red' }, 1).cursorAt({ title: 'a' });
    for (const asked of [['shelf', { colour: 'blue' }, 1], ['shelf', { colour: 'red' }], ['shelf', { colour: 'red' }, '1'], [], [null]]) {
      expect(() => books(...asked).placeOf(after)).toThrow(invalid(elsewhere));
    }
  });

  it('is refused for another kind of list, whatever was asked', () => {
    const films = boundCursors<{ title: string }>(codec, { kind: 'films', of: 'films' });
    expect(() => films('shelf').placeOf(books('shelf').cursorAt({ title: 'a' }))).toThrow(invalid('after is not a cursor of films.'));
    const after = films('other').cursorAt({ title: 'a' });
    expect(() => books('shelf').placeOf(after)).toThrow(invalid('after is not a cursor of a list of books.'));
    expect(() => films('shelf').placeOf(after)).toThrow(invalid('after is not a cursor of films.'));
  });

  it('is refused where it is none, bound to nothing, or signed by another server', () => {
    const refusal = invalid('This cursor is not one that this server made.');
    const stranger = boundCursors(cursorCodec(Buffer.from('another')), { kind: 'books', of: 'a list of books' });
    for (const after of ['', 'x', '\u0000', 'x'.repeat(100_000), stranger('shelf').cursorAt({ title: 'a' })]) {
      expect(() => books('shelf').placeOf(after)).toThrow(refusal);
    }
    expect(() => books('shelf').placeOf(codec.encode({ kind: 'books', title: 'a' }))).toThrow(invalid(elsewhere));
    expect(() => books('shelf').placeOf(codec.encode({}))).toThrow(invalid('after is not a cursor of a list of books.'));
  });

  it('keeps its kind and binding, whatever a place is called', () => {
    const odd = boundCursors<{ kind: string; binding: string }>(codec, { kind: 'odd', of: 'odd' });
    expect(() => odd('a').placeOf(odd('b').cursorAt({ kind: 'books', binding: 'x' }))).toThrow(invalid('after is not a cursor of odd.'));
  });
});
