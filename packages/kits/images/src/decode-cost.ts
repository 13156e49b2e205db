import type { ImageFormat } from '@clipgraph/contracts';
import type { Metadata } from 'sharp';

/**
 * Milliseconds of one core for a million pixels, and for a million bytes of the file: measured on pictures of 6 megapixels, smooth ones
 * and noise (docs/decisions/0031-memory-and-time-have-a-budget.md).
 */
const MS: Readonly<Record<ImageFormat, { readonly pixels: number; readonly bytes: number }>> = {
  jpeg: { pixels: 15, bytes: 8 },
  png: { pixels: 25, bytes: 1 },
  webp: { pixels: 50, bytes: 1 },
  gif: { pixels: 25, bytes: 1 },
  avif: { pixels: 160, bytes: 1 },
};
const PROGRESSIVE = 1.8;
const SIXTEEN_BITS = 1.6;
const ALPHA = 1.2;
/** For a million rows, however short: a picture of 1 × 5,000,000 takes 3.7 s. */
const MS_OF_ROWS = 750;

/** How long decoding the first frame will take on one core, about: a picture's shape, kind and size decide, not its file's size alone. */
export function decodeMs(
  format: ImageFormat,
  { width, height, depth, hasAlpha, isProgressive }: Pick<Metadata, 'width' | 'height' | 'depth' | 'hasAlpha' | 'isProgressive'>,
  fileBytes: number,
): number {
  const kind = (isProgressive ? PROGRESSIVE : 1) * (depth === 'uchar' ? 1 : SIXTEEN_BITS) * (hasAlpha ? ALPHA : 1);
  const { pixels, bytes } = MS[format];
  return ((width * height * pixels + fileBytes * bytes) * kind + height * MS_OF_ROWS) / 1e6;
}
