import type { Preprocessing } from '@clipgraph/contracts';

export type { Preprocessing } from '@clipgraph/contracts';

/** What OpenAI's CLIP models were trained with; only the size differs among them. */
export const OPENAI_PREPROCESSING: Preprocessing = {
  size: 224,
  resize: 'crop',
  interpolation: 'bicubic',
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};

/** A resize to `width` × `height`, of which the square of the model's size at `left`, `top` is kept. */
export interface ResizePlan {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
}

/**
 * From an image's size (after EXIF orientation) to the resize, by the rules of torchvision's `Resize` and
 * `CenterCrop`: the long side is cut to an integer, the crop's offset rounded half to even.
 */
export function resizePlan(width: number, height: number, { size, resize }: Preprocessing): ResizePlan {
  if (resize === 'squash') return { width: size, height: size, left: 0, top: 0 };
  const long = Math.trunc((size * Math.max(width, height)) / Math.min(width, height));
  const offset = roundHalfToEven((long - size) / 2);
  return width <= height ? { width: size, height: long, left: 0, top: offset } : { width: long, height: size, left: offset, top: 0 };
}

/** Python's `round`; `Math.round` shifts every other odd crop by a pixel. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * Pixels as ONNX models take them.
 * @param batch images as RGB bytes, row by row, each `size` × `size` × 3
 * @returns float32 [batch, 3, size, size], `(value / 255 - mean) / std`
 */
export function normalisedPixels(batch: readonly Uint8Array[], preprocessing: Preprocessing): Float32Array {
  const area = preprocessing.size ** 2;
  const [red, green, blue] = normalisedLevels(preprocessing);
  const normalised = new Float32Array(batch.length * 3 * area);
  let at = 0;
  for (const pixels of batch) {
    if (pixels.length !== 3 * area) throw new RangeError(`Expected ${3 * area} bytes of pixels, got ${pixels.length}.`);
    for (let from = 0; from < pixels.length; from += 3, at++) {
      normalised[at] = red![pixels[from]!]!;
      normalised[at + area] = green![pixels[from + 1]!]!;
      normalised[at + 2 * area] = blue![pixels[from + 2]!]!;
    }
    at += 2 * area;
  }
  return normalised;
}

/** A table of 256 for red, green and blue, from a level to what the model takes: a look-up is twice as fast as the arithmetic. */
export function normalisedLevels({ mean, std }: Preprocessing): Float32Array[] {
  return mean.map((mean, channel) => Float32Array.from({ length: 256 }, (_, level) => (level / 255 - mean) / std[channel]!));
}
