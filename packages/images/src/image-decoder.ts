import { availableParallelism } from 'node:os';
import { invalidInput, isPluginError, PluginError, type RequestOptions } from '@clipgraph/spec';
import sharp, { type Metadata, type SharpOptions } from 'sharp';
import { decodeBudget, type DecodeBudget } from './decode-budget.ts';
import { imageFormat, IMAGE_FORMATS, type ImageFormat } from './image-format.ts';
import { modelPixels, needsPillow, type ImageHeader } from './model-pixels.ts';
import type { Preprocessing } from './preprocessing.ts';

export interface ImageDecoderOptions {
  /** Most pixels of one image by its header; default 50 million. */
  readonly maxPixels?: number;
  /** Most bytes of decoded pixels at once over all requests; default 512 MiB. */
  readonly maxDecodedBytes?: number;
  /** Decodes at once; default the cores, at most 4 (libuv's threads). */
  readonly concurrency?: number;
  /** Decodes that wait before more are refused with OVERLOADED; default 256. */
  readonly maxWaiting?: number;
  /** Longest that one decode may take, in milliseconds; default 30,000. Checked between rows. */
  readonly decodeTimeoutMs?: number;
}

export interface ImageInfo {
  readonly format: ImageFormat;
  /** After EXIF orientation, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames; 1 unless animated. */
  readonly pages: number;
}

export interface PixelsOptions extends RequestOptions {
  /** Resize as Pillow does to the bit, at a few milliseconds more of the calling thread; default false. */
  readonly exact?: boolean;
}

export interface RenditionOptions extends RequestOptions {
  /** Longest side in pixels; smaller images stay as they are. Default: the full size. */
  readonly maxSide?: number;
  readonly format: 'webp' | 'jpeg';
}

/**
 * Decodes untrusted images. All methods reject with INVALID_INPUT: EMPTY, UNSUPPORTED_FORMAT, CORRUPT or
 * TOO_LARGE; with OVERLOADED when too many wait; with TIMEOUT; or with the signal's reason.
 */
export interface ImageDecoder {
  /** From the header alone. */
  inspect(bytes: Uint8Array, options?: RequestOptions): Promise<ImageInfo>;
  /** RGB bytes, row by row, `size` × `size` × 3, of the first frame; the buffer is the caller's own. */
  pixels(bytes: Uint8Array, preprocessing: Preprocessing, options?: PixelsOptions): Promise<Uint8Array>;
  /** The first frame encoded again: turned upright, in sRGB, without EXIF or other metadata. */
  rendition(bytes: Uint8Array, options: RenditionOptions): Promise<Uint8Array>;
  /** Memory that decodes in flight have taken, for metrics and tests. */
  readonly budget: Pick<DecodeBudget, 'usedBytes' | 'runningJobs' | 'waitingJobs'>;
}

/** The encoders' own limits. */
const MAX_SIDE = { webp: 16_383, jpeg: 65_500 } as const;

/**
 * Settings of libvips are the process's, so this changes them for everyone: only the five loaders from memory
 * stay allowed; one thread for each image, since many images run at once; no cache of operations, since
 * pictures seldom come twice and it would hold their pixels.
 *
 * Files with errors fail (`failOn: 'error'`, which includes truncation); mere warnings, such as odd metadata of
 * cameras, do not.
 */
