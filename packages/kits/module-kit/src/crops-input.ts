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

/** Of embedding one picture; in crops as many images as it may be cut into, whatever its size. */
export function picturePrice(crops: Crops | undefined): number {
  return PRICES.image * imagesPerPicture(crops);
}
