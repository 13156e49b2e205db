import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { vectorFromBase64, vectorToBase64 } from './vector-base64.ts';

it('a vector in base64 is little-endian float32, as other languages write it', () => {
  // numpy: base64.b64encode(np.array([1, -2.5, 0], '<f4').tobytes())
  expect(vectorToBase64(Float32Array.of(1, -2.5, 0))).toBe('AACAPwAAIMAAAAAA');
});

it('a vector comes back to the bit, also one that is a part of another', () => {
  fc.assert(
    fc.property(fc.float32Array({ maxLength: 40 }), fc.nat(40), (numbers, from) => {
      const part = numbers.subarray(Math.min(from, numbers.length));
      expect(vectorFromBase64(vectorToBase64(part))).toEqual(part);
    }),
  );
});

it('of a text that holds no whole numbers, nothing is left', () => {
  expect(vectorFromBase64('')).toHaveLength(0);
  expect(vectorFromBase64('AAA=')).toHaveLength(0);
});
