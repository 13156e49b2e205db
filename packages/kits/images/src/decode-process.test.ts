import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeProcess } from './decode-process.ts';
import { configureSharp, decodeHere, type DecodeJob, type DecodeTask } from './decode-task.ts';
import { imageDecoder } from './image-decoder.ts';
import { imageHeader } from './image-header.ts';
import { OPENAI_PREPROCESSING } from './preprocessing.ts';

const PIXELS = { kind: 'pixels', preprocessing: OPENAI_PREPROCESSING, exact: false } as const;
const CROPS = { kind: 'crops', preprocessing: OPENAI_PREPROCESSING, levels: 2, exact: false } as const;
const RENDITION = { kind: 'rendition', side: 64, format: 'webp' } as const;

const photo = await sharp({
  create: { width: 900, height: 600, channels: 3, background: '#369', noise: { type: 'gaussian', mean: 90, sigma: 40 } },
})
  .jpeg()
  .toBuffer();
/** Of a PNG: length, type, content and checksum. */
function chunk(type: string, content: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}

/** A pixel wide, of one colour: a few kilobytes that take seconds, for each row costs. */
function thread(rows: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(1, 0);
  header.writeUInt32BE(rows, 4);
  // Of 8 bits, grey; each row is its filter, 0, and its pixel.
  header[8] = 8;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const rest = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(2 * rows), { level: 1 })), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...rest]);
}

async function jobOf<Task extends DecodeTask>(bytes: Uint8Array, task: Task, limitMs = 60_000): Promise<DecodeJob<Task>> {
  return { bytes, header: await imageHeader(bytes), task, maxPixels: 50e6, limitMs };
}

describe('decoding in another process', () => {
  configureSharp();
  const worker = decodeProcess();
  afterAll(() => worker.close());

  test('gives what decoding here gives, to the bit', { timeout: 60_000 }, async () => {
    for (const task of [PIXELS, CROPS, RENDITION]) {
      const job = await jobOf(photo, task);
      expect(await worker.run(job)).toEqual(await decodeHere(job));
    }
  });

  test('says what is wrong with a picture as decoding here does', { timeout: 60_000 }, async () => {
    const job = { ...(await jobOf(photo, PIXELS)), bytes: photo.subarray(0, photo.length / 2) };
    await expect(worker.run(job)).rejects.toMatchObject({ code: 'INVALID_INPUT', input: 'CORRUPT' });
    await expect(decodeHere(job)).rejects.toMatchObject({ code: 'INVALID_INPUT', input: 'CORRUPT' });
  });

  test('ends at its limit, or when nobody waits, and costs the next picture nothing', { timeout: 120_000 }, async () => {
    const slow = await jobOf(thread(40_000_000), PIXELS, 1_500);
    const quick = await jobOf(photo, RENDITION);
    const late = worker.run(slow);
    const next = worker.run(quick);
    await expect(late).rejects.toMatchObject({ code: 'INVALID_INPUT', input: 'TIMEOUT' });
    expect(await next).toEqual(await decodeHere(quick));

    const left = new AbortController();
    const abandoned = worker.run({ ...slow, limitMs: 60_000 }, { signal: left.signal });
    setTimeout(() => left.abort(new Error('left')), 300);
    await expect(abandoned).rejects.toThrow('left');
    expect(await worker.run(quick)).toHaveLength((await decodeHere(quick)).length);
  });
});

describe('what a picture costs', () => {
  test('goes by its pixels, its rows, its kind and its format', async () => {
    const of = async (bytes: Uint8Array): Promise<number> => (await imageHeader(bytes)).decodeMs!;
    const plain = sharp({ create: { width: 1000, height: 1000, channels: 3, background: 'red' } });
    const png = await of(await plain.png().toBuffer());
    expect(png).toBeGreaterThan(0);
    expect(await of(await plain.png({ progressive: true }).toBuffer())).toBeGreaterThan(1.5 * png);
    expect(await of(await plain.toColourspace('rgb16').png().toBuffer())).toBeGreaterThan(1.4 * png);
    expect(await of(await plain.avif({ effort: 0 }).toBuffer())).toBeGreaterThan(4 * png);
    expect(await of(thread(1_000_000))).toBeGreaterThan(20 * png);
  });

  test('a picture that would take longer than it may is refused by its header', async () => {
    const decoder = imageDecoder();
    const bytes = thread(49_000_000);
    for (const refused of [decoder.pixels(bytes, OPENAI_PREPROCESSING), decoder.rendition(bytes, { format: 'webp' })]) {
      await expect(refused).rejects.toMatchObject({ code: 'INVALID_INPUT', input: 'TOO_LARGE' });
    }
    decoder.close();
  });

  test(
    'what will take long is decoded elsewhere, with the same pixels, and leaves the places here to others',
    { timeout: 60_000 },
    async () => {
      const [all, none] = [imageDecoder({ heavyMs: 0 }), imageDecoder({ heavyMs: Infinity })];
      const heavy = all.pixels(photo, OPENAI_PREPROCESSING);
      await expect.poll(() => all.budget.usedBytes).toBeGreaterThan(0);
      expect(all.budget.runningJobs).toBe(0);
      expect(await heavy).toEqual(await none.pixels(photo, OPENAI_PREPROCESSING));
      expect(all.budget.usedBytes).toBe(0);
      all.close();
    },
  );

  test('thousands of packed texts in a PNG are not unpacked, and the picture is the same', async () => {
    const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const text = chunk('zTXt', Buffer.concat([Buffer.from('note\0\0'), deflateSync(Buffer.alloc(1_000_000))]));
    const afterHeader = 8 + 25;
    const texts = (count: number): Buffer =>
      Buffer.concat([png.subarray(0, afterHeader), ...Array<Buffer>(count).fill(text), png.subarray(afterHeader)]);
    const decoder = imageDecoder();
    const before = process.memoryUsage.rss();
    const many = texts(5_000);
    expect(await imageHeader(many)).toEqual({ ...(await imageHeader(png)), decodeMs: expect.any(Number) });
    expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
    expect(await decoder.pixels(many, OPENAI_PREPROCESSING)).toEqual(await decoder.pixels(png, OPENAI_PREPROCESSING));
    expect(await decoder.pixels(texts(3), OPENAI_PREPROCESSING)).toEqual(await decoder.pixels(png, OPENAI_PREPROCESSING));
    // Cut off in the middle of a text, or with a length that is a lie: no picture, as ever.
    for (const broken of [many.subarray(0, 10_000), Buffer.concat([many.subarray(0, afterHeader), Buffer.alloc(100, 0xff)])]) {
      await expect(decoder.pixels(broken, OPENAI_PREPROCESSING)).rejects.toMatchObject({ code: 'INVALID_INPUT', input: 'CORRUPT' });
    }
  });
});
