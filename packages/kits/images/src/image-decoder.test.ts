import { crc32 } from 'node:zlib';
import { isPluginError, lazyPicture, type PictureInput } from '@clipgraph/contracts';
import * as fc from 'fast-check';
import sharp, { type Color, type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { imageDecoder } from './image-decoder.ts';
import { imageHeader } from './image-header.ts';
import type { Preprocessing } from './preprocessing.ts';

const preprocessing: Preprocessing = { size: 8, resize: 'crop', interpolation: 'bicubic', mean: [0, 0, 0], std: [1, 1, 1] };
const squash: Preprocessing = { ...preprocessing, resize: 'squash' };
const decoder = imageDecoder();
const invalid = (input: string) => ({ code: 'INVALID_INPUT', input });
const idle = { usedBytes: 0, runningJobs: 0, waiting: 0 };

/** A colour in each corner, so that turns and mirrors show; 64 × 48 as it is meant to be seen. */
const corners = {
  width: 64,
  height: 48,
  topLeft: [255, 0, 0],
  topRight: [0, 255, 0],
  bottomLeft: [0, 0, 255],
  bottomRight: [255, 255, 255],
};

/** The picture as a camera stores it under an EXIF orientation: what its first row and first column show. */
function storedAs(orientation: number): Sharp {
  const { width: w, height: h } = corners;
  const [width, height] = orientation < 5 ? [w, h] : [h, w];
  const pixels: number[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [
        [column, row],
        [w - 1 - column, row],
        [w - 1 - column, h - 1 - row],
        [column, h - 1 - row],
        [row, column],
        [w - 1 - row, column],
        [w - 1 - row, h - 1 - column],
        [row, h - 1 - column],
      ][orientation - 1] as [number, number];
      const [left, right] = y < h / 2 ? [corners.topLeft, corners.topRight] : [corners.bottomLeft, corners.bottomRight];
      pixels.push(...(x < w / 2 ? left : right));
    }
  }
  return sharp(Uint8Array.from(pixels), { raw: { width, height, channels: 3 } }).withMetadata({ orientation });
}

function plain(width: number, height: number, background: Color = '#336699'): Sharp {
  return sharp({ create: { width, height, channels: 3, background } });
}

