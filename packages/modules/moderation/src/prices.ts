import { chargedByResolver, counted, fixedPrice, PRICES, type PriceList } from '@clipgraph/module-kit';

import type { PolicyInput, Resolvers } from './generated/types.ts';
import { MAX_BLOCKLISTS, MAX_EXAMPLES, MAX_IMAGES, MAX_PAGE_SIZE, MAX_POLICY_VERSIONS, MAX_RULES, MAX_TEXTS } from './limits.ts';

const one = fixedPrice(PRICES.result, '1');
const scan = fixedPrice(PRICES.search, '50');

const rowsOf = ({ first }: { readonly first?: number | null }): number => counted(first ?? 20, MAX_PAGE_SIZE) * PRICES.result;

/** What this module's fields cost. A saved policy is the server's own: judging by it costs the same before and after a restart. */
export const moderationPrices: PriceList<Resolvers> = {
  Query: {
    policies: fixedPrice(PRICES.result * MAX_POLICY_VERSIONS, '100'),
    policy: one,
    blocklists: fixedPrice(PRICES.result * MAX_BLOCKLISTS, '100'),
    blocklist: one,
    verdicts: { words: '50, and 1 for each of `first`; `GET /moderation/verdicts` 150', points: (args) => PRICES.search + rowsOf(args) },
    reviewQueue: { words: '50, and 1 for each of `first`', points: (args) => PRICES.search + rowsOf(args) },
    webhookFailures: { words: '1 for each of `first`', points: rowsOf },
    backtestPolicy: chargedByResolver(
      'for each picture of `images` 250, twice where the two versions are of two models; for each asset or review that is read 1, and 50 ' +
        'for a collection or for reviews; then for each example and version 1, and 50 for each blocklist of the version',
    ),
  },
  Mutation: {
    savePolicy: {
      words: '1, 250 for each example picture, 40 for each description and look-alike',
      points: ({ input }) => priceOfPolicy(input),
    },
    activatePolicy: one,
    createBlocklist: one,
    deleteBlocklist: scan,
    addToBlocklist: {
      words: '300 for each picture',
      points: ({ pictures }) => counted(pictures, MAX_IMAGES) * (PRICES.image + PRICES.search),
    },
    removeFromBlocklist: { words: '1 for each entry', points: ({ entries }) => counted(entries, MAX_PAGE_SIZE) * PRICES.result },
    moderate: chargedByResolver('for each picture 251, and 50 for each blocklist of the policy; `POST /moderate` likewise'),
    resolveReview: one,
    retryWebhookFailures: scan,
  },
  WebhookFailure: { verdict: one },
  Blocklist: {
    count: scan,
    hashOnlyCount: scan,
    entries: { words: '1 for each of `first`', points: rowsOf },
  },
  BlocklistMatch: { entry: one },
  Policy: { active: one },
  ModerationVerdict: { policy: one, review: chargedByResolver('1 where one was asked for') },
};

function priceOfPolicy({ rules }: PolicyInput): number {
  const taken = rules.slice(0, MAX_RULES);
  const texts = taken.reduce((sum, { describes, unlike }) => sum + counted(describes, MAX_TEXTS) + counted(unlike, MAX_TEXTS), 0);
  const examples = taken.reduce((sum, rule) => sum + (rule.examples?.length ?? 0), 0);
  return PRICES.result + texts * PRICES.text + counted(examples, MAX_EXAMPLES) * PRICES.image;
}
