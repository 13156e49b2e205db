import type { CostMeter } from '@clipgraph/contracts';
import { GraphQLError } from 'graphql';

import { COST_LIMIT_EXCEEDED } from './errors.ts';

export type { CostMeter } from '@clipgraph/contracts';

/**
 * What things cost, in points; one point is about 0.1 ms of one core with a ViT-B/32-sized model. They count what a caller
 * names: pictures and texts of the request, what is read for it and what it is answered. Texts and examples that were saved
 * (policies, classifiers, vocabularies) are the server's own: embedding them again after a restart costs nobody anything.
 * A caller sees the sum in `extensions.cost`.
 */
export const PRICES = {
  /** Decoding and embedding one image that the request brings. */
  image: 250,
  /** Embedding one text that stands in the request. */
  text: 40,
  /** One scan of a collection. */
  search: 50,
  /** One result with its fields; one stored vector that is read. */
  result: 1,
} as const;

/** Whether an error is a {@link costMeter}'s refusal. */
export function isCostRefusal(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && error.extensions['code'] === COST_LIMIT_EXCEEDED;
}

export function costMeter(limit: number): CostMeter {
  let charged = 0;
  return {
    limit,
    get charged() {
      return charged;
    },
    charge(points) {
      // Written so that NaN is refused too.
      if (!(charged + points <= limit)) {
        throw new GraphQLError(`This operation costs more than the ${limit} points that one request may use; split it.`, {
          extensions: { code: COST_LIMIT_EXCEEDED, limit, charged: charged + points },
        });
      }
      charged += points;
    },
  };
}
