import { invalidInput } from './errors.ts';
import { meanDirection } from './vector.ts';

/** Depth of a pyramid over a picture: 2 is the whole and 2 × 2 tiles, 3 has 3 × 3 tiles too, 4 also 4 × 4. */
export type CropLevels = 2 | 3 | 4;

/** How pictures are embedded in pieces, so that small things in large pictures are found. Data, kept with a collection. */
export interface Crops {
  readonly levels: CropLevels;
  /** `pooled`: one vector, {@link pooledVector}. `each`: the whole picture's vector, and one for each tile. */
  readonly keep: 'pooled' | 'each';
}

/** A part of a picture that stands upright, as shares (0 to 1, exact in float32) of its sides from the left and the top. */
export interface CropBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Unit vector of a part of a picture. */
export interface CropVector {
  readonly box: CropBox;
  readonly vector: Float32Array;
}

/** Parts of one picture that may have vectors of their own. */
export const MAX_CROPS = 64;

export const WHOLE_BOX: CropBox = { left: 0, top: 0, width: 1, height: 1 };

/** Most pieces that one picture is embedded in, the whole counted: 5, 14 or 30. A small picture has fewer. */
export function mostCrops(levels: CropLevels): number {
  return { 2: 5, 3: 14, 4: 30 }[levels];
}

/** Pieces of which every picture of a collection is embedded at the most; 1 without crops. */
export function imagesPerPicture(crops: Crops | undefined): number {
  return crops ? mostCrops(crops.levels) : 1;
}

/** INVALID_INPUT for levels that there are not. */
export function cropLevels(levels: number): CropLevels {
  if (levels === 2 || levels === 3 || levels === 4) return levels;
  throw invalidInput('INVALID', 'crops.levels must be 2, 3 or 4.');
}

export function sameCrops(a: Crops | undefined, b: Crops | undefined): boolean {
  return a?.levels === b?.levels && a?.keep === b?.keep;
}

/**
 * One unit vector for all pieces of a picture, the whole first: half the whole, half the mean direction of the tiles. The
 * plain mean of all pieces loses the picture over its tiles, see docs/decisions/0021.
 */
export function pooledVector([whole, ...tiles]: readonly CropVector[]): Float32Array {
  if (tiles.length === 0) return whole!.vector;
  return meanDirection([whole!.vector, meanDirection(tiles.map(({ vector }) => vector))]);
}

/** The crops themselves; INVALID_INPUT for what a store can not keep with a collection. */
export function checkedCrops({ levels, keep }: Crops): Crops {
  if (keep !== 'pooled' && keep !== 'each') throw invalidInput('INVALID', 'Crops are kept pooled or each');
  return { levels: cropLevels(levels), keep };
}
