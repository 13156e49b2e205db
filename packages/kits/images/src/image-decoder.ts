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
import type { CropPixels } from './crop-pixels.ts';
import { decodeBudget, type DecodeBudget } from './decode-budget.ts';
import { tooManyPixels } from './decode-errors.ts';
import { decodeProcess, tookTooLong, type DecodeProcess } from './decode-process.ts';
import { configureSharp, decodeHere, type DecodeJob, type DecodeResults, type DecodeTask } from './decode-task.ts';
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
  /** Longest that one picture may be decoded, in milliseconds; one that would take longer, by its header, is refused. Default 10,000. */
  readonly decodeLimitMs?: number;
  /** Predicted milliseconds from which on a picture is decoded in a process of its own. Default 1,000. */
  readonly heavyMs?: number;
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
  readonly budget: Pick<DecodeBudget, 'usedBytes' | 'runningJobs' | 'waiting' | 'refused'>;
  /** Decodes of this process that never ended. Once there is one, pictures are decoded in other processes only. */
  readonly stuck: number;
  /** Ends the other processes; they begin again when they are needed. */
  close(): void;
}

/** The whole picture, so that a crop of the model's does not hide a border. */
const HASHED: Preprocessing = { size: HASHED_SIDE, resize: 'squash', interpolation: 'bilinear', mean: [0, 0, 0], std: [1, 1, 1] };

/** The encoders' own limits. */
const MAX_SIDE = { webp: 16_383, jpeg: 65_500 } as const;
/** Predicted milliseconds from which on a picture is decoded in a process of its own, where it can be ended and delays no other. */
const HEAVY_MS = 1_000;
/** How long after its limit a decode in this process may still end by itself. */
const GRACE_MS = 2_000;

/**
 * Files with errors fail (`failOn: 'error'`, which includes truncation); mere warnings, such as odd metadata of
 * cameras, do not.
 *
 * Ordinary pictures are decoded in this process. What will take long, by its header, is decoded in another one, a picture at a time, and
 * so are copies in other sizes, in a third that stands back for the others: both can be ended. Should a decode in this process never end,
 * no more pictures are decoded in it.
 */
export function imageDecoder(options: ImageDecoderOptions = {}): ImageDecoder {
  const { maxPixels = MAX_PIXELS, maxDecodedBytes = MAX_DECODED_BYTES, maxWaiting = 256, decodeLimitMs = 10_000 } = options;
  const { concurrency = Math.min(4, availableParallelism()), heavyMs = HEAVY_MS } = options;
  configureSharp();
  const budget = decodeBudget({ maxBytes: maxDecodedBytes, maxJobs: concurrency, maxWaiting });
  const heavy = processLane(budget, decodeProcess(), maxWaiting);
  const copies = processLane(budget, decodeProcess({ niceness: 10 }), maxWaiting);
  let stuck = 0;

  /** Rejects with TOO_LARGE when it says more pixels than are decoded here, or such as would take too long. */
  async function headerWithin(image: PictureInput): Promise<PictureHeader> {
    const header = await headerOf(image);
    if (header.width * header.height > maxPixels) throw tooManyPixels(maxPixels);
    if ((header.decodeMs ?? 0) > decodeLimitMs) throw invalidInput('TOO_LARGE', 'The image would take too long to decode.');
    return header;
  }

  /** Aborting rejects at once, but the budget is held until the work is over. */
  async function here<Task extends DecodeTask>(job: DecodeJob<Task>, bytes: number, signal: AbortSignal | undefined) {
    const release = await budget.acquire(bytes, signal);
    const result = decodeHere(job).finally(release);
    const { promise: late, reject } = Promise.withResolvers<never>();
    const limit = setTimeout(() => reject(tookTooLong()), decodeLimitMs);
    const grace = setTimeout(() => {
      // Its thread is lost to this process, but not its place.
      stuck++;
      release();
    }, decodeLimitMs + GRACE_MS).unref();
    void result.catch(() => undefined).finally(() => clearTimeout(grace));
    return await untilAborted(Promise.race([result, late]), signal).finally(() => clearTimeout(limit));
  }

  function decode<Task extends DecodeTask>(
    image: PictureInput,
    header: PictureHeader,
    task: Task,
    signal: AbortSignal | undefined,
  ): Promise<DecodeResults[Task['kind']]> {
    const job: DecodeJob<Task> = { bytes: pictureBytes(image), header, task, maxPixels, limitMs: decodeLimitMs };
    const bytes = header.decodedBytes + (task.kind === 'crops' ? bytesOfTile(header) : 0);
    if (task.kind === 'rendition') return copies(job, bytes, signal);
    return stuck > 0 || (header.decodeMs ?? 0) > heavyMs ? heavy(job, bytes, signal) : here(job, bytes, signal);
  }

  const pixels: ImageDecoder['pixels'] = async (image, preprocessing, { signal, exact = false } = {}) => {
    signal?.throwIfAborted();
    return await decode(image, await headerWithin(image), { kind: 'pixels', preprocessing, exact }, signal);
  };

  return {
    budget,
    get stuck() {
      return stuck;
    },
    async inspect(image, { signal } = {}) {
      signal?.throwIfAborted();
      const { format, width, height, pages } = await headerWithin(image);
      return { format, width, height, pages };
    },
    pixels,
    async crops(image, preprocessing, levels, { signal, exact = false } = {}) {
      signal?.throwIfAborted();
      return await decode(image, await headerWithin(image), { kind: 'crops', preprocessing, levels, exact }, signal);
    },
    perceptualHash: async (image, options) => perceptualHash(await pixels(image, HASHED, options)),
    async rendition(image, { maxSide = Infinity, format, signal }) {
      signal?.throwIfAborted();
      if (!(maxSide >= 1)) throw invalidInput('INVALID', 'The longest side of a picture must be at least 1 pixel.');
      const side = Math.floor(Math.min(maxSide, MAX_SIDE[format]));
      return await decode(image, await headerWithin(image), { kind: 'rendition', side, format }, signal);
    },
    close() {
      heavy.close();
      copies.close();
    },
  };
}

/** One picture after the other in another process; each has its memory from the budget, and none of the places in this process. */
function processLane(budget: DecodeBudget, worker: DecodeProcess, maxWaiting: number) {
  const turns = decodeBudget({ maxBytes: Infinity, maxJobs: 1, maxWaiting });
  async function run<Task extends DecodeTask>(
    job: DecodeJob<Task>,
    bytes: number,
    signal: AbortSignal | undefined,
  ): Promise<DecodeResults[Task['kind']]> {
    const endTurn = await turns.acquire(0, signal);
    try {
      const release = await budget.acquire(bytes, signal, { isElsewhere: true });
      try {
        return await worker.run(job, { signal });
      } finally {
        release();
      }
    } finally {
      endTurn();
    }
  }
  return Object.assign(run, { close: () => worker.close() });
}

/** At the most, in RGB. */
function bytesOfTile({ width, height }: { readonly width: number; readonly height: number }): number {
  return width * height * 3;
}
