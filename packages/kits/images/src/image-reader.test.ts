import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImageRef, type ImageReader, invalidInput, type Picture } from '@clipgraph/contracts';
import { memoryPictures } from '@clipgraph/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ImageFetcher, imageFetcher } from './fetch-image.ts';
import { imageReader } from './image-reader.ts';
import { pictureOf } from './picture-of.ts';
import { type UploadFiles, uploadFiles } from './uploads.ts';

const png = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#369' } })
  .png()
  .toBuffer();
const large = Buffer.concat([png, Buffer.alloc(2000)]);
const text = Buffer.from('no picture at all');

const server = createServer((request, response) => {
  response.end({ '/png': png, '/large': large, '/text': text }[request.url ?? ''] ?? '');
});

let dir: string;
let fetcher: ImageFetcher;
let uploads: UploadFiles;
let reader: ImageReader;
let imageId: string;
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  dir = await mkdtemp(join(tmpdir(), 'reader-'));
  const files = memoryPictures();
  imageId = await files.put(pictureOf(png));
  fetcher = imageFetcher({ maxBytes: 1000, deadlineMs: 20_000, allowHosts: [`127.0.0.1:${port}`] });
  uploads = uploadFiles({ dir: join(dir, 'uploads'), maxBytes: 5000, ttlMs: 60_000, maxTotalBytes: 1e6 });
  async function assetImage(assetId: string): Promise<Picture> {
    const picture = await files.get(assetId);
    if (!picture) throw invalidInput('NOT_FOUND', 'There is no such asset.');
    return picture;
  }
  reader = imageReader({ fetcher, uploads, assetImage, maxBytes: 1000 });
});

afterAll(async () => {
  await fetcher.close();
  server.close();
  await rm(dir, { recursive: true });
});

describe('imageReader', () => {
  test('finds the same picture in each of the four ways', async () => {
    const { uploadId } = await uploads.put(png);
    const refs: ImageRef[] = [
      { kind: 'url', url: `${url}/png` },
      { kind: 'base64', base64: png.toString('base64') },
      { kind: 'upload', uploadId },
      { kind: 'asset', assetId: imageId },
    ];
    for (const ref of refs) expect(Buffer.from((await reader.read(ref)).bytes)).toEqual(png);
  });

  test('refuses what is not there', async () => {
    const missing: ImageRef[] = [
      { kind: 'upload', uploadId: '0'.repeat(32) },
      { kind: 'upload', uploadId: '../secret' },
      { kind: 'asset', assetId: '0' },
    ];
    for (const ref of missing) await expect(reader.read(ref)).rejects.toMatchObject({ code: 'INVALID_INPUT', input: 'NOT_FOUND' });
    await expect(reader.read({ kind: 'url', url: 'http://127.0.0.1/' })).rejects.toMatchObject({ input: 'FETCH_REFUSED' });
  });

  test('refuses what is too large, empty or no image, wherever it is', async () => {
    const { uploadId } = await uploads.put(large);
    const refused: [ImageRef, string][] = [
      [{ kind: 'upload', uploadId }, 'TOO_LARGE'],
      [{ kind: 'url', url: `${url}/large` }, 'TOO_LARGE'],
      [{ kind: 'base64', base64: large.toString('base64') }, 'TOO_LARGE'],
      [{ kind: 'url', url: `${url}/text` }, 'UNSUPPORTED_FORMAT'],
      [{ kind: 'base64', base64: text.toString('base64') }, 'UNSUPPORTED_FORMAT'],
      [{ kind: 'url', url: `${url}/empty` }, 'EMPTY'],
      [{ kind: 'base64', base64: '' }, 'EMPTY'],
    ];
    for (const [ref, input] of refused) await expect(reader.read(ref)).rejects.toMatchObject({ code: 'INVALID_INPUT', input });
  });

  test('stops for a signal', async () => {
    const signal = AbortSignal.abort(new Error('left'));
    await expect(reader.read({ kind: 'asset', assetId: imageId }, { signal })).rejects.toThrow('left');
  });
});
