import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Picture, Pictures, PictureStore } from '@clipgraph/contracts';
import { imageFetcher, pictureOf, uploadFiles, type ImageFetcher, type UploadFiles } from '@clipgraph/images';
import { globalId } from '@clipgraph/module-kit';
import { folderPictures } from '@clipgraph/pictures-folder';
import { sqliteStore } from '@clipgraph/store-sqlite';
import { colourPicture, noisePicture } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { keptPictures } from './kept-pictures.ts';
import { pictures } from './pictures.ts';

const KEEPER = fileURLToPath(new URL('./testing/keeper.ts', import.meta.url));
const MAX_BYTES = 100_000;
const red = await colourPicture('red');

let dir: string;
let store: Awaited<ReturnType<typeof sqliteStore>>;
let files: PictureStore;
let uploads: UploadFiles;
let fetcher: ImageFetcher;
let images: Pictures;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pictures-'));
  store = await sqliteStore({ path: join(dir, 'store'), synchronous: 'normal' });
  await store.createCollection({ name: 'photos', fingerprint: 'f', model: 'm', dimensions: 2 });
  files = folderPictures({ dir: join(dir, 'images') });
  uploads = uploadFiles({ dir: join(dir, 'uploads'), maxBytes: MAX_BYTES, ttlMs: 60_000, maxTotalBytes: 1e7 });
  fetcher = imageFetcher({ maxBytes: MAX_BYTES, deadlineMs: 5000, allowHosts: [] });
  const kept = keptPictures({ store, files, logger: console });
  const url = (imageId: string, size?: number): string => `http://pictures.example/${imageId}/${size ?? 'full'}`;
  images = pictures({ files, kept, store, uploads, fetcher, maxBytes: MAX_BYTES, url });
});

afterEach(async () => {
  await store.close();
  await fetcher.close();
  await rm(dir, { recursive: true });
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const refusal = (input: string) => expect.objectContaining({ code: 'INVALID_INPUT', input });

async function record(key: string, imageId: string): Promise<void> {
  await store.upsert('photos', 'f', [{ key, payload: {}, imageId, vectors: { image: Float32Array.of(1, 0) } }]);
}

describe('an upload that becomes the picture of an asset', () => {
  let uploadId: string;
  let picture: Picture;
  let imageId: string;

  beforeEach(async () => {
    ({ uploadId } = await uploads.put(await noisePicture(1)));
    picture = await images.read({ kind: 'upload', uploadId });
    imageId = await images.kept.keep(picture);
    await record('a', imageId);
    images.kept.release([imageId]);
  });

  const uploaded = (): string => join(dir, 'uploads', uploadId);
  const stored = (): string => join(dir, 'images', imageId.slice(0, 2), imageId);

  it('is written once: both are names of one file', async () => {
    expect(await stat(stored())).toMatchObject({ ino: (await stat(uploaded())).ino, nlink: 2 });
    expect(await readdir(join(dir, 'images', imageId.slice(0, 2)))).toEqual([imageId]);
  });

  it('is found as the picture of the asset, in the store of pictures, and still as the upload', async () => {
    const found = [
      await images.read({ kind: 'asset', assetId: globalId('Asset', 'photos', 'a') }),
      await images.files.get(imageId),
      await images.read({ kind: 'upload', uploadId }),
    ];
    for (const one of found) expect(Buffer.from(one!.bytes).equals(picture.bytes)).toBe(true);
    expect(images.url(imageId, 64)).toBe(`http://pictures.example/${imageId}/64`);
  });

  it('stays the upload when the asset is deleted, and can be kept again', async () => {
    await store.delete('photos', ['a']);
    await images.kept.sweep([imageId]);
    expect(await images.files.get(imageId)).toBeUndefined();
    const again = await images.read({ kind: 'upload', uploadId });
    expect(await images.kept.keep(again)).toBe(imageId);
    expect((await stat(stored())).ino).toBe((await stat(uploaded())).ino);
  });

  it('stays the picture when the upload is deleted or expires', async () => {
    await uploads.delete(uploadId);
    expect(Buffer.from((await images.files.get(imageId))!.bytes).equals(picture.bytes)).toBe(true);
    await expect(images.read({ kind: 'upload', uploadId })).rejects.toEqual(refusal('NOT_FOUND'));
    await images.kept.keep(picture);
    expect(await files.has(imageId)).toBe(true);
  });

  it('tells its hash and its header to every picture that is read from it', async () => {
    const [one, two] = [await uploads.get(uploadId), await uploads.get(uploadId)];
    expect(one!.sha256()).toBe(two!.sha256());
    expect(one!.header()).toBe(two!.header());
    expect(await one!.header()).toMatchObject({ format: 'png', width: 32, height: 32 });
    expect(await one!.sha256()).toBe(sha256(one!.bytes));
  });
});

describe('a picture from bytes in hand', () => {
  async function* stream(chunks: readonly Uint8Array[], taken: number[]): AsyncGenerator<Uint8Array> {
    for (const [index, chunk] of chunks.entries()) {
      taken.push(index);
      yield chunk;
    }
  }

  it('is the same, sent whole or in pieces of any size', async () => {
    const bytes = await noisePicture(2);
    for (const size of [1, 7, 300, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
      const picture = await images.from(stream(chunks, []));
      expect(Buffer.from(picture.bytes).equals(bytes)).toBe(true);
      expect(await picture.sha256()).toBe(sha256(bytes));
    }
    expect((await images.from(bytes)).bytes).toBe(bytes);
  });

  it.each<[string, readonly Uint8Array[], string, number]>([
    ['no bytes', [], 'EMPTY', 0],
    ['another format', [Buffer.alloc(300, 'a'), Buffer.alloc(300)], 'UNSUPPORTED_FORMAT', 1],
    ['a short text', [Buffer.from('<svg/>')], 'UNSUPPORTED_FORMAT', 1],
    ['too many bytes', [red, Buffer.alloc(MAX_BYTES), Buffer.alloc(10)], 'TOO_LARGE', 2],
  ])('of %s is refused, and the rest is not read', async (_, chunks, input, read) => {
    const taken: number[] = [];
    await expect(images.from(stream(chunks, taken))).rejects.toEqual(refusal(input));
    expect(taken).toHaveLength(read);
    await expect(images.from(Buffer.concat(chunks))).rejects.toEqual(refusal(input));
  });

  it('ends with its stream, or with its signal', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield red;
      throw new Error('The caller hung up.');
    }
    await expect(images.from(broken())).rejects.toThrow('The caller hung up.');
    const controller = new AbortController();
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield red;
      controller.abort(new Error('left'));
      yield Buffer.alloc(1);
    }
    await expect(images.from(slow(), { signal: controller.signal })).rejects.toThrow('left');
  });
});

