import { cropLevels, imagesPerPicture, type Crops } from '@clipgraph/contracts';

import { PRICES } from './cost.ts';

/** The GraphQL input `CropsInput`; what is left out has a default. */
export interface CropsInput {
  readonly levels?: number | null;
  readonly keep?: 'POOLED' | 'EACH' | null;
}

/** INVALID_INPUT for levels that there are not. */
export function cropsFrom(input: CropsInput | null | undefined): Crops | undefined {
  return input ? { levels: cropLevels(input.levels ?? 2), keep: input.keep === 'POOLED' ? 'pooled' : 'each' } : undefined;
}

/**
 * Pieces of pictures that one request gives the model at once: enough to keep it busy, and a quarter of what may wait for it, so that
 * a request within its limits is not refused for being large, nor others because of it.
 */
const PIECES_AT_ONCE = 256;

/** Pictures of one request that are embedded at once. */
export function picturesAtOnce(crops: Crops | undefined): number {
  return Math.floor(PIECES_AT_ONCE / imagesPerPicture(crops));
}

/** Of embedding one picture; in crops as many images as it may be cut into, whatever its size. */
export function picturePrice(crops: Crops | undefined): number {
  return PRICES.image * imagesPerPicture(crops);
}
