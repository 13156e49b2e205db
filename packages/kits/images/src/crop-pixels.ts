import type { CropBox, CropLevels } from '@clipgraph/contracts';
import { WHOLE_BOX } from '@clipgraph/contracts';
import { cropBoxes, shareBox } from './crop-boxes.ts';
import { fromRgb, modelPixels, shrinksOnLoad, toRgb, wholeImage, type ModelPixelsInput } from './model-pixels.ts';
import type { Preprocessing } from './preprocessing.ts';

/** A piece of a picture as the model sees it: RGB bytes, row by row, `size` × `size` × 3. */
export interface CropPixels {
  readonly box: CropBox;
  readonly pixels: Uint8Array;
}

/**
 * The whole picture, as `modelPixels` gives it, and its tiles, each as if it were a picture of its own. The file is decoded
 * once; a JPEG whose whole is read smaller than it is, so that it stays the same to the bit, that one time more. One piece
 * after the other, so that no more memory is taken than for the picture and a tile.
 */
export async function cropPixels(
  input: ModelPixelsInput,
  preprocessing: Preprocessing,
  levels: CropLevels,
  exact: boolean,
): Promise<readonly CropPixels[]> {
  const boxes = cropBoxes(input.width, input.height, levels, preprocessing.size);
  if (boxes.length === 0) return [{ box: WHOLE_BOX, pixels: await modelPixels(input, preprocessing, exact) }];
  const picture = await wholeImage(input);
  const decoded = shrinksOnLoad(input, preprocessing, exact) ? undefined : picture;
  const pieces: CropPixels[] = [{ box: WHOLE_BOX, pixels: await modelPixels(input, preprocessing, exact, decoded) }];
  for (const box of boxes) {
    const { width, height } = box;
    const tile = await toRgb(fromRgb(picture).extract({ ...box }), box);
    const tileInput = { format: 'png', width, height, isPlain: true, isCmyk: false, open: () => fromRgb(tile) } as const;
    pieces.push({ box: shareBox(box, input), pixels: await modelPixels(tileInput, preprocessing, exact, tile) });
  }
  return pieces;
}
