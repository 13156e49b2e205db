import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeEach, describe, expect, it } from 'vitest';

import { countImages, isFailure, walkImages, type Failure, type ImageFile } from './walk-images.ts';

let folder: string;
const made: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipgraph-walk-'));
  made.push(folder);
});

afterAll(async () => {
  for (const path of made) await rm(path, { recursive: true });
});

async function file(key: string, content = 'x'): Promise<void> {
  const path = join(folder, key);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
}

async function walked(): Promise<{ files: ImageFile[]; failures: Failure[] }> {
  const files: ImageFile[] = [];
  const failures: Failure[] = [];
  for await (const found of walkImages(folder)) {
    if (isFailure(found)) failures.push(found);
    else files.push(found);
  }
  return { files: files.toSorted((a, b) => (a.key < b.key ? -1 : 1)), failures };
}

const keys = ({ files }: { files: ImageFile[] }): string[] => files.map(({ key }) => key);

describe('walking a folder', () => {
  it('finds images by their names, at any depth, whatever their case', async () => {
    for (const key of ['a.jpg', 'b.JPEG', 'x/c.png', 'x/y/d.webp', 'x/y/e.gif', 'f.avif', 'notes.txt', 'jpg', 'x/g.tiff', 'h.jpg.part']) {
      await file(key);
    }
    expect(keys(await walked())).toEqual(['a.jpg', 'b.JPEG', 'f.avif', 'x/c.png', 'x/y/d.webp', 'x/y/e.gif']);
    expect(await countImages(folder, new AbortController().signal)).toBe(6);
  });

  it('tells size and time of change', async () => {
    await file('x/a.jpg', '12345');
    const modified = new Date('2026-11-23T09:30:00Z');
    await utimes(join(folder, 'x/a.jpg'), modified, modified);
    expect((await walked()).files).toEqual([{ key: 'x/a.jpg', path: join(folder, 'x/a.jpg'), bytes: 5, modified }]);
  });

  it('leaves out what is hidden', async () => {
    for (const key of ['a.jpg', '.b.jpg', '.thumbnails/c.jpg', 'x/._d.jpg']) await file(key);
    expect(keys(await walked())).toEqual(['a.jpg']);
  });

  it('follows links to files, and no link to a folder, so that circles end', async () => {
    await file('x/a.jpg');
    await symlink(join(folder, 'x/a.jpg'), join(folder, 'linked.jpg'));
    await symlink(folder, join(folder, 'x/circle'));
    await symlink(folder, join(folder, 'x/circle.jpg'));
    expect(keys(await walked())).toEqual(['linked.jpg', 'x/a.jpg']);
  });

  it('reports a link to nothing and goes on', async () => {
    await file('b.jpg');
    await symlink(join(folder, 'gone'), join(folder, 'a.jpg'));
    expect(await walked()).toMatchObject({ files: [{ key: 'b.jpg' }], failures: [{ key: 'a.jpg', code: 'VANISHED' }] });
  });

  it('reports a folder that vanished', async () => {
    folder = join(folder, 'none');
    expect(await walked()).toEqual({ files: [], failures: [{ key: './', code: 'VANISHED', message: 'The folder is not there.' }] });
  });

  it('ends the count when it is no longer wanted', async () => {
    await file('a.jpg');
    expect(await countImages(folder, AbortSignal.abort())).toBe(0);
  });
});
