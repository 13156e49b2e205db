import type { CropBox, CropLevels } from '@clipgraph/contracts';

/** A rectangle of whole pixels, from the left upper corner. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Of a tile's side beyond its share of the picture: what lies on a border of one tile lies inside another. */
const OVERLAP = 0.25;

/**
 * The tiles of a pyramid over an upright picture, in its pixels: level by level, row by row. A level has n × n tiles of
 * one size, spread evenly from edge to edge. They are squares, for that is what models see, of (1.25 / n)² of the
 * picture's area; where a picture is so long that such squares would not meet, tiles are as long as it takes. A level whose
 * tiles would be smaller than `size`, what the model sees, is left out: enlarged they show nothing new.
 */
export function cropBoxes(width: number, height: number, levels: CropLevels, size: number): readonly PixelBox[] {
  const boxes: PixelBox[] = [];
  for (let n = 2; n <= levels; n++) {
    const square = ((1 + OVERLAP) / n) * Math.sqrt(width * height);
    const [columns, rows] = [spread(width, square, n), spread(height, square, n)];
    if (Math.min(columns.side, rows.side) < size) break;
    for (const top of rows.starts) {
      for (const left of columns.starts) boxes.push({ left, top, width: columns.side, height: rows.side });
    }
  }
  return boxes;
}

/** Where tiles begin along one side of the picture; where one tile covers it, there is one. */
function spread(length: number, square: number, n: number): { readonly side: number; readonly starts: readonly number[] } {
  const side = Math.min(length, Math.max(Math.round(square), Math.ceil(length / n)));
  if (side === length) return { side, starts: [0] };
  return { side, starts: Array.from({ length: n }, (_, i) => Math.round((i * (length - side)) / (n - 1))) };
}

/** As shares of the picture's sides. */
export function shareBox({ left, top, width, height }: PixelBox, picture: { readonly width: number; readonly height: number }): CropBox {
  const across = (pixels: number): number => Math.fround(pixels / picture.width);
  const down = (pixels: number): number => Math.fround(pixels / picture.height);
  return { left: across(left), top: down(top), width: across(width), height: down(height) };
}
