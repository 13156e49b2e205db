import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { globalId, idParts, parseGlobalId } from './global-id.ts';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a global id', () => {
  it('gives back its type and parts, whatever they hold', () => {
    const whole = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(whole, fc.array(whole), (type, parts) => {
        expect(parseGlobalId(globalId(type, ...parts))).toEqual({ type, parts });
      }),
    );
  });

  it('differs where type or parts differ, however they are cut', () => {
    const ids = [globalId('A', 'b', 'c'), globalId('A', 'bc'), globalId('A', 'b,c'), globalId('Ab', 'c'), globalId('A', 'b', 'c', '')];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is known from anything else', () => {
    for (const other of [
      '',
      'x',
      '!!!',
      '[]',
      encoded([]),
      encoded({}),
      encoded('A'),
      encoded([1]),
      encoded(['A', 1]),
      encoded(['A', null]),
    ]) {
      expect(parseGlobalId(other)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.string(), (any) => {
        expect(() => parseGlobalId(any)).not.toThrow();
      }),
    );
  });

  it('is taken for one type and one number of parts', () => {
    expect(idParts(globalId('Asset', 'pets', 'a'), 'Asset', 2)).toEqual(['pets', 'a']);
    for (const other of [globalId('Asset', 'pets'), globalId('Model', 'pets', 'a'), globalId('Asset', 'pets', 'a', 'b'), 'x']) {
      expect(() => idParts(other, 'Asset', 2)).toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT', input: 'NOT_FOUND', message: 'This is not the id of a Asset.' }),
      );
    }
  });
});
