import { setTimeout as sleep } from 'node:timers/promises';

import { invalidInput, normalised, pictureBytes, PluginError, WHOLE_BOX } from '@clipgraph/contracts';
import type { CropBox, CropLevels, Encoder, ImageTower, ModelInfo, PreparedText, Tower } from '@clipgraph/contracts';
import sharp from 'sharp';

import { COLOURS, namedColour, nearestColour } from './colours.ts';

export interface FakeEncoderOptions {
  readonly name?: string;
  /** At least 16: one dimension for each named colour, the rest for other words and for texture. Default 64. */
  readonly dimensions?: number;
  /** False leaves the text tower out, as in a vision-only model. */
  readonly text?: boolean;
  /** Runs that go on at once. Default 2. */
  readonly parallelism?: number;
  /** How long each run takes, in milliseconds. Default 0. */
  readonly latencyMs?: number | (() => number);
  /** A run whose batch holds such an input fails as a whole with MODEL_FAILED. */
  readonly failsOn?: (input: string | Uint8Array) => boolean;
  /** Longest text in tokens, start and end included. Default 77. */
  readonly contextLength?: number;
}

/** What the fake was asked to do, for tests that look at batches. */
export interface FakeEncoder extends Encoder {
  readonly text?: Tower<string, FakeText>;
  /** Every run so far: which tower and how many items. */
  readonly runs: readonly { readonly tower: 'image' | 'text'; readonly items: number }[];
  readonly closed: boolean;
}

interface FakeText extends PreparedText {
  readonly text: string;
}

interface FakeImage {
  readonly bytes: Uint8Array;
  /** RGB of {@link SIDE} × {@link SIDE} pixels. */
  readonly pixels: Uint8Array;
}

const SIDE = 8;
const START = 1;
const END = 2;
const FIRST_COLOUR = 3;
const FIRST_WORD = FIRST_COLOUR + COLOURS.length;
/** Words without content, so that "a photo of a red thing" is still mostly red. */
const PLAIN_WORDS = new Set(['a', 'an', 'the', 'of', 'in', 'on', 'with', 'and', 'photo', 'picture', 'image', 'thing']);
const PLAIN = FIRST_WORD;
const MAX_BYTES = 20 * 1024 * 1024;
const MAX_PIXELS = 50_000_000;
/** PNG, JPEG, GIF, WebP, AVIF. */
const KNOWN_STARTS = [/^\x89PNG\r\n/, /^\xff\xd8\xff/, /^GIF8/, /^RIFF....WEBP/s, /^....ftypavi/s];

/**
 * An encoder without a model: real vectors, computed in plain sight and the same everywhere. A text is a
 * bag of words, in which a colour's name weighs most; an image is the histogram of its named colours with
 * a little texture. So "red" finds red pictures, "a red car" finds "a car", and two red pictures differ.
 * It refuses what a real encoder refuses: empty, corrupt or huge images, empty texts.
 */
export function fakeEncoder(options: FakeEncoderOptions = {}): FakeEncoder {
  const { name = 'fake', dimensions = 64, text: hasText = true, parallelism = 2, latencyMs = 0, contextLength = 77 } = options;
  const runs: { tower: 'image' | 'text'; items: number }[] = [];
  const inFlight = new Set<Promise<unknown>>();
  let closed = false;

  async function run<Prepared>(
    tower: 'image' | 'text',
    batch: readonly Prepared[],
    inputOf: (prepared: Prepared) => string | Uint8Array,
    vectorOf: (prepared: Prepared) => Float32Array,
  ): Promise<Float32Array[]> {
    if (closed) throw new PluginError('UNAVAILABLE', 'The encoder is closed.');
    runs.push({ tower, items: batch.length });
    const work = sleep(typeof latencyMs === 'function' ? latencyMs() : latencyMs).then(() => {
      if (batch.some((prepared) => options.failsOn?.(inputOf(prepared)))) throw new PluginError('MODEL_FAILED', 'The fake model failed.');
      return batch.map(vectorOf);
    });
    inFlight.add(work);
    try {
      return await work;
    } finally {
      inFlight.delete(work);
    }
  }

  const model: ModelInfo = {
    name,
    fingerprint: `fake-${name}-${dimensions}`,
    modalities: hasText ? ['image', 'text'] : ['image'],
    dimensions,
    imageSize: SIDE,
    ...(hasText ? { contextLength } : {}),
    scoring: { kind: 'softmax', scale: 20, bias: 0 },
    templates: ['a photo of a {label}'],
    licence: 'Apache-2.0',
  };
  const image: ImageTower<FakeImage> = {
    prepare: async (picture, { signal } = {}) => {
      signal?.throwIfAborted();
      const bytes = pictureBytes(picture);
      const prepared = { bytes, pixels: await smallPixels(bytes) };
      signal?.throwIfAborted();
      return prepared;
    },
    prepareCrops: async (picture, levels, { signal } = {}) => {
      signal?.throwIfAborted();
      const bytes = pictureBytes(picture);
      const prepared = [
        { box: WHOLE_BOX, prepared: { bytes, pixels: await smallPixels(bytes) } },
        ...(await smallTiles(bytes, levels)).map(({ box, pixels }) => ({ box, prepared: { bytes, pixels } })),
      ];
      signal?.throwIfAborted();
      return prepared;
    },
    run: (batch) =>
      run(
        'image',
        batch,
        ({ bytes }) => bytes,
        ({ pixels }) => imageVector(pixels, dimensions),
      ),
    size: () => 1,
  };
  const text: Tower<string, FakeText> = {
    prepare: async (input, { signal } = {}) => {
      signal?.throwIfAborted();
      return { text: input, ...tokenised(input, contextLength) };
    },
    run: (batch) =>
      run(
        'text',
        batch,
        ({ text }) => text,
        ({ tokenIds }) => textVector(tokenIds, dimensions),
      ),
    size: ({ tokenIds }) => tokenIds.length,
  };
  return {
    model,
    // The contract's tower keeps what is prepared to itself.
    image: image as ImageTower,
    ...(hasText ? { text } : {}),
    parallelism,
    runs,
    get closed() {
      return closed;
    },
    async close() {
      closed = true;
      await Promise.allSettled(inFlight);
    },
  };
}

