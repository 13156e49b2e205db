import sharp from 'sharp';
import type { Scene } from './types.ts';

/** How a scene becomes pixels. */
export interface RenderOptions {
  /** Width and height in pixels. */
  size: number;
  /** `jpeg` unless given. */
  format?: 'jpeg' | 'png' | 'webp';
  /** 1 to 100, for jpeg and webp; 90 unless given. */
  quality?: number;
}

/** librsvg leaves patterns out whose tiles come under a pixel, and a hatched shape with them: smaller pictures are reduced from this. */
const SMALLEST_DRAWN = 128;

/**
 * Rasterises a scene with sharp (librsvg).
 * @throws RangeError when the size is not a whole number from 8 to 4096
 */
export async function renderScene(scene: Pick<Scene, 'svg'>, { size, format = 'jpeg', quality = 90 }: RenderOptions): Promise<Uint8Array> {
  if (!Number.isInteger(size) || size < 8 || size > 4096) throw new RangeError('the size must be a whole number from 8 to 4096');
  const drawn = size * Math.ceil(SMALLEST_DRAWN / size);
  const svg = scene.svg.replace('width="256" height="256"', `width="${drawn}" height="${drawn}"`);
  const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  // Reduced in a pipeline of its own: in one with the loading, sharp would have the SVG itself drawn smaller.
  const image = sharp(data, { raw: info }).resize(size, size);
  return await image.toFormat(format, format === 'png' ? {} : { quality }).toBuffer();
}
