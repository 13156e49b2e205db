import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pillowResize, type RgbImage } from './pillow-resize.ts';

/**
 * Made with Pillow 12.0: `image.resize((width, height), filter).crop(...)` of the picture below, sha256 of the bytes.
 * Columns: sides of the picture, of the resize, left and top of the crop and its side.
 */
const references = [
  [100, 80, 40, 32, 4, 0, 32, 'bicubic', 'ffe18c2b9eceb452'],
  [100, 80, 40, 32, 4, 0, 32, 'bilinear', 'd89ff1506b7fb89b'],
  [33, 47, 64, 91, 0, 14, 64, 'bicubic', '34e52efd71d1418d'],
  [33, 47, 64, 91, 0, 14, 64, 'bilinear', 'b62217140083195a'],
  [7, 5, 224, 160, 32, 0, 160, 'bicubic', '4ad2ebc3c0f0f982'],
  [7, 5, 224, 160, 32, 0, 160, 'bilinear', '11d8806c626a98bc'],
  [1, 1, 16, 16, 0, 0, 16, 'bicubic', 'ca563b7a9b3ac587'],
  [1, 1, 16, 16, 0, 0, 16, 'bilinear', 'ca563b7a9b3ac587'],
  [1, 300, 16, 4800, 0, 2392, 16, 'bicubic', 'c905b765bc680dee'],
  [1, 300, 16, 4800, 0, 2392, 16, 'bilinear', '085c1945bb7bfc21'],
  [640, 480, 85, 64, 10, 0, 64, 'bicubic', '489f4225791ab36d'],
  [640, 480, 85, 64, 10, 0, 64, 'bilinear', '1072f6298bac2517'],
  [640, 480, 64, 64, 0, 0, 64, 'bicubic', '56753fa14c2d1ae9'],
  [640, 480, 64, 64, 0, 0, 64, 'bilinear', '2b727eca3ff7f1f7'],
  [20, 900, 64, 64, 0, 0, 64, 'bicubic', '7d9a25e85ceae655'],
  [20, 900, 64, 64, 0, 0, 64, 'bilinear', 'c6a418b2d7ca3831'],
  [64, 64, 64, 64, 0, 0, 64, 'bicubic', '5e0f4262096fda44'],
  [64, 64, 64, 64, 0, 0, 64, 'bilinear', '5e0f4262096fda44'],
  [65, 64, 65, 64, 0, 0, 64, 'bicubic', '5e0f4262096fda44'],
  [65, 64, 65, 64, 0, 0, 64, 'bilinear', '5e0f4262096fda44'],
] as const;

describe('pillowResize equals Pillow in every bit', () => {
  test.each(references)(
    '%d × %d to %d × %d, at %d, %d, %d pixels, %s',
    (...[w, h, width, height, left, top, size, interpolation, hash]) => {
      const resized = pillowResize(picture(w, h), { width, height, left, top, size, interpolation });
      expect(resized).toHaveLength(size * size * 3);
      expect(createHash('sha256').update(resized).digest('hex').slice(0, 16)).toBe(hash);
    },
  );
});

function picture(width: number, height: number): RgbImage {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) pixels[at++] = x * x * 7 + y * 13 + channel * 101 + ((x * y) >> 3) * 29;
    }
  }
  return { pixels, width, height };
}
