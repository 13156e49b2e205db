import { pageSize } from '@clipgraph/module-kit';

import type { Resolvers } from '../generated/types.ts';
import { MAX_PAGE_SIZE } from '../limits.ts';
import type { VerdictLog } from '../verdicts/verdict-log.ts';
import type { Webhook } from './webhook.ts';

interface WebhookParts {
  readonly log: VerdictLog;
  readonly webhook: Webhook | undefined;
}

export function webhookResolvers({ log, webhook }: WebhookParts): Resolvers {
  return {
    Query: {
      webhookFailures: async (_root, { first }) => (await webhook?.failures(pageSize(first, 20, MAX_PAGE_SIZE))) ?? [],
    },
    Mutation: {
      retryWebhookFailures: async () => (await webhook?.retryFailures()) ?? 0,
    },
    WebhookFailure: {
      event: ({ event }) => (event === 'review' ? 'REVIEW' : 'VERDICT'),
      verdict: async ({ verdictId }) => (await log.find(verdictId)) ?? null,
    },
  };
}
