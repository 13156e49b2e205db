import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Writes a file under another name, flushes it to the disk and renames it: readers see a whole file or none, and
 * once the promise resolves it survives a power cut. When `write` throws, nothing stays; a crash may leave a `.part`.
 */
export async function writeDurably(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const unfinished = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes a folder, and those it lies in, so that they survive a power cut. */
export async function makeFolder(path: string): Promise<void> {
  let made = resolve(path);
  const first = await mkdir(made, { recursive: true });
  if (first === undefined) return;
  for (; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** A new name is safe only once its folder is; Windows has no way to ask for it, nor the need. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Undefined instead of an error when there is no such file. */
export async function ifPresent<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
