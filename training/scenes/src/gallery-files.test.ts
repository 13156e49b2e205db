import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { galleryFolder, gallerySamples } from '@clipgraph/module-gallery';
import { describe, expect, it } from 'vitest';

import { galleryFiles } from './gallery-files.ts';

/** Drawing takes about 30 ms a picture. */
const EVERY = 10;

describe('the sample gallery that ships', () => {
  const files = galleryFiles();

  it('has the captions and the facts of the scenes, and a picture for each', async () => {
    const lines = await readFile(join(galleryFolder, 'captions.jsonl'), 'utf8');
    expect(lines, 'node training/scenes/src/write-gallery.ts writes it again').toBe(files.map(({ line }) => `${line}\n`).join(''));
    expect((await readdir(galleryFolder)).toSorted()).toEqual(['captions.jsonl', ...files.map(({ key }) => `${key}.webp`)]);
  });

  it('has the pictures that are drawn, byte for byte', async () => {
    const different: string[] = [];
    for (const { key, draw } of files.filter((_, index) => index % EVERY === 0)) {
      const shipped = await readFile(join(galleryFolder, `${key}.webp`));
      if (!shipped.equals(await draw())) different.push(key);
    }
    expect(different, 'node training/scenes/src/write-gallery.ts draws them again').toEqual([]);
  });

  it('is read in order, each picture with its own caption', async () => {
    const samples = await Array.fromAsync(gallerySamples());
    expect(samples.map(({ key, caption, payload }) => JSON.stringify({ key, caption, payload }))).toEqual(files.map(({ line }) => line));
    expect(new Set(samples.map(({ bytes }) => Buffer.from(bytes).toString('base64'))).size).toBe(files.length);
  });
});
