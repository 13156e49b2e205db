import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageFiles } from '@clipgraph/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { imageFiles } from './image-files.ts';

const bytes = Buffer.from('a picture');
const sha256 = createHash('sha256').update(bytes).digest('hex');

describe('imageFiles', () => {
  let dir: string;
  let files: ImageFiles;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'images-'));
    files = imageFiles({ dir: join(dir, 'images') });
  });

  afterEach(() => rm(dir, { recursive: true }));

  test('names a picture by its sha256 and gives it back, also later', async () => {
    expect(await files.put(bytes)).toBe(sha256);
    expect(Buffer.from((await imageFiles({ dir: join(dir, 'images') }).get(sha256))!)).toEqual(bytes);
  });

  test('stores the same bytes once, even at once', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => files.put(bytes)));
    expect(new Set(ids)).toEqual(new Set([sha256]));
    expect(await readdir(join(dir, 'images', sha256.slice(0, 2)))).toEqual([sha256]);
  });

  test('mends a file that lost its end', async () => {
    await files.put(bytes);
    await truncate(join(dir, 'images', sha256.slice(0, 2), sha256), 3);
    await files.put(bytes);
    expect(Buffer.from((await files.get(sha256))!)).toEqual(bytes);
  });

  test('has nothing under an id that was deleted or never there', async () => {
    expect(await files.get(sha256)).toBeUndefined();
    await files.put(bytes);
    await files.delete(sha256);
    await files.delete(sha256);
    expect(await files.get(sha256)).toBeUndefined();
  });

  test.each(['', '../secret', '../../secret', sha256.toUpperCase(), `${sha256}/..`, sha256.slice(1)])(
    'never leaves its folder for %j',
    async (id) => {
      await files.put(bytes);
      await writeFile(join(dir, 'secret'), 'secret');
      expect(await files.get(id)).toBeUndefined();
      await files.delete(id);
      expect(await readdir(dir)).toEqual(['images', 'secret']);
      expect(await files.get(sha256)).toBeDefined();
    },
  );
});