describe('a picture that is kept', () => {
  it('is there as long as anybody holds or uses it, however keeping and sweeping overlap', async () => {
    const uses = new Map<string, number>();
    const kept = keptPictures({
      store: { pictures: { used: async (ids) => new Set(ids.filter((imageId) => (uses.get(imageId) ?? 0) > 0)) } },
      files,
      logger: console,
    });
    const contents = await Promise.all([1, 2, 3].map(async (seed) => uploads.put(await noisePicture(seed))));
    const use = (imageId: string, by: number): void => void uses.set(imageId, (uses.get(imageId) ?? 0) + by);
    let seed = 1;
    const pause = async (): Promise<void> => {
      seed = (seed * 48_271) % 2_147_483_647;
      for (let turn = seed % 4; turn > 0; turn--) await new Promise(setImmediate);
    };

    const wholeLife = async (at: number): Promise<void> => {
      const imageId = await kept.keep((await uploads.get(contents[at % 3]!.uploadId))!);
      await pause();
      expect(await files.has(imageId)).toBe(true);
      use(imageId, 1);
      kept.release([imageId]);
      await pause();
      expect(await files.get(imageId)).toBeDefined();
      use(imageId, -1);
      await kept.sweep([imageId]);
    };
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 12 }, (_, at) => wholeLife(at)));
    expect(await files.list({ limit: 10 })).toEqual([]);
    for (const { uploadId } of contents) expect(await uploads.get(uploadId)).toBeDefined();
  });

  it('is never lost once it was acknowledged, nor the upload, when the process is killed', async () => {
    const uploaded = new Map<string, string>();
    const acknowledged = new Set<string>();
    for (const stopAfter of [1, 15, 40]) {
      const child = fork(KEEPER, [dir], { execArgv: ['--conditions=clipgraph-source'] });
      let messages = 0;
      child.on('message', ({ uploadId, imageId }: { uploadId?: string; imageId: string }) => {
        if (uploadId === undefined) acknowledged.add(imageId);
        else uploaded.set(uploadId, imageId);
        if (++messages >= stopAfter) child.kill('SIGKILL');
      });
      await once(child, 'exit');
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(10);
    const later = uploadFiles({ dir: join(dir, 'uploads'), maxBytes: 1e6, ttlMs: 3_600_000, maxTotalBytes: 1e9 });
    for (const [uploadId, imageId] of uploaded) expect(sha256((await later.get(uploadId))!.bytes)).toBe(imageId);
    for (const imageId of acknowledged) expect(await files.has(imageId)).toBe(true);
    // And what was kept without a word of it is whole as well.
    for (const { imageId } of await files.list({ limit: 1000 })) expect(sha256((await files.get(imageId))!.bytes)).toBe(imageId);
  });

  it('is one value: a picture that knows its hash is kept by it', async () => {
    const bytes = await noisePicture(5);
    expect(await images.kept.keep(pictureOf(bytes))).toBe(sha256(bytes));
  });
});
