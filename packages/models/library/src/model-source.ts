import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { PluginError } from '@clipgraph/contracts';

import { fileHash, type Checksum, type FileHash } from './checksum.ts';
import { readDescription, type ModelSource } from './description.ts';
import { download } from './download.ts';
import { hubFiles, hubRevision } from './hub.ts';
import type { HubOptions } from './hub-http.ts';
import { TOWER_FOLDERS } from './wanted-files.ts';

const READ_BYTES = 1024 * 1024;
/** Where in a folder files are looked for. */
const FOLDERS = ['', 'onnx/', ...Object.values(TOWER_FOLDERS).flatMap((names) => names.map((name) => `${name}/`))];

/** Where a model's files come from: a hub or a folder. */
export interface FileSource {
  readonly origin: ModelSource;
  /** As its own card says. */
  readonly licence: string | undefined;
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Puts a checked file in its place and answers with its sha256. */
  fetch(path: string, to: string, options: FetchOptions): Promise<string>;
  /** The sha256 of a file that lies in its place already and is right; undefined otherwise. */
  recheck(path: string, to: string): Promise<string | undefined>;
  /** Undefined where only reading the file could tell. */
  sha256(path: string): Promise<string | undefined>;
}

export interface SourceFile {
  readonly bytes: number;
  /** Unknown before a file of a folder has been read. */
  readonly checksum?: Checksum;
}

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** How many bytes of this file are here. */
  readonly onBytes: (bytes: number) => void;
}

export async function hubSource(hub: HubOptions, repository: string, revision: string, signal?: AbortSignal): Promise<FileSource> {
  const { commit, licence } = await hubRevision(hub, repository, revision, signal);
  const from = { repository, commit };
  const files = await hubFiles(hub, from, signal);
  return {
    origin: { repository, revision: commit },
    licence,
    files,
    fetch: (path, to, options) => download({ hub, from, path, to, ...files.get(path)!, ...options }),
    async recheck(path, to) {
      const { bytes, checksum } = files.get(path)!;
      const hash = await hashOf(to, bytes);
      return hash?.matches(checksum) ? hash.sha256() : undefined;
    },
    async sha256(path) {
      const checksum = files.get(path)?.checksum;
      return checksum?.kind === 'sha256' ? checksum.value : undefined;
    },
  };
}

/** Rejects with NOT_FOUND when there is no such folder. */
export async function folderSource(folder: string): Promise<FileSource> {
  const files = new Map<string, SourceFile>();
  for (const within of FOLDERS) {
    const names = await readdir(join(folder, within)).catch((cause: unknown) => {
      if (within === '') throw new PluginError('NOT_FOUND', 'The folder cannot be read.', { cause });
      return [];
    });
    for (const name of names) {
      const stats = await stat(join(folder, within, name)).catch(() => undefined);
      if (stats?.isFile()) files.set(`${within}${name}`, { bytes: stats.size });
    }
  }
  const description = await readDescription(folder);
  return {
    origin: {},
    licence: description?.licence,
    files,
    fetch: (path, to, options) => copied(join(folder, path), to, files.get(path)!.bytes, options),
    // To compare costs as much as to copy.
    recheck: async () => undefined,
    sha256: async (path) => (await hashOf(join(folder, path), files.get(path)!.bytes))?.sha256(),
  };
}

/** Undefined for a file that is not there, or has another size. */
async function hashOf(path: string, bytes: number): Promise<FileHash | undefined> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile() || stats.size !== bytes) return undefined;
  const hash = fileHash(bytes);
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) hash.update(chunk as Uint8Array);
  return hash;
}

async function copied(from: string, to: string, bytes: number, { signal, onBytes }: FetchOptions): Promise<string> {
  await mkdir(dirname(to), { recursive: true });
  const part = `${to}.part`;
  const hash = fileHash(bytes);
  let copied = 0;
  await pipeline(
    createReadStream(from, { highWaterMark: READ_BYTES }),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        copied += chunk.length;
        onBytes(copied);
        yield chunk;
      }
    },
    createWriteStream(part),
    { signal },
  );
  await rename(part, to);
  return hash.sha256();
}
