import { availableParallelism } from 'node:os';
import {
  invalidInput,
  pictureBytes,
  type CropLevels,
  type PerceptualHasher,
  type PictureHeader,
  type PictureInput,
  type RequestOptions,
} from '@clipgraph/contracts';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { cropPixels, type CropPixels } from './crop-pixels.ts';
import { decodeBudget, type DecodeBudget } from './decode-budget.ts';
import { decodeError, tooManyPixels } from './decode-errors.ts';
import { modelPixels } from './model-pixels.ts';
import { HASHED_SIDE, perceptualHash } from './perceptual-hash.ts';
import { headerOf } from './picture-of.ts';
import type { Preprocessing } from './preprocessing.ts';
import { untilAborted } from './until-aborted.ts';

/** Most pixels of one image, unless set. */
export const MAX_PIXELS = 50e6;
/** Most bytes of decoded pixels at once, unless set. */
export const MAX_DECODED_BYTES: number = 512 * 2 ** 20;

export interface ImageDecoderOptions {
  /** Most pixels of one image by its header; default 50 million. */
  readonly maxPixels?: number;
  /** Most bytes of decoded pixels at once over all requests; default 512 MiB. */
  readonly maxDecodedBytes?: number;
  /** Decodes at once; default the cores, at most 4 (libuv's threads). */
  readonly concurrency?: number;
  /** Decodes that wait before more are refused with OVERLOADED; default 256. */
  readonly maxWaiting?: number;
  /** Longest that one step of a decode may take, in whole seconds; default 30. Checked between rows. */
  readonly decodeTimeoutSeconds?: number;
}

/** What {@link ImageDecoder.inspect} tells. */
export type ImageInfo = Pick<PictureHeader, 'format' | 'width' | 'height' | 'pages'>;

export interface PixelsOptions extends RequestOptions {
  /** Resize as Pillow does to the bit, in the calling thread: about 100 ms for 12 megapixels. Default false. */
  readonly exact?: boolean;
}

export interface RenditionOptions extends RequestOptions {
  /** Longest side in pixels; smaller images keep their size. Default: the full size. */
  readonly maxSide?: number;
  readonly format: 'webp' | 'jpeg';
}

/**
 * Decodes untrusted images: pictures, whose header is read once, or bytes. All methods reject with INVALID_INPUT (EMPTY, UNSUPPORTED_FORMAT, CORRUPT, TOO_LARGE,
 * TIMEOUT), with OVERLOADED when too many wait, or with the signal's reason.
 */
export interface ImageDecoder {
  /** From the header alone. */
  inspect(image: PictureInput, options?: RequestOptions): Promise<ImageInfo>;
  /** RGB bytes, row by row, `size` × `size` × 3, of the first frame; the buffer is the caller's own. */
  pixels(image: PictureInput, preprocessing: Preprocessing, options?: PixelsOptions): Promise<Uint8Array>;
  /**
   * The whole first frame, as `pixels` gives it, and then the tiles of a pyramid over it ({@link cropBoxes}), each as if it
   * were a picture of its own; from one decode.
   */
  crops(image: PictureInput, preprocessing: Preprocessing, levels: CropLevels, options?: PixelsOptions): Promise<readonly CropPixels[]>;
  /** The first frame encoded again: turned upright, in sRGB, without EXIF or other metadata. */
  rendition(image: PictureInput, options: RenditionOptions): Promise<Uint8Array>;
  /** Of the whole first frame, upright, whatever its shape. */
  readonly perceptualHash: PerceptualHasher;
  /** What decodes in flight have taken, for metrics and tests. */
  readonly budget: Pick<DecodeBudget, 'usedBytes' | 'runningJobs' | 'waiting'>;
}

/** The whole picture, so that a crop of the model's does not hide a border. */
const HASHED: Preprocessing = { size: HASHED_SIDE, resize: 'squash', interpolation: 'bilinear', mean: [0, 0, 0], std: [1, 1, 1] };

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
  const { maxPixels = MAX_PIXELS, maxDecodedBytes = MAX_DECODED_BYTES, maxWaiting = 256, decodeTimeoutSeconds = 30 } = options;
  const { concurrency = Math.min(4, availableParallelism()) } = options;
  allowLoaders();
  sharp.concurrency(1);
  sharp.cache(false);
  const budget = decodeBudget({ maxBytes: maxDecodedBytes, maxJobs: concurrency, maxWaiting });

  /** Rejects with TOO_LARGE when it says more pixels than are decoded here. */
  async function headerWithin(image: PictureInput): Promise<PictureHeader> {
    const header = await headerOf(image);
    if (header.width * header.height > maxPixels) throw tooManyPixels(maxPixels);
    return header;
  }

  function open(image: PictureInput, sharpOptions: SharpOptions = {}): Sharp {
    return sharp(pictureBytes(image), { failOn: 'error', limitInputPixels: maxPixels, ...sharpOptions })
      .timeout({ seconds: decodeTimeoutSeconds })
      .autoOrient();
  }

  /** Runs native work within the budget. Aborting rejects at once, but the budget is held until the work is over. */
  async function decode<T>(decodedBytes: number, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const release = await budget.acquire(decodedBytes, signal);
    const result = work().finally(release);
    try {
      return await untilAborted(result, signal);
    } catch (error) {
      throw decodeError(error, maxPixels);
    }
  }

  const pixels: ImageDecoder['pixels'] = async (image, preprocessing, { signal, exact = false } = {}) => {
    signal?.throwIfAborted();
    const header = await headerWithin(image);
    const input = { ...header, open: () => open(image, { ignoreIcc: true }) };
    return await decode(header.decodedBytes, signal, () => modelPixels(input, preprocessing, exact));
  };

  return {
    budget,
    async inspect(image, { signal } = {}) {
      signal?.throwIfAborted();
      const { format, width, height, pages } = await headerWithin(image);
      return { format, width, height, pages };
    },
    pixels,
    async crops(image, preprocessing, levels, { signal, exact = false } = {}) {
      signal?.throwIfAborted();
      const header = await headerWithin(image);
      const input = { ...header, open: () => open(image, { ignoreIcc: true }) };
      return await decode(header.decodedBytes + bytesOfTile(header), signal, () => cropPixels(input, preprocessing, levels, exact));
    },
    perceptualHash: async (image, options) => perceptualHash(await pixels(image, HASHED, options)),
    async rendition(image, { maxSide = Infinity, format, signal }) {
      signal?.throwIfAborted();
      if (!(maxSide >= 1)) throw invalidInput('INVALID', 'The longest side of a picture must be at least 1 pixel.');
      const header = await headerWithin(image);
      const side = Math.floor(Math.min(maxSide, MAX_SIDE[format]));
      return await decode(header.decodedBytes, signal, async () => {
        const picture = open(image).resize(side, side, { fit: 'inside', withoutEnlargement: true });
        // JPEG has no alpha; white is what a page would show behind.
        const encoded = format === 'webp' ? picture.webp({ quality: 80 }) : picture.flatten({ background: '#fff' }).jpeg({ quality: 85 });
        return new Uint8Array(await encoded.toBuffer());
      });
    },
  };
}

/** At the most, in RGB. */
function bytesOfTile({ width, height }: { readonly width: number; readonly height: number }): number {
  return width * height * 3;
}

/** Everything that libvips can read is blocked, and then these five are not; files are never opened by name. */
function allowLoaders(): void {
  const allowed = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'];
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: allowed.map((format) => `VipsForeignLoad${format}Buffer`) });
}