/** Noise does not compress, so that cutting the file cuts the picture. */
function noise(width: number, height: number): Sharp {
  let state = 1;
  const pixels = Uint8Array.from({ length: width * height * 3 }, () => (state = (state * 48_271) % 2_147_483_647));
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

const pixelAt = (pixels: Uint8Array, x: number, y: number): number[] => [...pixels.subarray((y * 8 + x) * 3, (y * 8 + x) * 3 + 3)];
const firstPixel = (pixels: Uint8Array): number[] => pixelAt(pixels, 0, 0);
const close = (levels: readonly number[], by = 3) =>
  levels.map((level) => expect.toSatisfy((value: number) => Math.abs(value - level) <= by));

describe('what an image may be', () => {
  test.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('%s', async (format) => {
    const bytes = await plain(40, 30).toFormat(format).toBuffer();
    expect(await decoder.inspect(bytes)).toEqual({ format, width: 40, height: 30, pages: 1 });
    expect(firstPixel(await decoder.pixels(bytes, preprocessing))).toEqual(close([0x33, 0x66, 0x99], 4));
  });

  test('a picture, whose header is read once for all that is done with it, or its bytes', async () => {
    const bytes = await plain(400, 300).png().toBuffer();
    let headersRead = 0;
    const picture = lazyPicture(bytes, (read) => (headersRead++, imageHeader(read)));
    const all = (image: PictureInput): Promise<unknown> =>
      Promise.all([
        decoder.inspect(image),
        decoder.pixels(image, preprocessing),
        decoder.crops(image, preprocessing, 2),
        decoder.rendition(image, { format: 'webp', maxSide: 16 }),
        decoder.perceptualHash(image),
      ]);
    expect(await all(picture)).toEqual(await all(bytes));
    expect(headersRead).toBe(1);
    const small = imageDecoder({ maxPixels: 1000 });
    await expect(small.pixels(picture, preprocessing)).rejects.toMatchObject({ code: 'INVALID_INPUT', input: 'TOO_LARGE' });
  });

  test('the pixels are exactly size × size × 3, in a buffer of their own', async () => {
    for (const [width, height] of [
      [1, 1],
      [3, 7],
      [8, 8],
      [9, 8],
      [33, 65],
      [700, 500],
      [1, 5000],
      [5000, 1],
      [64, 4096],
    ] as const) {
      const bytes = await plain(width, height).png().toBuffer();
      for (const wanted of [preprocessing, squash]) {
        for (const exact of [false, true]) {
          const pixels = await decoder.pixels(bytes, wanted, { exact });
          expect([width, height, pixels.length, pixels.buffer.byteLength]).toEqual([width, height, 192, 192]);
          expect(new Set(pixels)).toEqual(new Set([0x33, 0x66, 0x99]));
        }
      }
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %d', async (orientation) => {
    const bytes = await storedAs(orientation).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    expect(await decoder.inspect(bytes)).toMatchObject({ width: 64, height: 48 });
    for (const exact of [false, true]) {
      const pixels = await decoder.pixels(bytes, preprocessing, { exact });
      expect(pixelAt(pixels, 0, 0)).toEqual(close(corners.topLeft));
      expect(pixelAt(pixels, 7, 0)).toEqual(close(corners.topRight));
      expect(pixelAt(pixels, 0, 7)).toEqual(close(corners.bottomLeft));
      expect(pixelAt(pixels, 7, 7)).toEqual(close(corners.bottomRight));
    }
  });

  test('alpha is dropped, not blended', async () => {
    const clear = { r: 200, g: 100, b: 50, alpha: 0 };
    for (const format of ['png', 'webp'] as const) {
      const image = sharp({ create: { width: 20, height: 20, channels: 4, background: clear } });
      const bytes = await (format === 'png' ? image.png() : image.webp({ lossless: true, exact: true })).toBuffer();
      expect(firstPixel(await decoder.pixels(bytes, preprocessing))).toEqual([200, 100, 50]);
    }
  });

  test('grey, with and without alpha', async () => {
    const grey = plain(20, 20, '#808080').toColourspace('b-w');
    expect(firstPixel(await decoder.pixels(await grey.clone().png().toBuffer(), preprocessing))).toEqual([128, 128, 128]);
    expect(firstPixel(await decoder.pixels(await grey.clone().jpeg().toBuffer(), preprocessing))).toEqual([128, 128, 128]);
    expect(firstPixel(await decoder.pixels(await grey.clone().ensureAlpha(0.2).png().toBuffer(), preprocessing))).toEqual([128, 128, 128]);
  });

  test('a palette, and one bit', async () => {
    expect(firstPixel(await decoder.pixels(await plain(20, 20, '#c04020').png({ palette: true }).toBuffer(), preprocessing))).toEqual([
      0xc0, 0x40, 0x20,
    ]);
    const bit = await plain(20, 20, '#fff').png({ palette: true, colours: 2 }).toBuffer();
    expect(firstPixel(await decoder.pixels(bit, preprocessing))).toEqual([255, 255, 255]);
  });

  test('16 bits become the upper 8', async () => {
    for (const [space, levels] of [
      ['rgb16', [0x33, 0x66, 0x99]],
      ['grey16', [0x66, 0x66, 0x66]],
    ] as const) {
      const colour = { r: levels[0], g: levels[1], b: levels[2] };
      const bytes = await plain(20, 20, colour).toColourspace(space).png().toBuffer();
      expect(await sharp(bytes).metadata()).toMatchObject({ depth: 'ushort' });
      expect(firstPixel(await decoder.pixels(bytes, preprocessing))).toEqual(close(levels, 1));
    }
  });

  test('CMYK by the plain rule, not by a profile', async () => {
    const bytes = await plain(20, 20, '#ff0000').toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    const { data } = await sharp(bytes).pipelineColourspace('cmyk').toColourspace('cmyk').raw().toBuffer({ resolveWithObject: true });
    const [c, m, y, k] = data as unknown as [number, number, number, number];
    const wanted = [c, m, y].map((ink) => ((255 - ink) * (255 - k)) / 255);
    expect(firstPixel(await decoder.pixels(bytes, preprocessing))).toEqual(close(wanted, 1));
  });

  test('an animation is its first frame', async () => {
    const frames = await Promise.all(['#f00', '#0f0', '#00f'].map((colour) => plain(20, 20, colour).png().toBuffer()));
    const animation = sharp(frames, { join: { animated: true } });
    for (const format of ['gif', 'webp'] as const) {
      const bytes = await animation.clone().toFormat(format).toBuffer();
      expect(await decoder.inspect(bytes)).toEqual({ format, width: 20, height: 20, pages: 3 });
      expect(firstPixel(await decoder.pixels(bytes, preprocessing))).toEqual(close([255, 0, 0], 4));
      expect(await sharp(await decoder.rendition(bytes, { format: 'webp' })).metadata()).toMatchObject({ width: 20, height: 20 });
    }
  });

  test('a profile changes nothing for the model', async () => {
    const bytes = await plain(20, 20, '#c04020').withIccProfile('p3').png().toBuffer();
    const { data } = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
    expect(firstPixel(await decoder.pixels(bytes, preprocessing))).toEqual([...data.subarray(0, 3)]);
  });
});

describe('what is refused', () => {
  /** Why each of the methods refuses it. */
  async function refusals(bytes: Uint8Array): Promise<unknown> {
    const calls = [decoder.inspect(bytes), decoder.pixels(bytes, preprocessing), decoder.rendition(bytes, { format: 'webp' })];
    const outcomes = await Promise.all(calls.map(outcomeOf));
    return new Set(outcomes);
  }

  test('no bytes', async () => expect(await refusals(new Uint8Array())).toEqual(new Set(['EMPTY'])));

  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['PDF', '%PDF-1.4\n'],
    ['text', 'hello'],
  ])('%s', async (_, text) => expect(await refusals(Buffer.from(text))).toEqual(new Set(['UNSUPPORTED_FORMAT'])));

  test('TIFF', async () => expect(await refusals(await plain(9, 9).tiff().toBuffer())).toEqual(new Set(['UNSUPPORTED_FORMAT'])));

  test('loaders besides the five are blocked in libvips itself, and files are never opened by name', async () => {
    await expect(sharp(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')).metadata()).rejects.toThrow(
      'unsupported',
    );
    await expect(sharp(await plain(9, 9).tiff().toBuffer()).metadata()).rejects.toThrow('unsupported');
    await expect(sharp(new URL('../package.json', import.meta.url).pathname).metadata()).rejects.toThrow('unsupported');
  });

  test.each([
    ['PNG', pngHeader(50_000, 50_000)],
    ['PNG of one row', pngHeader(60_000_000, 1)],
    ['GIF', Buffer.from('GIF89a\xff\xff\xff\xff\x00\x00\x00\x2c\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x00\x3b', 'latin1')],
  ])('a %s that would unpack to billions of pixels', async (_, bytes) => {
    expect(await refusals(bytes)).toEqual(new Set(['TOO_LARGE']));
    expect(decoder.budget).toMatchObject(idle);
  });

  test('one pixel more than allowed', async () => {
    const strict = imageDecoder({ maxPixels: 99 });
    await expect(strict.pixels(await plain(10, 10).png().toBuffer(), preprocessing)).rejects.toMatchObject(invalid('TOO_LARGE'));
    await strict.pixels(await plain(9, 11).png().toBuffer(), preprocessing);
  });

  test('what never fits into the budget', async () => {
    const small = imageDecoder({ maxDecodedBytes: 1000 });
    await expect(small.pixels(await plain(100, 100).png().toBuffer(), preprocessing)).rejects.toMatchObject(invalid('TOO_LARGE'));
  });

  test.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('a %s that was cut off', async (format) => {
    const bytes = await noise(200, 150).toFormat(format).toBuffer();
    for (const part of [0.5, 0.9]) {
      const cut = bytes.subarray(0, bytes.length * part);
      await expect(decoder.pixels(cut, preprocessing)).rejects.toMatchObject(invalid('CORRUPT'));
      await expect(decoder.rendition(cut, { format: 'jpeg' })).rejects.toMatchObject(invalid('CORRUPT'));
    }
  });

  test('nothing that libvips says reaches the message', async () => {
    const bytes = (await noise(50, 50).jpeg().toBuffer()).subarray(0, 400);
    const error = await decoder.pixels(bytes, preprocessing).catch((error: unknown) => error);
    expect(error).toMatchObject({ message: 'The image is damaged or incomplete.', cause: expect.any(Error) });
  });

  test('damage is refused or survived, never anything else', async () => {
    const files = await Promise.all(
      (['jpeg', 'png', 'webp', 'gif', 'avif'] as const).map((format) => noise(24, 24).toFormat(format).toBuffer()),
    );
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), damage, fc.double({ min: 0, max: 1, noNaN: true }), async (file, damage, part) => {
        const bytes = Uint8Array.from(part < 0.5 ? file : file.subarray(0, file.length * part));
        for (const [at, value] of damage) bytes[at % bytes.length] = value;
        expect(['done', 'CORRUPT', 'TOO_LARGE', 'UNSUPPORTED_FORMAT', 'EMPTY']).toContain(
          await outcomeOf(decoder.pixels(bytes, preprocessing)),
        );
      }),
      { numRuns: 200 },
    );
    expect(decoder.budget).toMatchObject(idle);
  });

  test('a size that no picture can have', async () => {
    const bytes = await plain(9, 9).png().toBuffer();
    for (const maxSide of [0, -1, NaN])
      await expect(decoder.rendition(bytes, { format: 'webp', maxSide })).rejects.toMatchObject(invalid('INVALID'));
  });
});

