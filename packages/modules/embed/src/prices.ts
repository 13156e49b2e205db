import { cropsFrom, fixedPrice, picturePrice, PRICES, type PriceList } from '@clipgraph/module-kit';

import type { Resolvers } from './generated/types.ts';
import { MAX_INPUTS } from './limits.ts';

/** What this module's fields cost. */
export const embedPrices: PriceList<Resolvers> = {
  Query: {
    models: fixedPrice(0, 'nothing'),
    embed: {
      words: '250 for each picture, in crops 250 for each piece that it may be cut into; 40 for each text',
      points: ({ inputs, crops }) => {
        const taken = inputs.slice(0, MAX_INPUTS);
        const texts = taken.filter(({ text }) => text !== undefined).length;
        return texts * PRICES.text + (taken.length - texts) * picturePrice(cropsFrom(crops));
      },
    },
  },
};