async function smallPixels(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.length === 0) throw invalidInput('EMPTY', 'The image is empty.');
  if (bytes.length > MAX_BYTES) throw invalidInput('TOO_LARGE', 'The image is too large.');
  let picture = sharp(bytes, { limitInputPixels: false });
  if (!KNOWN_STARTS.some((start) => start.test(Buffer.from(bytes.subarray(0, 12)).toString('latin1')))) {
    throw invalidInput('UNSUPPORTED_FORMAT', 'The image is of no supported format.');
  }
  const { width, height } = await picture.metadata().catch((cause: unknown) => {
    throw invalidInput('CORRUPT', 'The image cannot be decoded.', cause);
  });
  if (width * height > MAX_PIXELS) throw invalidInput('TOO_LARGE', 'The image has too many pixels.');
  picture = picture.rotate().flatten({ background: '#fff' }).toColourspace('srgb').resize(SIDE, SIDE, { fit: 'fill', kernel: 'linear' });
  return picture
    .raw()
    .toBuffer()
    .catch((cause: unknown) => {
      throw invalidInput('CORRUPT', 'The image cannot be decoded.', cause);
    });
}

/** Tiles side by side, without the overlap of a real pyramid; none of a level that would be smaller than the model's square. */
async function smallTiles(bytes: Uint8Array, levels: CropLevels): Promise<{ box: CropBox; pixels: Uint8Array }[]> {
  const { data, info } = await sharp(bytes)
    .rotate()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const tiles: { box: CropBox; pixels: Uint8Array }[] = [];
  for (let n = 2; n <= levels; n++) {
    const [width, height] = [Math.floor(info.width / n), Math.floor(info.height / n)];
    if (Math.min(width, height) < SIDE) break;
    for (let tile = 0; tile < n * n; tile++) {
      const [left, top] = [(tile % n) * width, Math.floor(tile / n) * height];
      const pixels = await sharp(data, { raw: info })
        .extract({ left, top, width, height })
        .resize(SIDE, SIDE, { fit: 'fill', kernel: 'linear' })
        .raw()
        .toBuffer();
      const across = (value: number): number => Math.fround(value / info.width);
      const down = (value: number): number => Math.fround(value / info.height);
      tiles.push({ box: { left: across(left), top: down(top), width: across(width), height: down(height) }, pixels });
    }
  }
  return tiles;
}

function tokenised(text: string, contextLength: number): PreparedText {
  // Bounded work: no more characters are looked at than can matter.
  const words = text
    .slice(0, contextLength * 64)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+|[^\s]/gu);
  if (!words) throw invalidInput('EMPTY', 'The text is empty.');
  const kept = words.slice(0, contextLength - 2);
  return {
    tokenIds: Int32Array.of(START, ...kept.map(tokenId), END),
    truncated: kept.length < words.length || text.length > contextLength * 64,
  };
}

function tokenId(word: string): number {
  const colour = namedColour(word);
  if (colour !== undefined) return FIRST_COLOUR + colour;
  if (PLAIN_WORDS.has(word)) return PLAIN;
  let hash = 0x811c9dc5; // FNV-1a
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return FIRST_WORD + 1 + ((hash >>> 1) % 1_000_000);
}

function textVector(tokenIds: Int32Array, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const id of tokenIds) {
    if (id === START || id === END) continue;
    else if (id < FIRST_WORD) vector[id - FIRST_COLOUR]! += 1;
    else addWord(vector, id, id === PLAIN ? 0.02 : 0.4);
  }
  return normalised(vector);
}

/** Spreads a word over four of the dimensions after the colours, always the same ones. */
function addWord(vector: Float32Array, id: number, weight: number): void {
  const free = vector.length - COLOURS.length;
  for (let i = 1; i <= 4; i++) {
    const hash = Math.imul(id * 4 + i, 0x9e3779b1) >>> 0;
    vector[COLOURS.length + ((hash >>> 1) % free)]! += (hash & 1 ? weight : -weight) / 2 + weight / (8 * i);
  }
}

function imageVector(pixels: Uint8Array, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const count = SIDE * SIDE;
  const luma = Array.from(
    { length: count },
    (_, pixel) => (pixels[pixel * 3]! + 2 * pixels[pixel * 3 + 1]! + pixels[pixel * 3 + 2]!) / 1020,
  );
  const meanLuma = luma.reduce((sum, value) => sum + value, 0) / count;
  for (let pixel = 0; pixel < count; pixel++) {
    const rgb = [pixels[pixel * 3]!, pixels[pixel * 3 + 1]!, pixels[pixel * 3 + 2]!] as const;
    vector[nearestColour(...rgb)]! += 1 / count;
    const texture = COLOURS.length + (pixel % (dimensions - COLOURS.length));
    vector[texture]! += (luma[pixel]! - meanLuma) * 0.1;
    // The mean colour, so that two shades of one named colour differ.
    for (const [channel, level] of rgb.entries()) vector[COLOURS.length + channel]! += ((level / 255 - 0.5) * 0.1) / count;
  }
  return normalised(vector);
}
