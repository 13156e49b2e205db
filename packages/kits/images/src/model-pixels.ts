import type { PictureHeader } from '@clipgraph/contracts';
import sharp, { type Sharp } from 'sharp';
import { pillowResize, type RgbImage } from './pillow-resize.ts';
import { resizePlan, type Preprocessing, type ResizePlan } from './preprocessing.ts';

/** An image that is about to be decoded. */
export interface ModelPixelsInput extends Pick<PictureHeader, 'format' | 'width' | 'height' | 'isPlain' | 'isCmyk'> {
  /** A new pipeline over the file, turned upright, colour profile ignored. */
  open(): Sharp;
}

/**
 * From factor 4 on, libvips shrinks by a box before its filter (and JPEGs while decoding), which is 0.5 to 3
 * levels off Pillow on average. So large images come down in steps below that, and the last one decides: the
 * errors of those before it are averaged away. The steps before it are bicubic for every model, since a bilinear
 * one blurs more than the last step can hide (0.36 levels instead of 0.27). Measured on photos: 0.1 to 0.3 levels.
 */
const LAST_FACTOR = 3.9;

/** Up to this number of source pixels the last step is Pillow's, which takes about 2 ms of the calling thread. */
const PILLOW_PIXELS = 256 ** 2;

/**
 * Decodes and resizes to RGB bytes of `size` × `size` × 3. Equal to Pillow's resize with `exact`, for images
 * that must grow and for those below {@link LAST_FACTOR} and {@link PILLOW_PIXELS}; otherwise within 0.3
 * levels on average.
 * @param decoded the input as {@link wholeImage} gives it, where it was decoded before
 */
export async function modelPixels(
  input: ModelPixelsInput,
  preprocessing: Preprocessing,
  exact: boolean,
  decoded?: RgbImage,
): Promise<Uint8Array> {
  const { size, interpolation } = preprocessing;
  const kernel = interpolation === 'bicubic' ? 'cubic' : 'linear';
  const plan = resizePlan(input.width, input.height, preprocessing);
  const sides = exact ? input : lastStepSides(input, plan);

  let rgb = decoded ?? (input.isPlain ? undefined : await wholeImage(input));
  const pipeline = (): Sharp => (rgb ? fromRgb(rgb) : input.open());
  const onLoad = shrinkOnLoad(input, sides, interpolation);
  for (const step of stepsTo(sides, input, onLoad)) rgb = await toRgb(reduced(pipeline(), rgb ?? input, step, onLoad), step);

  if (exact || isPillows(sides, plan, size)) {
    rgb ??= await toRgb(pipeline(), sides);
    return pillowResize(rgb, { ...plan, size, interpolation });
  }
  const square = resized(pipeline(), plan, kernel).extract({ left: plan.left, top: plan.top, width: size, height: size });
  const { pixels } = await toRgb(square, { width: size, height: size });
  // libvips' memory cannot be transferred to a worker; a copy can.
  return new Uint8Array(pixels);
}

interface Sides {
  readonly width: number;
  readonly height: number;
}

function lastStepSides({ width, height }: Sides, plan: ResizePlan): Sides {
  return { width: Math.min(width, Math.round(plan.width * LAST_FACTOR)), height: Math.min(height, Math.round(plan.height * LAST_FACTOR)) };
}

/** libvips upscales differently, so growing is always Pillow's; {@link lastStepSides} bounds its work. */
function isPillows({ width, height }: Sides, plan: ResizePlan, size: number): boolean {
  const columnsUsed = (size * width) / plan.width;
  const rowsUsed = (size * height) / plan.height;
  return width < plan.width || height < plan.height || columnsUsed * rowsUsed <= PILLOW_PIXELS;
}

/** The sides after each step from the whole image down to `sides`: none when it is that small. */
function stepsTo(sides: Sides, input: Sides, onLoad: ShrinkOnLoad): readonly Sides[] {
  const factor = { width: input.width / sides.width, height: input.height / sides.height };
  const most = Math.max(factor.width, factor.height);
  // Each below the factor from which libvips uses a box; a JPEG that shrinks on load has its box there.
  const count = most === 1 ? 0 : onLoad !== 'never' ? 1 : Math.ceil(Math.log(most) / Math.log(LAST_FACTOR));
  return Array.from({ length: count }, (_, step) => {
    const left = 1 - (step + 1) / count;
    return { width: Math.round(sides.width * factor.width ** left), height: Math.round(sides.height * factor.height ** left) };
  });
}

