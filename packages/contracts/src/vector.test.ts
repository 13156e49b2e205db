import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dot, isUnitVector, meanDirection, normalised } from './vector.ts';

const components = fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 64 });

describe('vectors', () => {
  it('are normalised to unit length in their direction', () => {
    fc.assert(
      fc.property(components, (values) => {
        fc.pre(Math.hypot(...values) > 1e-3);
        const unit = normalised(values);
        expect(isUnitVector(unit)).toBe(true);
        expect(dot(unit, Float32Array.from(values))).toBeCloseTo(Math.hypot(...values), 1);
      }),
    );
  });

  it('without a direction become NaN, which no check lets pass', () => {
    for (const values of [
      [0, 0, 0],
      [Number.NaN, 1],
      [Infinity, 1],
    ])
      expect(isUnitVector(normalised(values))).toBe(false);
  });

  it('average by direction, whatever the order', () => {
    const east = Float32Array.of(1, 0);
    const north = Float32Array.of(0, 1);
    const both = meanDirection([east, north]);
    expect(both[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(meanDirection([north, east])).toEqual(both);
    expect(meanDirection([north])).toEqual(north);
  });
});
