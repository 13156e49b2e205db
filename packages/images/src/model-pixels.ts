import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { pillowResize, type RgbImage } from './pillow-resize.ts';
import { resizePlan, type Preprocessing } from './preprocessing.ts';

/** What a file's header says, as far as decoding needs it. */
export interface ImageHeader {
  /** After EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** Already sRGB or grey bytes without alpha, so that one pipeline may decode and resize it. */
  readonly isPlain: boolean;
  readonly isCmyk: boolean;
}

/** Where libvips would take part: it upscales differently from Pillow. */
export function needsPillow(header: ImageHeader, preprocessing: Preprocessing): boolean {
  return Math.min(header.width, header.height) < preprocessing.size;
}

/**
 * Decodes and resizes to RGB bytes of `size` × `size` × 3. With `exact`, or for images that must grow, by the
 * port of Pillow's resize; otherwise by libvips, which is within a level of it and far faster on photos.
 */
export async function modelPixels(
  bytes: Uint8Array,
  header: ImageHeader,
  preprocessing: Preprocessing,
  { sharpOptions, exact }: { readonly sharpOptions: SharpOptions; readonly exact: boolean },
): Promise<Uint8Array> {
  const plan = resizePlan(header.width, header.height, preprocessing);
  const { size, interpolation } = preprocessing;
  if (exact || needsPillow(header, preprocessing)) {
    return pillowResize(await rgbImage(bytes, header, sharpOptions), { ...plan, size, interpolation });
  }
  const input = header.isPlain ? oriented(bytes, sharpOptions) : fromRgb(await rgbImage(bytes, header, sharpOptions));
  // Exact sides and then the crop: `fit: 'cover'` would resize to other sides and miss by 5 levels.
  const resized = await input
    .resize(plan.width, plan.height, { fit: 'fill', kernel: interpolation === 'bicubic' ? 'cubic' : 'linear', fastShrinkOnLoad: false })
    .extract({ left: plan.left, top: plan.top, width: size, height: size })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  return ownCopy(resized);
}

/** The whole image as RGB bytes, as Pillow's `convert('RGB')` gives it: alpha is dropped, not blended. */
async function rgbImage(bytes: Uint8Array, header: ImageHeader, sharpOptions: SharpOptions): Promise<RgbImage> {
  const { width, height } = header;
  if (header.isCmyk) {
    const cmyk = await oriented(bytes, sharpOptions).pipelineColourspace('cmyk').toColourspace('cmyk').raw().toBuffer();
    return { pixels: rgbFromCmyk(cmyk), width, height };
  }
  const pixels = await oriented(bytes, sharpOptions).removeAlpha().toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer();
  return { pixels, width, height };
}

function oriented(bytes: Uint8Array, sharpOptions: SharpOptions): Sharp {
  return sharp(bytes, { ...sharpOptions, ignoreIcc: true }).autoOrient();
}

function fromRgb({ pixels, width, height }: RgbImage): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}

/** Pillow's plain conversion, in place; a colour profile would give other colours than models were trained on. */
function rgbFromCmyk(cmyk: Uint8Array): Uint8Array {
  let to = 0;
  for (let from = 0; from + 3 < cmyk.length; from += 4) {
    const light = 255 - cmyk[from + 3]!;
    for (let channel = 0; channel < 3; channel++) cmyk[to++] = light - dividedBy255(cmyk[from + channel]! * light);
  }
  return cmyk.subarray(0, to);
}

/** Rounded `product / 255`, as Pillow's MULDIV255. */
function dividedBy255(product: number): number {
  const shifted = product + 128;
  return ((shifted >> 8) + shifted) >> 8;
}

/** libvips' memory cannot be transferred to a worker; a copy can. */
function ownCopy(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer);
}
