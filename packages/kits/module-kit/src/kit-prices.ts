import { PRICES } from './cost.ts';
import { MAX_NODES, MAX_REPRESENTATIONS } from './kit-limits.ts';
import { counted, fixedPrice, type PriceList } from './prices.ts';

type Root<Args> = (root: unknown, args: Args, ...rest: never[]) => unknown;

interface BaseResolvers {
  readonly Query: { readonly node: Root<{ id: string }>; readonly nodes: Root<{ ids: readonly string[] }> };
}

interface FederationResolvers {
  readonly Query: { readonly _service: Root<object>; readonly _entities: Root<{ representations: readonly unknown[] }> };
}

/** Of what every schema has. */
export const basePrices: PriceList<BaseResolvers> = {
  Query: {
    node: fixedPrice(PRICES.result, '1'),
    nodes: { words: '1 for each id', points: ({ ids }) => counted(ids, MAX_NODES) * PRICES.result },
  },
};

/** Of what a subgraph has. */
export const federationPrices: PriceList<FederationResolvers> = {
  Query: {
    _service: fixedPrice(0, 'nothing'),
    _entities: {
      words: '1 for each reference',
      points: ({ representations }) => counted(representations, MAX_REPRESENTATIONS) * PRICES.result,
    },
  },
};
