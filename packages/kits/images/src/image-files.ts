import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageFiles } from '@clipgraph/contracts';
import { ifPresent, writeDurably } from './durable-file.ts';

export interface ImageFilesOptions {
  /** Made when it is missing. */
  readonly dir: string;
}

/**
 * Pictures by content, in files named by their sha256, in 256 folders by its first byte. Several processes may
 * share one folder. An id that is no sha256 is simply not there.
 */
export function imageFiles({ dir }: ImageFilesOptions): ImageFiles {
  const folderOf = (imageId: string): string => join(dir, imageId.slice(0, 2));
  const pathOf = (imageId: string): string => join(folderOf(imageId), imageId);

  return {
    async put(bytes) {
      const imageId = createHash('sha256').update(bytes).digest('hex');
      const stored = await ifPresent(stat(pathOf(imageId)));
      if (stored?.size === bytes.length) return imageId;
      await mkdir(folderOf(imageId), { recursive: true });
      await writeDurably(pathOf(imageId), (file) => file.writeFile(bytes));
      return imageId;
    },
    async get(imageId) {
      if (!isImageId(imageId)) return undefined;
      return await ifPresent(readFile(pathOf(imageId)));
    },
    async delete(imageId) {
      if (isImageId(imageId)) await rm(pathOf(imageId), { force: true });
    },
  };
}

/** Also what keeps `../` out of paths. */
function isImageId(imageId: string): boolean {
  return /^[0-9a-f]{64}$/.test(imageId);
}
