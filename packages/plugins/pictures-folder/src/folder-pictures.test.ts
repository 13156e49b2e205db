import { createHash } from 'node:crypto';
import { link, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { PictureStore } from '@clipgraph/contracts';
import { pictureOf } from '@clipgraph/images';
import { testPictureStore } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { folderPictures } from './folder-pictures.ts';

testPictureStore('folderPictures', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'pictures-'));
  const damaged: string[] = [];
  const reopen = async (): Promise<PictureStore> =>
    folderPictures({ dir: join(dir, 'images'), onDamaged: (imageId) => damaged.push(imageId) });
  return {
    pictures: await reopen(),
    reopen,
    async damage(imageId) {
      const path = join(dir, 'images', imageId.slice(0, 2), imageId);
      const bytes = await readFile(path);
      bytes[0]! ^= 1;
      await writeFile(path, bytes);
    },
    damaged,
    dispose: () => rm(dir, { recursive: true }),
  };
});

const bytes = Buffer.from('a picture');
const picture = pictureOf(bytes);
const sha256 = createHash('sha256').update(bytes).digest('hex');

let dir: string;
let folder: string;
let files: PictureStore;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'images-'));
  folder = join(dir, 'images', sha256.slice(0, 2));
  files = folderPictures({ dir: join(dir, 'images') });
});

afterEach(() => rm(dir, { recursive: true }));

describe('folderPictures', () => {
  test('names a picture by its sha256 and gives it back, also later', async () => {
    expect(await files.put(picture)).toBe(sha256);
    expect(Buffer.from((await folderPictures({ dir: join(dir, 'images') }).get(sha256))!.bytes)).toEqual(bytes);
  });

  test('stores the same bytes once, even at once', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => files.put(picture)));
    expect(new Set(ids)).toEqual(new Set([sha256]));
    expect(await readdir(folder)).toEqual([sha256]);
  });

  test('mends a file that lost its end', async () => {
    await files.put(picture);
    await truncate(join(folder, sha256), 3);
    await files.put(picture);
    expect(Buffer.from((await files.get(sha256))!.bytes)).toEqual(bytes);
  });

  test('has nothing under an id that was deleted or never there', async () => {
    expect(await files.get(sha256)).toBeUndefined();
    await files.put(picture);
    await files.delete(sha256);
    await files.delete(sha256);
    expect(await files.get(sha256)).toBeUndefined();
  });

  test.each(['', '../secret', '../../secret', sha256.toUpperCase(), `${sha256}/..`, sha256.slice(1)])(
    'never leaves its folder for %j',
    async (id) => {
      await files.put(picture);
      await writeFile(join(dir, 'secret'), 'secret');
      expect(await files.get(id)).toBeUndefined();
      await files.delete(id);
      expect(await readdir(dir)).toEqual(['images', 'secret']);
      expect(await files.get(sha256)).toBeDefined();
    },
  );

  test('puts a damaged file aside, where it can be looked at until the picture is deleted', async () => {
    await files.put(picture);
    await writeFile(join(folder, sha256), 'a pictura');
    expect(await files.get(sha256)).toBeUndefined();
    expect(await readdir(folder)).toEqual([`${sha256}.damaged`]);
    await files.delete(sha256);
    expect(await readdir(folder)).toEqual([]);
  });

  test('lists nothing else that lies in its folder', async () => {
    await files.put(picture);
    await writeFile(join(dir, 'images', 'notes.txt'), 'not ours');
    await writeFile(join(folder, `${sha256}.0123456789ab.part`), 'half');
    expect(await files.list({ limit: 10 })).toHaveLength(1);
  });

  test('deletes what was left half-written, once nobody can be writing it any more', async () => {
    await files.put(picture);
    const [old, fresh] = [join(folder, `${sha256}.0123456789ab.part`), join(folder, `${sha256}.ba9876543210.part`)];
    for (const path of [old, fresh, join(folder, 'notes.part')]) await writeFile(path, 'half');
    const before = new Date(Date.now() - 2 * 60 * 60 * 1000);
    for (const path of [old, join(folder, 'notes.part')]) await utimes(path, before, before);
    await files.list({ limit: 10 });
    expect((await readdir(folder)).toSorted()).toEqual([sha256, `${sha256}.ba9876543210.part`, 'notes.part']);
  });
});

describe('a picture that lies in a file', () => {
  let upload: string;

  beforeEach(async () => {
    upload = join(dir, 'upload');
    await writeFile(upload, bytes);
  });

  const inode = async (path: string): Promise<number> => (await stat(path)).ino;

  test('is not written again: its file gets a second name, and keeps its own time', async () => {
    const { mtimeMs } = await stat(upload);
    await files.put(pictureOf(bytes, { file: upload }));
    expect(await inode(join(folder, sha256))).toBe(await inode(upload));
    await files.put(pictureOf(bytes, { file: upload }));
    expect((await stat(upload)).mtimeMs).toBe(mtimeMs);
    expect(await readdir(folder)).toEqual([sha256]);
  });

  test('stays when the file goes, and the file when the picture goes', async () => {
    await files.put(pictureOf(bytes, { file: upload }));
    await rm(upload);
    expect(Buffer.from((await files.get(sha256))!.bytes)).toEqual(bytes);
    await link(join(folder, sha256), upload);
    await files.delete(sha256);
    expect(await readFile(upload)).toEqual(bytes);
  });

  test('is written where the file is gone, shorter, a folder, or on another file system', async () => {
    const elsewhere = await mkdtemp('/dev/shm/clipgraph-').catch(() => undefined);
    await writeFile(join(dir, 'short'), 'short');
    const other = elsewhere && join(elsewhere, 'upload');
    if (other) await writeFile(other, bytes);
    for (const file of [join(dir, 'gone'), join(dir, 'short'), dir, '\0', ...(other ? [other] : [])]) {
      await files.put(pictureOf(bytes, { file }));
      expect(Buffer.from((await files.get(sha256))!.bytes)).toEqual(bytes);
      expect((await stat(join(folder, sha256))).nlink).toBe(1);
      await files.delete(sha256);
    }
    if (elsewhere) await rm(elsewhere, { recursive: true });
  });

  test('is found and whole, whoever keeps and deletes it meanwhile', async () => {
    const keep = (): Promise<unknown> => files.put(pictureOf(bytes, { file: upload }));
    for (let round = 0; round < 20; round++) {
      await writeFile(upload, bytes);
      await Promise.all([keep(), rm(upload), keep(), files.delete(sha256), keep()]);
      const found = await files.get(sha256);
      expect(found === undefined || bytes.equals(found.bytes)).toBe(true);
      await keep();
      expect(Buffer.from((await files.get(sha256))!.bytes)).toEqual(bytes);
    }
  });
});
