import { describe, expect, it } from 'vitest';

import { checkedCrops, cropLevels, imagesPerPicture, mostCrops, pooledVector, sameCrops, WHOLE_BOX } from './crops.ts';
import { isUnitVector } from './vector.ts';

const piece = (...numbers: number[]) => ({ box: WHOLE_BOX, vector: Float32Array.from(numbers) });

describe('crops', () => {
  it('are pooled half by the whole, half by the mean of the tiles, however many these are', () => {
    const tile = piece(0, 1, 0);
    const [one, many] = [pooledVector([piece(1, 0, 0), tile]), pooledVector([piece(1, 0, 0), tile, tile, tile, tile])];
    expect(one).toEqual(many);
    expect(one[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(isUnitVector(pooledVector([piece(1, 0, 0), piece(0, 1, 0), piece(0, 0, 1)]))).toBe(true);
  });

  it('of a picture without tiles are its vector', () => {
    expect(pooledVector([piece(0, 1, 0)])).toEqual(Float32Array.of(0, 1, 0));
  });

  it('have 2, 3 or 4 levels, of which each has its most pieces', () => {
    expect(([2, 3, 4] as const).map(mostCrops)).toEqual([5, 14, 30]);
    expect([imagesPerPicture(undefined), imagesPerPicture({ levels: 3, keep: 'each' })]).toEqual([1, 14]);
    for (const levels of [-2, 0, 1, 2.5, 5, Number.NaN]) expect(() => cropLevels(levels)).toThrow('crops.levels must be 2, 3 or 4.');
    expect(() => checkedCrops({ levels: 2, keep: 'all' as 'each' })).toThrow('pooled or each');
  });

  it('are the same when levels and keeping are', () => {
    expect(sameCrops({ levels: 2, keep: 'each' }, { levels: 2, keep: 'each' })).toBe(true);
    expect(sameCrops(undefined, undefined)).toBe(true);
    for (const other of [undefined, { levels: 3, keep: 'each' }, { levels: 2, keep: 'pooled' }] as const) {
      expect(sameCrops({ levels: 2, keep: 'each' }, other)).toBe(false);
    }
  });
});