/** Whether {@link modelPixels} has the file decoded smaller, and so not all of it. */
export function shrinksOnLoad(input: ModelPixelsInput, preprocessing: Preprocessing, exact: boolean): boolean {
  const sides = exact ? input : lastStepSides(input, resizePlan(input.width, input.height, preprocessing));
  const isReduced = sides.width < input.width || sides.height < input.height;
  return isReduced && shrinkOnLoad(input, sides, preprocessing.interpolation) !== 'never';
}

/** Up to this factor one step after the shrink on load is as good as two; a long side that is squashed may have more. */
const MOST_AT_ONCE = 5;

/** Whether libjpeg may decode at a half, quarter or eighth of the size, and how soon: see {@link shrinkOnLoad}. */
type ShrinkOnLoad = 'never' | 'late' | 'early';

/**
 * sharp has a JPEG decoded at a half, quarter or eighth when its resize still has a factor of 2 left: `late`, even with
 * `fastShrinkOnLoad: false`. `early` halves from a factor of 3 on, which leaves 1.5 and takes half the time for photos of
 * 12 megapixels. Both are as good, for a last step follows; but after an early one a bilinear last step would be
 * 0.33 levels off instead of 0.29. Sides that do not divide come out padded, and the picture stretched by up to a
 * pixel (error 0.9 levels), so they are `never` shrunk; nor are pictures so long that much would be left to one step.
 */
function shrinkOnLoad(input: ModelPixelsInput, sides: Sides, interpolation: Preprocessing['interpolation']): ShrinkOnLoad {
  const factors = [input.width / sides.width, input.height / sides.height];
  const [least, most] = [Math.min(...factors), Math.max(...factors)];
  const isEarly = interpolation === 'bicubic' && least >= 3 && least < 4;
  const shrink = isEarly ? 2 : least < 4 ? 1 : least < 8 ? 2 : least < 16 ? 4 : 8;
  const divides = input.width % shrink === 0 && input.height % shrink === 0;
  if (input.format !== 'jpeg' || !input.isPlain || !divides || most / shrink >= MOST_AT_ONCE) return 'never';
  return isEarly ? 'early' : 'late';
}

function reduced(pipeline: Sharp, from: Sides, to: Sides, onLoad: ShrinkOnLoad): Sharp {
  // An extract, here of everything, keeps sharp from shrinking on load.
  const whole = { left: 0, top: 0, width: from.width, height: from.height };
  return resized(onLoad === 'never' ? pipeline.extract(whole) : pipeline, to, 'cubic', onLoad === 'early');
}

/** Exact sides: `fit: 'cover'` would round them differently and miss by 5 levels. */
function resized(pipeline: Sharp, { width, height }: Sides, kernel: 'cubic' | 'linear', fastShrinkOnLoad = false): Sharp {
  return pipeline.resize(width, height, { fit: 'fill', kernel, fastShrinkOnLoad });
}

/** The whole image as RGB bytes, as Pillow's `convert('RGB')` gives it: alpha is dropped, not blended. */
export async function wholeImage(input: ModelPixelsInput): Promise<RgbImage> {
  if (!input.isCmyk) return await toRgb(input.open().removeAlpha(), input);
  const cmyk = await input.open().pipelineColourspace('cmyk').toColourspace('cmyk').raw().toBuffer();
  return { pixels: rgbFromCmyk(cmyk), width: input.width, height: input.height };
}

export async function toRgb(pipeline: Sharp, { width, height }: Sides): Promise<RgbImage> {
  return { pixels: await pipeline.toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer(), width, height };
}

/** A pipeline over pixels that are decoded. */
export function fromRgb({ pixels, width, height }: RgbImage): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}

/** Pillow's plain conversion, in place; a colour profile would give other colours than models were trained on. */
function rgbFromCmyk(cmyk: Uint8Array): Uint8Array {
  let to = 0;
  for (let from = 0; from < cmyk.length; from += 4) {
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
