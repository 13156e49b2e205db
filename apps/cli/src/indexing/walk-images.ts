import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { fileFailure, type FileFailure } from '../file-failure.ts';
import { hasImageName } from '../image-names.ts';

/** A file whose name is one of an image. */
export interface ImageFile {
  /** Path below the folder, with `/` on every system: the asset's key. */
  readonly key: string;
  readonly path: string;
  readonly bytes: number;
  readonly modified: Date;
}

/** A file or folder that cannot be indexed; the others go on. */
export interface Failure {
  readonly key: string;
  readonly code: string;
  readonly message: string;
}

type Found = { readonly key: string; readonly path: string } | { readonly key: string; readonly failure: FileFailure };

/**
 * Every image file below a folder, as it is found, so that a huge folder needs no list. Hidden files and folders are
 * left out. Links to files are followed, links to folders are not: so there are no circles.
 */
export async function* walkImages(folder: string): AsyncGenerator<ImageFile | Failure, void, undefined> {
  for await (const found of imageNames(folder)) {
    if ('failure' in found) {
      yield { key: found.key, ...found.failure };
      continue;
    }
    const { key, path } = found;
    try {
      const stats = await stat(path);
      if (stats.isFile()) yield { key, path, bytes: stats.size, modified: stats.mtime };
    } catch (error) {
      yield { key, ...fileFailure(error) };
    }
  }
}

/** How many files {@link walkImages} will find, near enough for a progress bar; names only, so it is fast. */
export async function countImages(folder: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const found of imageNames(folder)) {
    if (signal.aborted) break;
    if ('path' in found) count += 1;
  }
  return count;
}

async function* imageNames(folder: string, prefix = ''): AsyncGenerator<Found, void, undefined> {
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.name.startsWith('.')) continue;
      const key = prefix + entry.name;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) yield* imageNames(path, `${key}/`);
      else if (hasImageName(entry.name) && (entry.isFile() || entry.isSymbolicLink())) yield { key, path };
    }
  } catch (error) {
    const { code, message } = fileFailure(error);
    yield { key: prefix || './', failure: { code, message: message.replace('The file', 'The folder') } };
  }
}

export function isFailure(found: ImageFile | Failure): found is Failure {
  return 'code' in found;
}
