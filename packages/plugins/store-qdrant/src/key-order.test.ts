import { compareCodePoints } from '@clipgraph/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDER_LEVELS, orderChunks } from './key-order.ts';

const keys = fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'ä', '\uff5e', '😀', '\u{10ffff}'), maxLength: 20 });

describe('orderChunks', () => {
  it('orders keys as code points do, as far as the chunks reach', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        const [first, second] = [orderChunks(a), orderChunks(b)];
        const at = first.findIndex((chunk, level) => chunk !== second[level]);
        const told = at >= 0 && at < second.length;
        // Keys that no chunk tells apart are one key, or longer than the chunks reach.
        const right = told
          ? Math.sign(first[at]! - second[at]!) === Math.sign(compareCodePoints(a, b))
          : a === b || first.length === ORDER_LEVELS;
        expect(right).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('are whole numbers that JSON and JavaScript keep', () => {
    for (const chunk of orderChunks('\u{10ffff}'.repeat(200))) expect(Number.isSafeInteger(chunk)).toBe(true);
    expect(orderChunks('\u{10ffff}'.repeat(200))).toHaveLength(ORDER_LEVELS);
    expect(orderChunks('')).toEqual([0]);
  });
});
