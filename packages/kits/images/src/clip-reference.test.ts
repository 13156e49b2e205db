import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { imageDecoder } from './image-decoder.ts';
import { OPENAI_PREPROCESSING } from './preprocessing.ts';

// Crops that OpenAI's own preprocessing made of real photos; see ../shared/README.md.
const reference = new URL('../../../../../shared/clip-reference/', import.meta.url);
const isHere = existsSync(reference);
const skipped = isHere ? '' : ' (skipped: ../shared/clip-reference is not here)';

describe.skipIf(!isHere)(`OpenAI's crops of 224 pixels${skipped}`, async () => {
  const decoder = imageDecoder();
  const names = isHere ? (await readdir(new URL('images/', reference))).map((file) => file.replace('.jpg', '')) : [];

  test('are seven', () => expect(names).toHaveLength(7));

  describe.each(names)('%s', (name) => {
    const load = async (): Promise<{ bytes: Uint8Array; wanted: Uint8Array }> => ({
      bytes: await readFile(new URL(`images/${name}.jpg`, reference)),
      wanted: await sharp(await readFile(new URL(`tensors/${name}.png`, reference)))
        .raw()
        .toBuffer(),
    });

    test('are met within 0.3 levels on average', async () => {
      const { bytes, wanted } = await load();
      const error = meanError(await decoder.pixels(bytes, OPENAI_PREPROCESSING), wanted);
      expect(error).toBeLessThan(0.3);
    });

    test('are met within 0.05 levels in exact mode', async () => {
      const { bytes, wanted } = await load();
      const error = meanError(await decoder.pixels(bytes, OPENAI_PREPROCESSING, { exact: true }), wanted);
      expect(error).toBeLessThan(0.05);
    });
  });

  // Sides that JPEG's shrink on load divides and does not, and factors that would make libvips shrink by a box.
  describe.each([
    [1000, 667],
    [1664, 1000],
    [2001, 1207],
  ])('a photo of %d × %d', (width, height) => {
    test.each(['jpeg', 'png'] as const)('in %s is met within 0.3 levels of exact mode', async (format) => {
      const photo = await readFile(new URL('images/524_316.jpg', reference));
      const bytes = await sharp(photo).resize(width, height, { fit: 'fill' }).toFormat(format).toBuffer();
      for (const size of [64, 224]) {
        const preprocessing = { ...OPENAI_PREPROCESSING, size };
        const exact = await decoder.pixels(bytes, preprocessing, { exact: true });
        expect(meanError(await decoder.pixels(bytes, preprocessing), exact)).toBeLessThan(0.3);
      }
    });
  });
});

function meanError(actual: Uint8Array, wanted: Uint8Array): number {
  expect(actual.length).toBe(wanted.length);
  let sum = 0;
  for (let i = 0; i < wanted.length; i++) sum += Math.abs(actual[i]! - wanted[i]!);
  return sum / wanted.length;
}