describe('renditions', () => {
  test('are upright, no larger than asked and free of metadata', async () => {
    const bytes = await storedAs(8)
      .withExif({ IFD0: { Copyright: 'someone', Make: 'a camera', Orientation: '8' } })
      .withXmp('<x/>')
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ orientation: 8, exif: expect.any(Buffer), icc: expect.any(Buffer) });
    for (const format of ['webp', 'jpeg'] as const) {
      const rendition = await decoder.rendition(bytes, { format, maxSide: 32 });
      const metadata = await sharp(rendition).metadata();
      expect(metadata).toMatchObject({ format, width: 32, height: 24 });
      expect([metadata.exif, metadata.orientation, metadata.icc, metadata.xmp]).toEqual([undefined, undefined, undefined, undefined]);
    }
  });

  test('never grow', async () => {
    const rendition = await decoder.rendition(await plain(20, 10).png().toBuffer(), { format: 'webp', maxSide: 500 });
    expect(await decoder.inspect(rendition)).toMatchObject({ width: 20, height: 10 });
  });

  test('fit what the encoder can hold', async () => {
    const rendition = await decoder.rendition(await plain(20_000, 2).png().toBuffer(), { format: 'webp' });
    expect(await decoder.inspect(rendition)).toMatchObject({ width: 16_383 });
    expect(
      await decoder.inspect(await decoder.rendition(await plain(1, 5000).png().toBuffer(), { format: 'webp', maxSide: 64 })),
    ).toMatchObject({ width: 1, height: 64 });
  });

  test('show white behind alpha in JPEG', async () => {
    const clear = sharp({ create: { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
    const rendition = await decoder.rendition(await clear.png().toBuffer(), { format: 'jpeg' });
    expect(firstPixel(await decoder.pixels(rendition, preprocessing))).toEqual(close([255, 255, 255], 2));
  });
});

describe('many at once', () => {
  test('stay within the budget whatever they are, and give all of it back', async () => {
    const maxDecodedBytes = 400_000;
    const shared = imageDecoder({ maxDecodedBytes, concurrency: 3, maxWaiting: 1000 });
    const good = await Promise.all([16, 64, 150].map((side) => noise(side, side).jpeg().toBuffer()));
    const bad = good.map((bytes) => bytes.subarray(0, bytes.length / 2));
    const job = fc.record({ bytes: fc.constantFrom(...good, ...bad), exact: fc.boolean(), abortAfterMs: fc.option(fc.nat(5)) });
    await fc.assert(
      fc.asyncProperty(fc.array(job, { maxLength: 30 }), async (jobs) => {
        const running = jobs.map(async ({ bytes, exact, abortAfterMs }) => {
          const signal = abortAfterMs === null ? undefined : AbortSignal.timeout(abortAfterMs);
          await shared.pixels(bytes, preprocessing, { exact, signal }).catch(() => {});
          expect(shared.budget.usedBytes).toBeLessThanOrEqual(maxDecodedBytes);
          expect(shared.budget.runningJobs).toBeLessThanOrEqual(3);
        });
        await Promise.all(running);
        // Those who left early do not stop libvips, which holds its memory until it is done.
        await expect.poll(() => shared.budget.runningJobs).toBe(0);
        expect(shared.budget).toMatchObject(idle);
      }),
      { numRuns: 30 },
    );
  });

  test('are refused when too many wait', async () => {
    const narrow = imageDecoder({ concurrency: 1, maxWaiting: 2 });
    const bytes = await noise(400, 400).png().toBuffer();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcomeOf(narrow.pixels(bytes, preprocessing))));
    expect(new Set(outcomes)).toEqual(new Set(['done', 'OVERLOADED']));
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeGreaterThanOrEqual(3);
  });

  test('an aborted one rejects with the reason', async () => {
    const bytes = await noise(800, 800).png().toBuffer();
    const controller = new AbortController();
    const pixels = decoder.pixels(bytes, preprocessing, { signal: controller.signal });
    controller.abort(new Error('left'));
    await expect(pixels).rejects.toThrow('left');
    await expect(decoder.inspect(bytes, { signal: controller.signal })).rejects.toThrow('left');
    await expect.poll(() => decoder.budget.usedBytes).toBe(0);
  });
});

/** `done`, or the code of the refusal; anything that is no refusal as it is. */
async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return isPluginError(error) ? error.input : error;
  }
}

/** A PNG that consists of its header and no pixels. */
function pngHeader(width: number, height: number): Uint8Array {
  const chunk = (type: string, data: Buffer): Buffer => {
    const typed = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', Buffer.alloc(0)), chunk('IEND', Buffer.alloc(0))]);
}
