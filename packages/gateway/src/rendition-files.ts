import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ifPresent } from '@clipgraph/images';
import { LRUCache } from 'lru-cache';

import { privateFolder } from './private-folder.ts';

/** Sides that copies of pictures have; a copy of another size is the next smaller of these. */
export const RENDITION_SIDES: readonly number[] = [16, 32, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048];

/** The greatest of {@link RENDITION_SIDES} that is not larger; the smallest one for less. */
export function renditionSide(size: number): number {
  return RENDITION_SIDES.findLast((side) => side <= size) ?? RENDITION_SIDES[0]!;
}

/** Copies of pictures on disk. They can be made again: nothing is lost with them. */
export interface RenditionFiles {
  /** Of a side, or `full`. Undefined where there is none. */
  get(imageId: string, size: string): Promise<Uint8Array | undefined>;
  /** Those that were used the longest time ago go when there is no room. */
  put(imageId: string, size: string, bytes: Uint8Array): Promise<void>;
  /** All of one picture. */
  delete(imageId: string): Promise<void>;
}

export interface RenditionFilesOptions {
  /** Made when it is missing; for one process. */
  readonly dir: string;
  /** 0: nothing is kept. */
  readonly maxBytes: number;
}

const FILE = /^[0-9a-f]{64}-(?:full|\d+)\.webp$/;

export async function renditionFiles({ dir, maxBytes }: RenditionFilesOptions): Promise<RenditionFiles> {
  if (maxBytes === 0) return { get: async () => undefined, put: async () => undefined, delete: async () => undefined };
  await privateFolder(dir);
  const pathOf = (name: string): string => join(dir, name);
  const remove = (name: string): Promise<void> => rm(pathOf(name), { force: true }).catch(() => undefined);
  const evicted: string[] = [];
  /** Bytes by file name. */
  const sizes = new LRUCache<string, number>({
    maxSize: maxBytes,
    sizeCalculation: (bytes) => Math.max(1, bytes),
    dispose: (_bytes, name, reason) => void (reason === 'evict' && evicted.push(name)),
  });
  const found: { readonly name: string; readonly bytes: number; readonly usedMs: number }[] = [];
  for (const name of await readdir(dir)) {
    const stats = FILE.test(name) ? await ifPresent(stat(pathOf(name))) : undefined;
    if (stats) found.push({ name, bytes: stats.size, usedMs: stats.mtimeMs });
    // What a crash left unfinished.
    else await remove(name);
  }
  for (const { name, bytes } of found.toSorted((a, b) => a.usedMs - b.usedMs)) {
    // One that is larger than all may be is not taken.
    if (!sizes.set(name, bytes).has(name)) evicted.push(name);
  }
  await removeEvicted();

  async function removeEvicted(): Promise<void> {
    await Promise.all(evicted.splice(0).map(remove));
  }

  return {
    async get(imageId, size) {
      const name = nameOf(imageId, size);
      if (sizes.get(name) === undefined) return undefined;
      const bytes = await ifPresent(readFile(pathOf(name)));
      if (!bytes) sizes.delete(name);
      else void utimes(pathOf(name), new Date(), new Date()).catch(() => undefined);
      return bytes;
    },
    async put(imageId, size, bytes) {
      if (bytes.length > maxBytes) return;
      const name = nameOf(imageId, size);
      const unfinished = pathOf(`${name}.${randomBytes(6).toString('hex')}.part`);
      try {
        await writeFile(unfinished, bytes, { mode: 0o600 });
        await rename(unfinished, pathOf(name));
        sizes.set(name, bytes.length);
        await removeEvicted();
      } catch {
        // Without room on the disk it is made again.
        await rm(unfinished, { force: true }).catch(() => undefined);
      }
    },
    async delete(imageId) {
      for (const size of ['full', ...RENDITION_SIDES.map(String)]) {
        const name = nameOf(imageId, size);
        if (sizes.delete(name)) await remove(name);
      }
    },
  };
}

function nameOf(imageId: string, size: string): string {
  return `${imageId}-${size}.webp`;
}
