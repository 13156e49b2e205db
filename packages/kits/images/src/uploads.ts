import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PluginError, sha256, type ImageFormat, type Picture, type PictureHeader, type RequestOptions } from '@clipgraph/contracts';
import { LRUCache } from 'lru-cache';
import { ifPresent, makeFolder, writeDurably } from './durable-file.ts';
import { imageHeader } from './image-header.ts';
import { imageStream } from './image-stream.ts';

export interface UploadFilesOptions {
  /** Made when it is missing; for one process. */
  readonly dir: string;
  /** Of one upload. */
  readonly maxBytes: number;
  /** How long an upload can be used, in milliseconds. */
  readonly ttlMs: number;
  /** Of all uploads that have not expired. */
  readonly maxTotalBytes: number;
}

export interface Upload {
  /** 128 random bits in hexadecimal: knowing it is the right to use it. */
  readonly uploadId: string;
  readonly bytes: number;
  readonly format: ImageFormat;
}

/** Files that callers sent ahead, to name them later as {@link ImageRef}s. */
export interface UploadFiles {
  /**
   * Keeps an image; once this resolves it survives the process. Aborting is seen at the next chunk, so end the
   * stream too. After an error nothing stays, and the rest of the stream is not read: give a request as
   * `request.iterator({ destroyOnReturn: false })`, or it cannot be answered any more.
   * Errors: INVALID_INPUT with EMPTY, UNSUPPORTED_FORMAT or TOO_LARGE; OVERLOADED when full; the stream's own.
   */
  put(content: Uint8Array | AsyncIterable<Uint8Array>, options?: RequestOptions): Promise<Upload>;
  /**
   * Undefined when there is none, or it has expired. Its hash was computed while it was written, and is known to every picture
   * read from it, as is its header once one of them has read it. A store may take over its file and the upload stays what it is.
   */
  get(uploadId: string): Promise<Picture | undefined>;
  /** Length of an upload that `get` would give, without reading it. */
  size(uploadId: string): Promise<number | undefined>;
  delete(uploadId: string): Promise<void>;
  /** Deletes what has expired; `put` does it too when there is no room. Returns how many files that were. */
  sweep(): Promise<number>;
}

/** What is known about an upload; found once for all pictures that are read from it. */
interface UploadFacts {
  sha256?: Promise<string>;
  header?: Promise<PictureHeader>;
}

/** Uploads whose facts are remembered; those of others are found again. */
const REMEMBERED_UPLOADS = 10_000;

export function uploadFiles({ dir, maxBytes, ttlMs, maxTotalBytes }: UploadFilesOptions): UploadFiles {
  /** Bytes on disk and those promised to uploads under way. */
  let totalBytes = 0;
  const underWay = new Set<string>();
  const remembered = new LRUCache<string, UploadFacts>({ max: REMEMBERED_UPLOADS });
  let opened: Promise<void> | undefined;

  /** Counts what is there, once; again when that failed. */
  function open(): Promise<void> {
    opened ??= count().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  async function count(): Promise<void> {
    await makeFolder(dir);
    let found = 0;
    for (const name of await ownFiles()) found += (await ifPresent(stat(join(dir, name))))?.size ?? 0;
    totalBytes = found;
  }

  async function ownFiles(): Promise<readonly string[]> {
    return (await readdir(dir)).filter((name) => FILE.test(name) && !underWay.has(name.slice(0, 32)));
  }

  async function removed(path: string): Promise<boolean> {
    const file = await ifPresent(stat(path));
    // Of two who delete it at once, one finds it gone, so that it is counted once.
    if (!file || !(await ifPresent(rm(path).then(() => true)))) return false;
    remembered.delete(basename(path));
    totalBytes -= file.size;
    return true;
  }

  async function sweep(): Promise<number> {
    await open();
    let swept = 0;
    for (const name of await ownFiles()) {
      const file = await ifPresent(stat(join(dir, name)));
      if (file && isExpired(file.mtimeMs) && (await removed(join(dir, name)))) swept++;
    }
    return swept;
  }

  const isExpired = (mtimeMs: number): boolean => mtimeMs + ttlMs <= Date.now();

  async function promise(bytes: number): Promise<void> {
    if (totalBytes + bytes > maxTotalBytes) await sweep();
    if (totalBytes + bytes > maxTotalBytes) {
      throw new PluginError('OVERLOADED', 'There is no room for more uploads now.', { input: 'OVERLOADED', retryAfterMs: 60_000 });
    }
    totalBytes += bytes;
  }

  async function size(uploadId: string): Promise<number | undefined> {
    if (!isUploadId(uploadId)) return undefined;
    const stats = await ifPresent(stat(join(dir, uploadId)));
    return !stats || isExpired(stats.mtimeMs) ? undefined : stats.size;
  }

  return {
    sweep,
    async put(content, { signal } = {}) {
      await open();
      const uploadId = randomBytes(16).toString('hex');
      const image = imageStream(content, { maxBytes, signal });
      const hash = createHash('sha256');
      let bytes = 0;
      underWay.add(uploadId);
      try {
        await writeDurably(join(dir, uploadId), async (file) => {
          for await (const chunk of image) {
            await promise(chunk.length);
            bytes += chunk.length;
            hash.update(chunk);
            await file.writeFile(chunk);
          }
        });
      } catch (error) {
        totalBytes -= bytes;
        throw error;
      } finally {
        underWay.delete(uploadId);
      }
      remembered.set(uploadId, { sha256: Promise.resolve(hash.digest('hex')) });
      return { uploadId, bytes, format: image.format };
    },
    size,
    async get(uploadId) {
      if ((await size(uploadId)) === undefined) return undefined;
      const path = join(dir, uploadId);
      const bytes = await ifPresent(readFile(path));
      if (!bytes) return undefined;
      const facts = remembered.get(uploadId) ?? {};
      remembered.set(uploadId, facts);
      return {
        bytes,
        file: path,
        sha256: () => (facts.sha256 ??= sha256(bytes)),
        header: () => (facts.header ??= imageHeader(bytes)),
      };
    },
    async delete(uploadId) {
      await open();
      if (isUploadId(uploadId)) await removed(join(dir, uploadId));
    },
  };
}

/** An upload, or one that a crash left unfinished. */
const FILE = /^[0-9a-f]{32}(\.[0-9a-f]+\.part)?$/;

/** Also what keeps `../` and unfinished files out of reach. */
function isUploadId(uploadId: string): boolean {
  return /^[0-9a-f]{32}$/.test(uploadId);
}
