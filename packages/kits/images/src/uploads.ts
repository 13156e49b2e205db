import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { invalidInput, PluginError, type RequestOptions } from '@clipgraph/contracts';
import { ifPresent, writeDurably } from './durable-file.ts';
import { FORMAT_PREFIX_BYTES, imageFormat, type ImageFormat } from './image-format.ts';

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
  /** Undefined when there is none, or it has expired. */
  get(uploadId: string): Promise<Uint8Array | undefined>;
  delete(uploadId: string): Promise<void>;
  /** Deletes what has expired; `put` does it too when there is no room. Returns how many files that were. */
  sweep(): Promise<number>;
}

export function uploadFiles({ dir, maxBytes, ttlMs, maxTotalBytes }: UploadFilesOptions): UploadFiles {
  /** Bytes on disk and those promised to uploads under way. */
  let totalBytes = 0;
  const underWay = new Set<string>();
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
    await mkdir(dir, { recursive: true });
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

  return {
    sweep,
    async put(content, { signal } = {}) {
      await open();
      const uploadId = randomBytes(16).toString('hex');
      let prefix: Uint8Array = new Uint8Array();
      let bytes = 0;
      underWay.add(uploadId);
      try {
        await writeDurably(join(dir, uploadId), async (file) => {
          for await (const chunk of content instanceof Uint8Array ? [content] : content) {
            signal?.throwIfAborted();
            if (bytes + chunk.length > maxBytes) throw invalidInput('TOO_LARGE', `The image is larger than ${maxBytes} bytes.`);
            await promise(chunk.length);
            bytes += chunk.length;
            if (prefix.length < FORMAT_PREFIX_BYTES) {
              prefix = Buffer.concat([prefix, chunk.subarray(0, FORMAT_PREFIX_BYTES - prefix.length)]);
              // What is no image is not stored to its end.
              if (prefix.length === FORMAT_PREFIX_BYTES) imageFormat(prefix);
            }
            await file.writeFile(chunk);
          }
          imageFormat(prefix);
          signal?.throwIfAborted();
        });
      } catch (error) {
        totalBytes -= bytes;
        throw error;
      } finally {
        underWay.delete(uploadId);
      }
      return { uploadId, bytes, format: imageFormat(prefix) };
    },
    async get(uploadId) {
      if (!isUploadId(uploadId)) return undefined;
      const path = join(dir, uploadId);
      const file = await ifPresent(stat(path));
      if (!file || isExpired(file.mtimeMs)) return undefined;
      return await ifPresent(readFile(path));
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
