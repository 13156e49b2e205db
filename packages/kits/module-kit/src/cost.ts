import type { CostMeter } from '@clipgraph/contracts';
import { GraphQLError } from 'graphql';

export type { CostMeter } from '@clipgraph/contracts';

/**
 * The price list, in points; one point is about 0.1 ms of one core with a ViT-B/32-sized model.
 * A caller sees the sum in `extensions.cost`.
 */
export const PRICES = {
  /** Decoding and embedding one image. */
  image: 250,
  /** Embedding one text. */
  text: 40,
  /** One scan of a collection. */
  search: 50,
  /** One result with its fields. */
  result: 1,
} as const;

export function costMeter(limit: number): CostMeter {
  let charged = 0;
  return {
    get charged() {
      return charged;
    },
    charge(points) {
      // Written so that NaN is refused too.
      if (!(charged + points <= limit)) {
        throw new GraphQLError(`This operation costs more than the ${limit} points that one request may use; split it.`, {
          extensions: { code: 'COST_LIMIT_EXCEEDED', limit, charged: charged + points },
        });
      }
      charged += points;
    },
  };
}
