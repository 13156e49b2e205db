import { randomBytes } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cursorCodec } from './cursor.ts';

const secret = Buffer.from('a secret of this server');
const { encode, decode } = cursorCodec(secret);
const refusal = expect.objectContaining({ code: 'INVALID_INPUT', message: 'This cursor is not one that this server made.' });
const content = { offset: 20, result: 'x', nested: { a: [1, null, 'ü'] } };

describe('a cursor', () => {
  it('gives back what was put in, after a restart with the same secret too', () => {
    expect(decode(encode(content))).toEqual(content);
    expect(cursorCodec(Buffer.from(secret)).decode(encode(content))).toEqual(content);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (any) => {
        expect(decode(encode(any))).toEqual(any);
      }),
    );
  });

  it('can stand in an address as it is', () => {
    expect(encode(content)).toMatch(/^[\w-]+$/);
  });

  it('of another secret is refused', () => {
    expect(() => decode(cursorCodec(randomBytes(32)).encode(content))).toThrow(refusal);
  });

  it('is refused when any bit of it was changed', () => {
    const bytes = Buffer.from(encode(content), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decode(forged.toString('base64url'))).toThrow(refusal);
    }
  });

  it('is refused when it was cut, lengthened or made up', () => {
    const cursor = encode(content);
    for (let length = 0; length < cursor.length; length++) expect(() => decode(cursor.slice(0, length))).toThrow(refusal);
    for (const forged of [`${cursor}AAAA`, '{}', 'null', '='.repeat(40), '\u0000', Buffer.alloc(64).toString('base64url')]) {
      expect(() => decode(forged)).toThrow(refusal);
    }
    fc.assert(
      fc.property(fc.string(), (any) => {
        expect(() => decode(any)).toThrow(refusal);
      }),
    );
  });
});
