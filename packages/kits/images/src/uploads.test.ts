import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type UploadFiles, type UploadFilesOptions, uploadFiles } from './uploads.ts';

const png = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#369' } })
  .png()
  .toBuffer();
const padded = (bytes: number): Uint8Array => Buffer.concat([png, Buffer.alloc(bytes - png.length)]);
const refusal = (input: string) => expect.objectContaining({ code: 'INVALID_INPUT', input });

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'uploads-'));
});

afterEach(() => rm(dir, { recursive: true }));

function open(options: Partial<UploadFilesOptions> = {}): UploadFiles {
  return uploadFiles({ dir, maxBytes: 2000, ttlMs: 60_000, maxTotalBytes: 5000, ...options });
}

async function* inChunks(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

/** As if it had been uploaded an hour ago. */
async function age(name: string): Promise<void> {
  const then = new Date(Date.now() - 3_600_000);
  await utimes(join(dir, name), then, then);
}

describe('an upload', () => {
  test.each([1, 7, 300, 5000])('comes back as it was, sent in chunks of %d', async (chunkBytes) => {
    const uploads = open();
    const bytes = padded(1500);
    const upload = await uploads.put(inChunks(bytes, chunkBytes));
    expect(upload).toEqual({ uploadId: expect.stringMatching(/^[0-9a-f]{32}$/), bytes: 1500, format: 'png' });
    expect(Buffer.from((await uploads.get(upload.uploadId))!.bytes)).toEqual(Buffer.from(bytes));
  });

  test('may be bytes, outlives the process, and can be deleted', async () => {
    const { uploadId } = await open().put(png);
    const later = open();
    expect(Buffer.from((await later.get(uploadId))!.bytes)).toEqual(png);
    await later.delete(uploadId);
    await later.delete(uploadId);
    expect(await later.get(uploadId)).toBeUndefined();
  });

  test('has an id of its own even when the bytes are the same', async () => {
    const uploads = open();
    const [first, second] = [await uploads.put(png), await uploads.put(png)];
    expect(first.uploadId).not.toBe(second.uploadId);
  });

  test.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(), 'EMPTY'],
    ['another format', Buffer.from('<svg/>'), 'UNSUPPORTED_FORMAT'],
    ['another format, at length', Buffer.alloc(1999, 'a'), 'UNSUPPORTED_FORMAT'],
    ['too many bytes', padded(2001), 'TOO_LARGE'],
  ])('of %s is refused and leaves nothing', async (_, bytes, input) => {
    const uploads = open();
    await expect(uploads.put(bytes)).rejects.toEqual(refusal(input));
    await expect(uploads.put(inChunks(bytes, 100))).rejects.toEqual(refusal(input));
    expect(await readdir(dir)).toEqual([]);
  });

  test('that breaks off, or is aborted, leaves nothing', async () => {
    const uploads = open();
    const controller = new AbortController();
    async function* breaking(end: () => void): AsyncGenerator<Uint8Array> {
      yield png;
      end();
      yield png;
    }
    const fail = (): void => {
      throw new Error('the caller hung up');
    };
    await expect(uploads.put(breaking(fail))).rejects.toThrow('hung up');
    await expect(
      uploads.put(
        breaking(() => controller.abort(new Error('left'))),
        { signal: controller.signal },
      ),
    ).rejects.toThrow('left');
    expect(await readdir(dir)).toEqual([]);
    await uploads.put(padded(2000));
    await uploads.put(padded(2000));
  });
});

describe('an id', () => {
  test.each(['', '..', '../secret', 'a'.repeat(32) + '/../x', 'A'.repeat(32), 'a'.repeat(31), `${'a'.repeat(32)}\0`])(
    '%j finds and deletes nothing',
    async (id) => {
      await writeFile(join(dir, 'secret'), 'secret');
      const uploads = uploadFiles({ dir: join(dir, 'uploads'), maxBytes: 2000, ttlMs: 60_000, maxTotalBytes: 5000 });
      await uploads.put(png);
      expect(await uploads.get(id)).toBeUndefined();
      await uploads.delete(id);
      expect(await readdir(dir)).toEqual(['secret', 'uploads']);
      expect(await readdir(join(dir, 'uploads'))).toHaveLength(1);
    },
  );
});

describe('time', () => {
  test('hides what has expired, and a sweep deletes it with what a crash left', async () => {
    const uploads = open();
    const { uploadId } = await uploads.put(png);
    const { uploadId: fresh } = await uploads.put(png);
    const unfinished = `${'0'.repeat(32)}.0123456789ab.part`;
    await writeFile(join(dir, unfinished), 'half');
    await writeFile(join(dir, 'notes.txt'), 'not ours');
    for (const name of [uploadId, unfinished, 'notes.txt']) await age(name);
    expect(await uploads.get(uploadId)).toBeUndefined();
    expect(await open().sweep()).toBe(2);
    expect((await readdir(dir)).toSorted()).toEqual([fresh, 'notes.txt'].toSorted());
  });

  test('does not end an upload that is under way', async () => {
    const uploads = open({ ttlMs: 0 });
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield png;
      expect(await uploads.sweep()).toBe(0);
      yield png;
    }
    expect(await uploads.put(slow())).toMatchObject({ bytes: png.length * 2 });
  });
});

describe('room', () => {
  test('ends with OVERLOADED, and comes back when uploads go or expire', async () => {
    const uploads = open();
    const kept = [await uploads.put(padded(2000)), await uploads.put(padded(2000))];
    const full = { code: 'OVERLOADED', retryAfterMs: expect.any(Number) };
    await expect(uploads.put(inChunks(padded(1500), 100))).rejects.toMatchObject(full);
    // Another process counts what is there.
    await expect(open().put(padded(1500))).rejects.toMatchObject(full);
    await uploads.put(padded(1000));
    await uploads.delete(kept[0]!.uploadId);
    await uploads.put(padded(2000));
    await age(kept[1]!.uploadId);
    await uploads.put(padded(2000));
    await expect(uploads.put(padded(1500))).rejects.toMatchObject(full);
  });

  test('is never exceeded by uploads at once', async () => {
    const uploads = open();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => uploads.put(inChunks(padded(900), 100))));
    const kept = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(kept).toBeLessThanOrEqual(5);
    expect(await readdir(dir)).toHaveLength(kept);
    // Whatever failed has given its bytes back.
    for (let i = kept; i < 5; i++) await uploads.put(padded(900));
    await expect(uploads.put(padded(900))).rejects.toMatchObject({ code: 'OVERLOADED' });
  });
});
