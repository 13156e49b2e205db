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

/**
 * Rasterises a scene with sharp (librsvg).
 * @throws RangeError when the size is not a whole number from 8 to 4096
 */
export async function renderScene(scene: Pick<Scene, 'svg'>, { size, format = 'jpeg', quality = 90 }: RenderOptions): Promise<Uint8Array> {
  if (!Number.isInteger(size) || size < 8 || size > 4096) throw new RangeError('the size must be a whole number from 8 to 4096');
  const svg = scene.svg.replace('width="256" height="256"', `width="${size}" height="${size}"`);
  const image = sharp(Buffer.from(svg)).removeAlpha();
  return await image.toFormat(format, format === 'png' ? {} : { quality }).toBuffer();
}
