import { priced } from '@clipgraph/module-kit';

import { backtest } from './backtest/backtest.ts';
import { blocklistResolvers } from './blocklists/blocklist-resolvers.ts';
import type { Resolvers } from './generated/types.ts';
import { policyResolvers } from './policy/policy-resolvers.ts';
import { moderationPrices } from './prices.ts';
import { verdictResolvers } from './verdicts/verdict-resolvers.ts';
import { webhookResolvers } from './webhook/webhook-resolvers.ts';

type ResolverParts = Parameters<typeof policyResolvers>[0] &
  Parameters<typeof blocklistResolvers>[0] &
  Parameters<typeof verdictResolvers>[0] &
  Parameters<typeof webhookResolvers>[0];

/** The resolvers of all rooms; they share Query and Mutation and nothing else. */
export function resolvers(parts: ResolverParts): Resolvers {
  const policy = policyResolvers(parts);
  const blocklist = blocklistResolvers(parts);
  const verdict = verdictResolvers(parts);
  const webhook = webhookResolvers(parts);
  return priced<Resolvers>(moderationPrices, {
    ...policy,
    ...blocklist,
    ...verdict,
    ...webhook,
    Query: {
      ...policy.Query,
      ...blocklist.Query,
      ...verdict.Query,
      ...webhook.Query,
      backtestPolicy: (_root, args, context) => backtest(parts, args, context),
    },
    Mutation: { ...policy.Mutation, ...blocklist.Mutation, ...verdict.Mutation, ...webhook.Mutation },
  });
}
