import { chmod, link, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { invalidInput, isContentId, sha256, type Picture, type PictureStore } from '@clipgraph/contracts';
import { ifPresent, makeFolder, pictureOf, syncFolder, writeDurably } from '@clipgraph/images';

import { oneAtATime } from './one-at-a-time.ts';

export interface FolderPicturesOptions {
  /** Made when it is missing. */
  readonly dir: string;
  /** Told of a file whose bytes are no longer those that its name says; it is put aside as `<id>.damaged`. */
  readonly onDamaged?: (imageId: string) => void;
}

const FILE_MODE = 0o600;
const DAMAGED = '.damaged';
/** As `writeDurably` names what it has not finished. */
const UNFINISHED = /^[0-9a-f]{64}\.[0-9a-f]+\.part$/;
/** No write takes so long: who began it was killed. */
const UNFINISHED_MS = 60 * 60 * 1000;

/**
 * Pictures in files named by their sha256, in 256 folders by its first byte. Several processes may share one folder. A
 * picture that lies in a file of the same file system, as an upload does, is not written again: its file gets a second name.
 * `list` deletes on its way what a process that was killed left half-written an hour ago or longer.
 *
 * @example
 * const pictures = folderPictures({ dir: './data/images', onDamaged: (imageId) => logger.error({ imageId }, 'damaged') });
 */
export function folderPictures({ dir, onDamaged }: FolderPicturesOptions): PictureStore {
  const folderOf = (imageId: string): string => join(dir, imageId.slice(0, 2));
  const pathOf = (imageId: string): string => join(folderOf(imageId), imageId);
  const inTurn = oneAtATime();

  /** Whether the same bytes are there, which then count as put now: a file that was damaged does not pass for them. */
  async function isThere(imageId: string, bytes: Uint8Array): Promise<boolean> {
    const path = pathOf(imageId);
    const stats = await ifPresent(stat(path));
    if (stats?.size !== bytes.length) return false;
    const stored = await ifPresent(readFile(path));
    if (!stored?.equals(bytes)) return false;
    // Changes ctime, which `list` tells; mtime belongs to whoever else has a name for the file.
    return (await ifPresent(chmod(path, FILE_MODE).then(() => true))) ?? false;
  }

  async function write(imageId: string, { bytes, file }: Picture): Promise<void> {
    await makeFolder(folderOf(imageId));
    if (file !== undefined && (await linked(file, pathOf(imageId), bytes.length))) return syncFolder(folderOf(imageId));
    await writeDurably(pathOf(imageId), (opened) => opened.writeFile(bytes));
  }

  /** Puts a damaged file aside, unless somebody has put the picture again meanwhile. */
  async function putAside(imageId: string): Promise<void> {
    const bytes = await ifPresent(readFile(pathOf(imageId)));
    if (!bytes || (await sha256(bytes)) === imageId) return;
    await rename(pathOf(imageId), pathOf(imageId) + DAMAGED);
    onDamaged?.(imageId);
  }

  return {
    contract: 1,
    async put(picture) {
      const imageId = await picture.sha256();
      await inTurn(imageId, async () => {
        if (!(await isThere(imageId, picture.bytes))) await write(imageId, picture);
      });
      return imageId;
    },
    async get(imageId, { signal } = {}) {
      signal?.throwIfAborted();
      if (!isContentId(imageId)) return undefined;
      const bytes = await ifPresent(readFile(pathOf(imageId)));
      if (!bytes) return undefined;
      if ((await sha256(bytes)) !== imageId) {
        await inTurn(imageId, () => putAside(imageId));
        return undefined;
      }
      signal?.throwIfAborted();
      return pictureOf(bytes, { sha256: imageId });
    },
    has: async (imageId) => isContentId(imageId) && (await ifPresent(stat(pathOf(imageId)))) !== undefined,
    async delete(imageId) {
      if (!isContentId(imageId)) return;
      await inTurn(imageId, async () => {
        await rm(pathOf(imageId), { force: true });
        await rm(pathOf(imageId) + DAMAGED, { force: true });
      });
    },
    async list({ after = '', limit }) {
      if (!Number.isInteger(limit) || limit < 1) throw invalidInput('INVALID', 'The limit must be a whole number of at least 1.');
      const found: { imageId: string; bytes: number; storedAt: Date }[] = [];
      const folders = ((await ifPresent(readdir(dir))) ?? []).filter((name) => /^[0-9a-f]{2}$/.test(name) && name >= after.slice(0, 2));
      for (const folder of folders.toSorted()) {
        const present = (await ifPresent(readdir(join(dir, folder)))) ?? [];
        await removeUnfinished(present.filter((name) => UNFINISHED.test(name)).map((name) => join(dir, folder, name)));
        const names = present.filter((name) => isContentId(name) && name > after);
        for (const imageId of names.toSorted()) {
          const stats = await ifPresent(stat(pathOf(imageId)));
          if (stats) found.push({ imageId, bytes: stats.size, storedAt: stats.ctime });
          if (found.length === limit) return found;
        }
      }
      return found;
    },
  };
}

async function removeUnfinished(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const stats = await ifPresent(stat(path));
    if (stats && stats.mtimeMs < Date.now() - UNFINISHED_MS) await rm(path, { force: true });
  }
}

/**
 * Gives a file a second name: at any moment of a crash both names lead to a whole file, or the first one alone. False where
 * that cannot be: another file system, one without hard links, a file that is gone or of other length, a name that is taken.
 */
async function linked(file: string, path: string, bytes: number): Promise<boolean> {
  try {
    if ((await stat(file)).size !== bytes) return false;
    await link(file, path);
    return true;
  } catch {
    // Whatever it was, writing the bytes says whether it is a real trouble.
    return false;
  }
}
