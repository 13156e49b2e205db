import type { Preprocessing } from './preprocessing.ts';

/** RGB bytes, row by row. */
export interface RgbImage {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Resize to `width` × `height`, then keep the square of side `size` at `left`, `top`. */
export interface PillowResizeOptions {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly size: number;
  readonly interpolation: Preprocessing['interpolation'];
}

/** Pillow's fixed point: 8 bits of value and 2 of overshoot leave 22 for the fraction. */
const PRECISION_BITS = 32 - 8 - 2;

/**
 * Pillow's `Image.resize` followed by `crop`, equal in every bit for 8-bit RGB: an antialiased filter in two
 * passes, horizontal first, rounded to bytes in between. Only what the crop needs is computed.
 * Source: Pillow, `src/libImaging/Resample.c`.
 */
export function pillowResize(image: RgbImage, options: PillowResizeOptions): Uint8Array {
  const { size, interpolation } = options;
  const columns = axisWeights(image.width, options.width, options.left, size, interpolation);
  const rows = axisWeights(image.height, options.height, options.top, size, interpolation);
  const firstRow = rows.starts[0]!;
  const rowCount = rows.starts[size - 1]! + rows.counts[size - 1]! - firstRow;
  const narrowed = horizontalPass(image, columns, firstRow, rowCount, size);
  return verticalPass(narrowed, rows, firstRow, size);
}

/** For each output position: where its source samples begin, how many they are, and their weights. */
interface AxisWeights {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** Fixed point, `stride` for each position. */
  readonly weights: Int32Array;
  readonly stride: number;
}

function axisWeights(
  inSize: number,
  outSize: number,
  offset: number,
  length: number,
  interpolation: Preprocessing['interpolation'],
): AxisWeights {
  const filter = interpolation === 'bicubic' ? bicubic : bilinear;
  const scale = inSize / outSize;
  // Antialiasing: when shrinking, the filter grows with the scale.
  const filterScale = Math.max(scale, 1);
  const support = (interpolation === 'bicubic' ? 2 : 1) * filterScale;
  const stride = Math.ceil(support) * 2 + 1;
  const inverse = 1 / filterScale;
  const starts = new Int32Array(length);
  const counts = new Int32Array(length);
  const weights = new Int32Array(length * stride);
  const exact = new Float64Array(stride);
  for (let i = 0; i < length; i++) {
    const centre = (offset + i + 0.5) * scale;
    const start = Math.max(Math.trunc(centre - support + 0.5), 0);
    const count = Math.min(Math.trunc(centre + support + 0.5), inSize) - start;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      exact[k] = filter((k + start - centre + 0.5) * inverse);
      sum += exact[k]!;
    }
    for (let k = 0; k < count; k++) {
      const weight = (sum === 0 ? exact[k]! : exact[k]! / sum) * (1 << PRECISION_BITS);
      weights[i * stride + k] = Math.trunc(weight + (weight < 0 ? -0.5 : 0.5));
    }
    starts[i] = start;
    counts[i] = count;
  }
  return { starts, counts, weights, stride };
}

function bilinear(x: number): number {
  return Math.max(1 - Math.abs(x), 0);
}

/** Keys' cubic with a = -0.5, in Pillow's order of operations. */
function bicubic(x: number): number {
  const a = -0.5;
  const t = Math.abs(x);
  if (t < 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  if (t < 2) return (((t - 5) * t + 8) * t - 4) * a;
  return 0;
}

function horizontalPass(image: RgbImage, axis: AxisWeights, firstRow: number, rowCount: number, size: number): Uint8ClampedArray {
  const { starts, counts, weights, stride } = axis;
  const { pixels, width } = image;
  // A clamped array does what Pillow's clip8 does.
  const narrowed = new Uint8ClampedArray(rowCount * size * 3);
  for (let y = 0, to = 0; y < rowCount; y++) {
    const row = (firstRow + y) * width;
    for (let x = 0; x < size; x++, to += 3) {
      let red = 1 << (PRECISION_BITS - 1);
      let green = red;
      let blue = red;
      let from = (row + starts[x]!) * 3;
      let weightAt = x * stride;
      for (const end = weightAt + counts[x]!; weightAt < end; weightAt++, from += 3) {
        const weight = weights[weightAt]!;
        red = (red + Math.imul(pixels[from]!, weight)) | 0;
        green = (green + Math.imul(pixels[from + 1]!, weight)) | 0;
        blue = (blue + Math.imul(pixels[from + 2]!, weight)) | 0;
      }
      narrowed[to] = red >> PRECISION_BITS;
      narrowed[to + 1] = green >> PRECISION_BITS;
      narrowed[to + 2] = blue >> PRECISION_BITS;
    }
  }
  return narrowed;
}

function verticalPass(narrowed: Uint8ClampedArray, axis: AxisWeights, firstRow: number, size: number): Uint8Array {
  const { starts, counts, weights, stride } = axis;
  const rowLength = size * 3;
  const resized = new Uint8ClampedArray(size * rowLength);
  for (let y = 0, to = 0; y < size; y++) {
    const base = (starts[y]! - firstRow) * rowLength;
    for (let x = 0; x < rowLength; x++, to++) {
      let sum = 1 << (PRECISION_BITS - 1);
      for (let k = 0, from = base + x; k < counts[y]!; k++, from += rowLength) {
        sum = (sum + Math.imul(narrowed[from]!, weights[y * stride + k]!)) | 0;
      }
      resized[to] = sum >> PRECISION_BITS;
    }
  }
  return new Uint8Array(resized.buffer);
}
