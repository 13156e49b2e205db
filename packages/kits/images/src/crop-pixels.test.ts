import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';

import { cropBoxes, shareBox } from './crop-boxes.ts';
import { imageDecoder } from './image-decoder.ts';
import { OPENAI_PREPROCESSING } from './preprocessing.ts';

const decoder = imageDecoder();
const preprocessing = { ...OPENAI_PREPROCESSING, size: 64 };

/** Waves and noise, so that every shift of a pixel shows. */
function drawn(width: number, height: number): Sharp {
  let state = 1;
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    state = (state * 48_271) % 2_147_483_647;
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return 128 + 90 * Math.sin(x / (5 + (i % 3))) * Math.cos(y / 7) + (state % 32);
  });
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

const PICTURES: readonly (readonly [string, () => Sharp])[] = [
  ['a PNG', () => drawn(700, 467).png()],
  ['a PNG with alpha', () => drawn(400, 300).ensureAlpha(0.5).png()],
  ['a PNG of 16 bits', () => drawn(400, 300).toColourspace('rgb16').png()],
  ['a grey PNG', () => drawn(640, 480).greyscale().png()],
  ['a WebP', () => drawn(512, 512).webp({ lossless: true })],
  ['a JPEG whose sides divide by 8', () => drawn(1600, 1200).jpeg()],
  ['a JPEG whose sides do not', () => drawn(1601, 1203).jpeg()],
  ['a small JPEG', () => drawn(240, 200).jpeg()],
  ['a CMYK JPEG', () => drawn(640, 480).toColourspace('cmyk').jpeg()],
  ['a JPEG on its side', () => drawn(1600, 1200).withMetadata({ orientation: 6 }).jpeg()],
];

describe('a picture in crops', () => {
  test.each(PICTURES)('%s: the whole is the picture to the bit, with nothing left of its memory', async (_, picture) => {
    const bytes = await picture().toBuffer();
    const [whole, ...tiles] = await decoder.crops(bytes, preprocessing, 3);
    expect(whole!.box).toEqual({ left: 0, top: 0, width: 1, height: 1 });
    expect(Buffer.compare(whole!.pixels, await decoder.pixels(bytes, preprocessing))).toBe(0);
    expect(tiles.length).toBeGreaterThan(0);
    expect(decoder.budget).toMatchObject({ usedBytes: 0, runningJobs: 0, waiting: 0 });
  });

  test.each(PICTURES)('%s: a tile is what the model sees of a file with that part alone', async (_, picture) => {
    const bytes = await picture().toBuffer();
    const { width, height } = await decoder.inspect(bytes);
    const boxes = cropBoxes(width, height, 3, 64);
    const [, ...tiles] = await decoder.crops(bytes, preprocessing, 3);
    expect(tiles.map(({ box }) => box)).toEqual(boxes.map((box) => shareBox(box, { width, height })));
    const upright = await uprightRgb(bytes);
    for (const [index, box] of boxes.entries()) {
      const part = await sharp(upright, { raw: { width, height, channels: 3 } })
        .extract({ ...box })
        .png()
        .toBuffer();
      expect(Buffer.compare(tiles[index]!.pixels, await decoder.pixels(part, preprocessing))).toBe(0);
    }
  });

  test('of a size that no tile can be cut from is the whole alone', async () => {
    const bytes = await drawn(90, 90).png().toBuffer();
    expect(await decoder.crops(bytes, preprocessing, 4)).toHaveLength(1);
  });

  test('that is damaged, or that nobody waits for, is refused as a whole', async () => {
    const bytes = await drawn(700, 467).png().toBuffer();
    await expect(decoder.crops(bytes.subarray(0, 9000), preprocessing, 2)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      input: 'CORRUPT',
    });
    const reason = new Error('gone');
    await expect(decoder.crops(bytes, preprocessing, 2, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const leaving = new AbortController();
    const crops = decoder.crops(bytes, preprocessing, 2, { signal: leaving.signal });
    leaving.abort(reason);
    await expect(crops).rejects.toBe(reason);
  });
});

/** As the decoder reads it: turned, without alpha or profile; CMYK by its plain conversion, which sharp has not. */
async function uprightRgb(bytes: Uint8Array): Promise<Uint8Array> {
  const picture = (): Sharp => sharp(bytes, { ignoreIcc: true }).autoOrient().removeAlpha();
  if ((await sharp(bytes).metadata()).space !== 'cmyk') return picture().toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer();
  const cmyk = await picture().pipelineColourspace('cmyk').toColourspace('cmyk').raw().toBuffer();
  return Uint8Array.from({ length: (cmyk.length / 4) * 3 }, (_, i) => {
    const [ink, black] = [cmyk[Math.floor(i / 3) * 4 + (i % 3)]!, cmyk[Math.floor(i / 3) * 4 + 3]!];
    return 255 - black - Math.round((ink * (255 - black)) / 255);
  });
}
