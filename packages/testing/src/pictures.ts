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

/** An image file of one colour, named by a word such as `red`; what `fakeEncoder` finds by that word. */
export async function colourPicture(colour: string, options: PictureOptions = {}): Promise<Uint8Array> {
  const { width = 32, height = 32, format = 'png' } = options;
  const [r, g, b] = rgbOf(colour);
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
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
