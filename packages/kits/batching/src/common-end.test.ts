import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { commonEnd } from './common-end.ts';

const times = fc.integer({ min: 0, max: 1000 });

describe('commonEnd', () => {
  it('divides work among free runs', () => {
    expect(commonEnd(80, [0])).toBe(80);
    expect(commonEnd(80, [0, 0])).toBe(40);
  });

  it('leaves more to the run that is free earlier', () => {
    expect(commonEnd(80, [0, 40])).toBe(60);
    expect(commonEnd(80, [0, 200])).toBe(80);
    expect(commonEnd(90, [200, 30, 0])).toBe(60);
  });

  it('is when exactly the work is done', () => {
    fc.assert(
      fc.property(times, fc.array(times, { minLength: 1, maxLength: 8 }), (work, busy) => {
        const end = commonEnd(work, busy);
        const done = busy.reduce((sum, ms) => sum + Math.max(0, end - ms), 0);
        expect(done).toBeCloseTo(work, 6);
      }),
    );
  });
});
