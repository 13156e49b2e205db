import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { packed } from './pack.ts';

const options = { sizeOf: (size: number) => size, maxCost: 128, freeSlots: 1 };

describe('packed', () => {
  it('always takes the oldest, keeps to the cost and to similar sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), fc.integer({ min: 1, max: 4 }), (sizes, freeSlots) => {
        const batch = packed(sizes, { ...options, freeSlots });
        expect(batch).toContain(sizes[0]);
        const [smallest, largest] = [Math.min(...batch), Math.max(...batch)];
        const alone = batch.length === 1;
        expect(alone || batch.length * largest <= 128).toBe(true);
        expect(alone || largest - smallest <= Math.max(4, largest / 4)).toBe(true);
      }),
    );
  });

  it('keeps the order of arrival within a batch', () => {
    expect(packed([10, 30, 9, 11], options)).toEqual([10, 9, 11]);
  });

  it('takes an item beyond the cost alone', () => {
    expect(packed([300, 300], options)).toEqual([300]);
  });

  it('splits a short queue among the free runs', () => {
    expect(packed([1, 1, 1, 1, 1, 1], { ...options, maxCost: 8, freeSlots: 2 })).toHaveLength(3);
  });

  it('gives nothing for an empty queue', () => {
    expect(packed([], options)).toEqual([]);
  });
});