export function imageDecoder(options: ImageDecoderOptions = {}): ImageDecoder {
  const { maxPixels = 50e6, maxDecodedBytes = 512 * 2 ** 20, maxWaiting = 256, decodeTimeoutMs = 30_000 } = options;
  const { concurrency = Math.min(4, availableParallelism()) } = options;
  allowLoaders();
  sharp.concurrency(1);
  sharp.cache(false);
  const budget = decodeBudget({ maxBytes: maxDecodedBytes, maxJobs: concurrency, maxWaiting });
  const sharpOptions: SharpOptions = { failOn: 'error', limitInputPixels: maxPixels };

  async function readHeader(bytes: Uint8Array): Promise<Header> {
    const format = imageFormat(bytes);
    const metadata = await sharp(bytes, sharpOptions)
      .metadata()
      .catch((error: unknown) => throwTyped(error));
    const { width, height } = metadata.autoOrient;
    if (width * height > maxPixels) throw tooManyPixels();
    return { format, metadata, width, height, ...colours(metadata) };
  }

  /** Runs native work within the budget. Aborting rejects at once, but the budget is held until the work is over. */
  async function decode<T>(decodedBytes: number, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const release = await budget.acquire(decodedBytes, signal);
    return await untilAborted(work().finally(release).catch(throwTyped), signal);
  }

  return {
    budget,
    async inspect(bytes, { signal } = {}) {
      signal?.throwIfAborted();
      const { format, metadata, width, height } = await readHeader(bytes);
      return { format, width, height, pages: metadata.pages ?? 1 };
    },
    async pixels(bytes, preprocessing, { signal, exact = false } = {}) {
      signal?.throwIfAborted();
      const header = await readHeader(bytes);
      const isRaw = exact || !header.isPlain || needsPillow(header, preprocessing);
      return await decode(decodedBytes(header, isRaw), signal, () => modelPixels(bytes, header, preprocessing, { sharpOptions, exact }));
    },
    async rendition(bytes, { maxSide, format, signal }) {
      signal?.throwIfAborted();
      const header = await readHeader(bytes);
      const side = Math.min(maxSide ?? Infinity, MAX_SIDE[format]);
      return await decode(decodedBytes(header, false), signal, async () => {
        const picture = sharp(bytes, sharpOptions)
          .timeout({ seconds: Math.ceil(decodeTimeoutMs / 1000) })
          .autoOrient()
          .resize(side, side, { fit: 'inside', withoutEnlargement: true });
        // JPEG has no alpha; white is what a page would show behind.
        const encoded = format === 'webp' ? picture.webp({ quality: 80 }) : picture.flatten({ background: '#fff' }).jpeg({ quality: 85 });
        return new Uint8Array(await encoded.toBuffer());
      });
    },
  };
}

interface Header extends ImageHeader {
  readonly format: ImageFormat;
  readonly metadata: Metadata;
}

function allowLoaders(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      'VipsForeignLoadJpegBuffer',
      'VipsForeignLoadPngBuffer',
      'VipsForeignLoadWebpBuffer',
      'VipsForeignLoadNsgifBuffer',
      'VipsForeignLoadHeifBuffer',
    ],
  });
}

function colours({ space, depth, hasAlpha }: Metadata): Pick<ImageHeader, 'isPlain' | 'isCmyk'> {
  return { isPlain: depth === 'uchar' && !hasAlpha && (space === 'srgb' || space === 'b-w'), isCmyk: space === 'cmyk' };
}

/** An upper bound: twice where the whole image must be in memory besides the decoder's own copy. */
function decodedBytes({ format, metadata, width, height }: Header, isRaw: boolean): number {
  const sampleBytes = metadata.depth === 'uchar' ? 1 : 2;
  const isTwice = isRaw || metadata.isProgressive || format === 'avif' || (metadata.orientation ?? 1) > 1;
  return width * height * Math.max(metadata.channels, 3) * sampleBytes * (isTwice ? 2 : 1);
}

/** sharp's messages name libraries and files; users get ours, and the log gets the cause. */
function throwTyped(error: unknown): never {
  // libvips' errors are plain; a TypeError would be a mistake of ours.
  if (isPluginError(error) || !(error instanceof Error) || error.name !== 'Error') throw error;
  const { message } = error;
  if (message.includes('pixel limit')) throw tooManyPixels();
  if (message.includes('timeout'))
    throw new PluginError('TIMEOUT', 'The image took too long to decode.', { input: 'TIMEOUT', cause: error });
  if (message.includes('unsupported image format')) {
    throw invalidInput('UNSUPPORTED_FORMAT', `The image is in no supported format; supported are ${IMAGE_FORMATS.join(', ')}.`, error);
  }
  throw invalidInput('CORRUPT', 'The image is damaged or incomplete.', error);
}

function tooManyPixels(): PluginError {
  return invalidInput('TOO_LARGE', 'The image has too many pixels.');
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await work;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
    // Whoever loses the race has nobody left to tell.
    work.catch(() => {});
    aborted.catch(() => {});
  }
}
