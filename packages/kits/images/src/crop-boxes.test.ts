import type { CropLevels } from '@clipgraph/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cropBoxes, shareBox } from './crop-boxes.ts';

const pictures = fc.record({
  width: fc.integer({ min: 1, max: 12_000 }),
  height: fc.integer({ min: 1, max: 12_000 }),
  levels: fc.constantFrom<CropLevels>(2, 3, 4),
  size: fc.constantFrom(64, 224, 384),
});

describe('the tiles of a pyramid', () => {
  it('are 2 × 2 of five eighths, then 3 × 3 and 4 × 4 smaller ones, spread to the edges', () => {
    expect(cropBoxes(800, 800, 2, 64)).toEqual([
      { left: 0, top: 0, width: 500, height: 500 },
      { left: 300, top: 0, width: 500, height: 500 },
      { left: 0, top: 300, width: 500, height: 500 },
      { left: 300, top: 300, width: 500, height: 500 },
    ]);
    expect(cropBoxes(800, 800, 3, 64)).toHaveLength(4 + 9);
    expect(cropBoxes(800, 800, 3, 64)[12]).toEqual({ left: 467, top: 467, width: 333, height: 333 });
    expect(cropBoxes(800, 800, 4, 64)).toHaveLength(4 + 9 + 16);
  });

  it('are squares also of a photo of 3 : 2, upright or not', () => {
    expect(cropBoxes(1200, 800, 2, 64)[3]).toEqual({ left: 588, top: 188, width: 612, height: 612 });
    expect(cropBoxes(800, 1200, 2, 64)[3]).toEqual({ left: 188, top: 588, width: 612, height: 612 });
  });

  it('of a long picture are as long as it takes to meet, in one row where one covers its height', () => {
    expect(cropBoxes(4000, 500, 2, 64)).toEqual([
      { left: 0, top: 0, width: 2000, height: 500 },
      { left: 2000, top: 0, width: 2000, height: 500 },
    ]);
  });

  it('are left out where they would have to be enlarged', () => {
    expect(cropBoxes(358, 358, 3, 224)).toHaveLength(4);
    expect(cropBoxes(357, 357, 3, 224)).toEqual([]);
    expect(cropBoxes(1, 1, 4, 64)).toEqual([]);
  });

  it('lie in the picture, are large enough, cover every pixel of it at each level and are no more than promised', () => {
    fc.assert(
      fc.property(pictures, ({ width, height, levels, size }) => {
        const boxes = cropBoxes(width, height, levels, size);
        expect(boxes.length).toBeLessThanOrEqual({ 2: 4, 3: 13, 4: 29 }[levels]);
        for (const box of boxes) {
          expect(Object.values(box).every(Number.isInteger)).toBe(true);
          expect(Math.min(box.left, box.top)).toBeGreaterThanOrEqual(0);
          expect(box.left + box.width).toBeLessThanOrEqual(width);
          expect(box.top + box.height).toBeLessThanOrEqual(height);
          expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(size);
        }
        for (const level of Map.groupBy(boxes, ({ width: tile, height: tall }) => `${tile} ${tall}`).values()) {
          expectCovered(
            level.map(({ left, width: long }) => [left, left + long]),
            width,
          );
          expectCovered(
            level.map(({ top, height: long }) => [top, top + long]),
            height,
          );
        }
      }),
    );
  });

  it('as shares are what float32 holds', () => {
    const box = shareBox({ left: 300, top: 1, width: 500, height: 2 }, { width: 800, height: 3 });
    expect(box).toEqual({ left: 0.375, top: Math.fround(1 / 3), width: 0.625, height: Math.fround(2 / 3) });
  });
});

function expectCovered(spans: readonly (readonly [number, number])[], length: number): void {
  let end = 0;
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    expect(from).toBeLessThanOrEqual(end);
    end = Math.max(end, to);
  }
  expect(end).toBe(length);
}
