import { crc32, deflateSync } from 'node:zlib';

import { invalidInput, lazyPicture, type ImageFormat, type Picture, type PictureHeader } from '@clipgraph/contracts';
import sharp from 'sharp';

import { COLOURS, namedColour } from './colours.ts';

export interface PictureOptions {
  /** In pixels. Default 32. */
  readonly width?: number;
  /** In pixels. Default 32. */
  readonly height?: number;
  /** Default `png`. */
  readonly format?: 'png' | 'jpeg' | 'webp';
}

/** Bytes as the picture that a reader would give for them. */
export function asPicture(bytes: Uint8Array): Picture {
  return lazyPicture(bytes, readHeader);
}

async function readHeader(bytes: Uint8Array): Promise<PictureHeader> {
  if (bytes.length === 0) throw invalidInput('EMPTY', 'The image is empty.');
  const metadata = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      if (String(cause).includes('unsupported')) throw invalidInput('UNSUPPORTED_FORMAT', 'The image is of no supported format.', cause);
      throw invalidInput('CORRUPT', 'The image cannot be decoded.', cause);
    });
  const { format, autoOrient, pages = 1, space, depth, hasAlpha } = metadata;
  return {
    ...autoOrient,
    format: format === 'heif' ? 'avif' : (format as ImageFormat),
    pages,
    isPlain: depth === 'uchar' && !hasAlpha && (space === 'srgb' || space === 'b-w'),
    isCmyk: space === 'cmyk',
    decodedBytes: autoOrient.width * autoOrient.height * 4 * 2,
  };
}

/** An image file of one colour, named by a word such as `red`; what `fakeEncoder` finds by that word. */
export async function colourPicture(colour: string, options: PictureOptions = {}): Promise<Uint8Array> {
  const { width = 32, height = 32, format = 'png' } = options;
  const [r, g, b] = rgbOf(colour);
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .toFormat(format)
    .toBuffer();
}

/** An image file whose upper part, of `share` of its height, has one colour and the rest another. */
export async function twoColourPicture(upper: string, lower: string, share: number, options: PictureOptions = {}): Promise<Uint8Array> {
  const { width = 32, height = 32, format = 'png' } = options;
  const rows = Math.round(share * height);
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => rgbOf(i < rows * width * 3 ? upper : lower)[i % 3]!);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .toFormat(format)
    .toBuffer();
}

/** An image file whose pixels are drawn from a seed: the same seed, the same bytes. */
export async function noisePicture(seed: number, options: PictureOptions = {}): Promise<Uint8Array> {
  const { width = 32, height = 32, format = 'png' } = options;
  const pixels = new Uint8Array(width * height * 3);
  let state = (seed + 1) * 0x9e3779b1;
  for (let i = 0; i < pixels.length; i++) {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) + 0x6d2b79f5;
    pixels[i] = state >>> 24;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .toFormat(format)
    .toBuffer();
}

function rgbOf(name: string): readonly [number, number, number] {
  const colour = namedColour(name);
  if (colour === undefined) throw new Error(`No colour is named ${name}.`);
  return COLOURS[colour]!.rgb;
}

/** A PNG that ends in its middle. */
export async function corruptPicture(): Promise<Uint8Array> {
  const whole = await noisePicture(0, { width: 64, height: 64 });
  return whole.subarray(0, whole.length / 2);
}

/** A PNG of a few bytes whose header says 60,000 × 60,000 pixels. */
export function hugePicture(): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(60_000, 0);
  header.writeUInt32BE(60_000, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    start,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc(64))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  chunk.set(body, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
