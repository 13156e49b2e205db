import { chargedByResolver, counted, fixedPrice, PRICES, type PriceList } from '@clipgraph/module-kit';

import type { Resolvers } from './generated/types.ts';
import { MAX_FAILURES } from './limits.ts';

/** What this module's fields cost. The vectors that a migration makes are the server's own work. */
export const migrationPrices: PriceList<Resolvers> = {
  Query: {
    migration: fixedPrice(PRICES.result, '1'),
    migrations: chargedByResolver('1 for each'),
  },
  Mutation: {
    migrateCollection: fixedPrice(PRICES.result, '1; the vectors that it makes cost nothing'),
    cancelMigration: fixedPrice(PRICES.result, '1'),
    undoMigration: fixedPrice(PRICES.result, '1; the vectors that it makes cost nothing'),
    confirmMigration: fixedPrice(PRICES.result, '1'),
  },
  Migration: {
    failures: { words: '1 for each of `first`', points: ({ first }) => counted(first ?? 20, MAX_FAILURES) * PRICES.result },
  },
};
