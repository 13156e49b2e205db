import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { hashDistance } from '@clipgraph/contracts';
import * as fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { imageDecoder } from './image-decoder.ts';
import { HASHED_SIDE, perceptualHash } from './perceptual-hash.ts';

/** What a blocklist takes for a copy unless told otherwise. */
const NEAR = 8;
const photos = new URL('../../../../../shared/clip-reference/images/', import.meta.url);
const isHere = existsSync(photos);
const decoder = imageDecoder();

async function hashOf(picture: Sharp | Uint8Array): Promise<string> {
  const hash = await decoder.perceptualHash(picture instanceof Uint8Array ? picture : await picture.png().toBuffer());
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  return hash!;
}

/** A picture of soft spots, drawn from a seed. */
function spots(seed: number, width = 320, height = 240): Sharp {
  let state = seed * 2 + 1;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let i = 0; i < 8; i++) next();
  const drawn = Array.from({ length: 12 }, () => ({ x: next(), y: next(), size: 0.05 + next() / 5, level: next() < 0.5 ? -90 : 90 }));
  const pixels = new Uint8ClampedArray(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [(i % width) / width, Math.floor(i / width) / height];
    const level = drawn.reduce((sum, spot) => sum + spot.level * Math.exp(-((x - spot.x) ** 2 + (y - spot.y) ** 2) / spot.size ** 2), 128);
    pixels.set([level, level * 0.9, level * 0.8], 3 * i);
  }
  return sharp(Buffer.from(pixels.buffer), { raw: { width, height, channels: 3 } });
}

const COPIES: Readonly<Record<string, (picture: Sharp) => Sharp>> = {
  'half the size': (picture) => picture.resize({ width: 160 }),
  'twice the size': (picture) => picture.resize({ width: 640 }),
  'JPEG of quality 30': (picture) => picture.jpeg({ quality: 30 }),
  'WebP of quality 40': (picture) => picture.webp({ quality: 40 }),
  brighter: (picture) => picture.linear(1, 20),
  'without colour': (picture) => picture.greyscale(),
};

describe('the perceptual hash', () => {
  test.each(Object.entries(COPIES))('of a copy differs in few bits: %s', async (_, copy) => {
    for (const seed of [1, 2, 3, 4]) {
      // Written first: sharp would apply some changes in an order of its own.
      const bytes = await copy(sharp(await spots(seed).png().toBuffer())).toBuffer();
      expect(hashDistance(await hashOf(spots(seed)), await hashOf(bytes))).toBeLessThanOrEqual(NEAR);
    }
  });

  test('of other pictures differs in many bits, and so does that of the mirrored picture', async () => {
    const hashes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => hashOf(spots(seed))));
    for (const [index, hash] of hashes.entries()) {
      for (const other of hashes.slice(index + 1)) expect(hashDistance(hash, other)).toBeGreaterThan(NEAR);
      const mirrored = await spots(index + 1)
        .png()
        .toBuffer();
      expect(hashDistance(hash, await hashOf(sharp(mirrored).flop()))).toBeGreaterThan(NEAR);
    }
  });

  test('is of the upright picture, whatever its orientation in the file', async () => {
    const turned = await sharp(await spots(1).png().toBuffer())
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(hashDistance(await hashOf(spots(1)), await hashOf(turned))).toBeLessThanOrEqual(NEAR);
  });

  test('has at most half of its bits set and is the same each time, for any pixels', () => {
    const pixels = fc.uint8Array({ minLength: HASHED_SIDE ** 2 * 3, maxLength: HASHED_SIDE ** 2 * 3 });
    fc.assert(
      fc.property(pixels, (rgb) => {
        const hash = perceptualHash(rgb);
        expect(perceptualHash(rgb)).toBe(hash);
        expect(hashDistance(hash ?? '0'.repeat(16), '0'.repeat(16))).toBeLessThanOrEqual(32);
      }),
      { numRuns: 50 },
    );
  });

  test('does not exist for a picture of almost one brightness', async () => {
    const plain = sharp({ create: { width: 64, height: 64, channels: 3, background: '#336699' } });
    expect(await decoder.perceptualHash(await plain.png().toBuffer())).toBeUndefined();
  });

  test('refuses what is no picture', async () => {
    const refused = expect.objectContaining({ code: 'INVALID_INPUT' });
    await expect(decoder.perceptualHash(new Uint8Array())).rejects.toEqual(refused);
    const whole = await spots(1).png().toBuffer();
    await expect(decoder.perceptualHash(whole.subarray(0, whole.length / 2))).rejects.toEqual(refused);
  });

  test.skipIf(!isHere)(`finds copies of photos and tells photos apart${isHere ? '' : ' (skipped: ../shared is not here)'}`, async () => {
    const files = await Promise.all((await readdir(photos)).map((name) => readFile(new URL(name, photos))));
    const hashes = await Promise.all(files.map(hashOf));
    for (const [index, bytes] of files.entries()) {
      const { width, height } = await sharp(bytes).metadata();
      const cut = { left: Math.round(width * 0.01), top: Math.round(height * 0.01) };
      const copies = [
        sharp(bytes).resize({ width: Math.round(width / 2) }),
        sharp(await sharp(bytes).jpeg({ quality: 30 }).toBuffer()),
        sharp(bytes).extract({ ...cut, width: width - 2 * cut.left, height: height - 2 * cut.top }),
      ];
      for (const copy of copies) expect(hashDistance(hashes[index]!, await hashOf(copy))).toBeLessThanOrEqual(NEAR);
      for (const other of hashes.slice(index + 1)) expect(hashDistance(hashes[index]!, other)).toBeGreaterThan(NEAR);
    }
  });
});
