import { describe, expect, test } from 'vitest';
import { normalisedPixels, OPENAI_PREPROCESSING, resizePlan } from './preprocessing.ts';

describe('resizePlan', () => {
  test.each([
    // By Python's int() and round().
    [640, 480, 298, 224, 37, 0],
    [480, 640, 224, 298, 0, 37],
    // Odd leftovers: 1/2 -> 0, 3/2 -> 2, 5/2 -> 2, 7/2 -> 4.
    [225, 224, 225, 224, 0, 0],
    [227, 224, 227, 224, 2, 0],
    [229, 224, 229, 224, 2, 0],
    [231, 224, 231, 224, 4, 0],
    [224, 224, 224, 224, 0, 0],
    [1, 5000, 224, 1_120_000, 0, 559_888],
  ])('crops %d × %d from %d × %d at %d, %d', (width, height, toWidth, toHeight, left, top) => {
    expect(resizePlan(width, height, OPENAI_PREPROCESSING)).toEqual({ width: toWidth, height: toHeight, left, top });
  });

  test('squashes every shape into the square', () => {
    expect(resizePlan(640, 480, { ...OPENAI_PREPROCESSING, resize: 'squash' })).toEqual({ width: 224, height: 224, left: 0, top: 0 });
  });
});

describe('normalisedPixels', () => {
  const preprocessing = { ...OPENAI_PREPROCESSING, size: 2 };
  const first = Uint8Array.from({ length: 12 }, (_, i) => i * 20);
  const second = Uint8Array.from({ length: 12 }, (_, i) => 255 - i);

  test('puts each channel of each image in its own plane', () => {
    const normalised = normalisedPixels([first, second], preprocessing);
    expect(normalised).toHaveLength(24);
    for (const [image, pixels] of [first, second].entries()) {
      for (let pixel = 0; pixel < 4; pixel++) {
        for (let channel = 0; channel < 3; channel++) {
          const wanted = (pixels[pixel * 3 + channel]! / 255 - preprocessing.mean[channel]!) / preprocessing.std[channel]!;
          expect(normalised[image * 12 + channel * 4 + pixel]).toBeCloseTo(wanted, 6);
        }
      }
    }
  });

  test('refuses pixels of another size', () => {
    expect(() => normalisedPixels([new Uint8Array(11)], preprocessing)).toThrow(RangeError);
  });
});
