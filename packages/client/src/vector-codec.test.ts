import { expect, it } from 'vitest';

import { decodeVector, encodeVector } from './vector-codec.ts';

it('reads little-endian float32', () => {
  // 1.0 is 00 00 80 3f, -2.5 is 00 00 20 c0.
  expect([...decodeVector(Buffer.from('0000803f000020c0', 'hex').toString('base64'))]).toEqual([1, -2.5]);
});

it('gives back what it wrote', () => {
  const vector = Float32Array.from({ length: 512 }, (_, i) => Math.sin(i) / 7);
  expect(decodeVector(encodeVector(vector))).toEqual(vector);
  expect(decodeVector(encodeVector([]))).toEqual(new Float32Array());
});

it.each(['not base64!', 'AAAA'])('refuses %j, which is no whole number of floats', (text) => {
  expect(() => decodeVector(text)).toThrow(RangeError);
});
