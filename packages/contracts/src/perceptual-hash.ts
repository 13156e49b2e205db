import type { RequestOptions } from './encoder.ts';
import type { PictureInput } from './picture.ts';

/**
 * The perceptual hash of an image file: 64 bits as 16 hexadecimal digits. Pictures that look the same differ in few
 * bits. Undefined for a picture with too little in it to be known by. Rejects with INVALID_INPUT for a bad image.
 */
export type PerceptualHasher = (image: PictureInput, options?: RequestOptions) => Promise<string | undefined>;

/** Both halves of a perceptual hash as whole numbers of 32 bits, for {@link differentBits}. */
export function hashWords(hash: string): readonly [number, number] {
  return [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8), 16)];
}

/** In how many of their 32 bits two numbers differ. */
export function differentBits(a: number, b: number): number {
  let bits = a ^ b;
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** In how many of their 64 bits two perceptual hashes differ. */
export function hashDistance(a: string, b: string): number {
  const [[a1, a2], [b1, b2]] = [hashWords(a), hashWords(b)];
  return differentBits(a1, b1) + differentBits(a2, b2);
}
