import { globalId, idParts, pageSize, PRICES } from '@clipgraph/module-kit';
import { invalidInput } from '@clipgraph/contracts';

import { addToBlocklist } from './add-to-blocklist.ts';
import { backtest } from './backtest.ts';
import { removeFromBlocklist, type BlocklistPages } from './blocklist-page.ts';
import type { BlocklistEntry } from './blocklist.ts';
import { findingsOf } from './decision.ts';
import { deleteBlocklist } from './delete-blocklist.ts';
import type { Resolvers, Review } from './generated/types.ts';
import { MAX_BLOCKLISTS, MAX_NOTE_LENGTH, MAX_PAGE_SIZE } from './limits.ts';
import { moderate, type ModerateParts } from './moderate.ts';
import { savePolicy } from './save-policy.ts';
import type { VerdictPages } from './verdict-page.ts';
import type { Webhook } from './webhook.ts';

interface Dependencies extends ModerateParts {
  readonly verdictPage: VerdictPages;
  readonly blocklistPage: BlocklistPages;
  readonly webhook: Webhook | undefined;
}

export function resolvers(parts: Dependencies): Resolvers {
  const { embedders, policies, blocklists, log, verdictPage, blocklistPage, webhook } = parts;
  const comparesByVector = ({ fingerprint }: BlocklistEntry): boolean => fingerprint === embedders.named(undefined).model.fingerprint;
  return {
    Query: {
      policies: async (_root, { name }, { cost }) => {
        cost.charge(PRICES.result * MAX_PAGE_SIZE);
        return typeof name === 'string' ? policies.versions(name) : policies.active();
      },
      policy: async (_root, { name, version }, { cost }) => {
        cost.charge(PRICES.result);
        return (await policies.find(name, version ?? undefined)) ?? null;
      },
      blocklists: async (_root, _args, { cost }) => {
        cost.charge(PRICES.result * MAX_BLOCKLISTS);
        return blocklists.all();
      },
      blocklist: async (_root, { name }, { cost }) => {
        cost.charge(PRICES.result);
        return (await blocklists.find(name)) ?? null;
      },
      verdicts: (_root, { filter, first, after }, context) => verdictPage({ filter, order: 'newest first', first, after }, context),
      reviewQueue: (_root, { policy, first, after }, context) =>
        verdictPage({ filter: { policy: policy ?? null, review: 'OPEN' }, order: 'oldest first', first, after }, context),
      webhookFailures: async (_root, { first }, { cost }) => {
        const limit = pageSize(first, 20, MAX_PAGE_SIZE);
        cost.charge(PRICES.result * limit);
        return (await webhook?.failures(limit)) ?? [];
      },
      backtestPolicy: (_root, args, context) => backtest(parts, args, context),
    },

    Mutation: {
      savePolicy: (_root, { input }, context) => savePolicy(parts, input, context),
      activatePolicy: (_root, { name, version }, { cost }) => {
        cost.charge(PRICES.result);
        return policies.activate(name, version);
      },
      createBlocklist: (_root, { name }, { cost }) => {
        cost.charge(PRICES.result);
        return blocklists.create(name);
      },
      deleteBlocklist: (_root, { name }, { cost }) => {
        cost.charge(PRICES.search);
        return deleteBlocklist(parts, name);
      },
      addToBlocklist: (_root, args, context) => addToBlocklist(parts, args, context),
      removeFromBlocklist: (_root, { entries }, context) => removeFromBlocklist(blocklists, entries, context),
      moderate: (_root, args, context) => moderate(parts, args, context),
      resolveReview: (_root, { verdict, action, note }, { cost, keyName }) => {
        cost.charge(PRICES.result);
        if (note && note.length > MAX_NOTE_LENGTH) throw invalidInput('TOO_LARGE', `note is longer than ${MAX_NOTE_LENGTH} characters.`);
        const [id] = idParts(verdict, 'ModerationVerdict', 1) as [string];
        return log.resolve(id, { action, note: note ?? undefined, keyName });
      },
      retryWebhookFailures: async (_root, _args, { cost }) => {
        cost.charge(PRICES.search);
        return (await webhook?.retryFailures()) ?? 0;
      },
    },

    WebhookFailure: {
      event: ({ event }) => (event === 'review' ? 'REVIEW' : 'VERDICT'),
      verdict: async ({ verdictId }, _args, { cost }) => {
        cost.charge(PRICES.result);
        return (await log.find(verdictId)) ?? null;
      },
    },
    Blocklist: {
      id: ({ name }) => globalId('Blocklist', name),
      count: ({ name }) => blocklists.count(name),
      hashOnlyCount: ({ name }) => blocklists.count(name, embedders.named(undefined).model.fingerprint),
      entries: ({ name }, args, context) => blocklistPage(name, args, context),
    },
    BlocklistEntry: {
      id: ({ blocklist, contentHash }) => globalId('BlocklistEntry', blocklist, contentHash),
      comparesByVector,
    },
    Finding: { match: ({ match }) => match ?? null, exception: ({ exception }) => exception ?? null },
    BlocklistMatch: {
      entry: async ({ blocklist, contentHash }, _args, { cost }) => {
        cost.charge(PRICES.result);
        return (await blocklists.entry(blocklist, contentHash)) ?? null;
      },
    },
    Policy: {
      id: ({ name, version }) => globalId('Policy', name, String(version)),
      rules: ({ rules }) => [...rules],
      active: async ({ name, version }) => (await policies.activeVersion(name)) === version,
    },
    ModerationRule: {
      describes: ({ describes }) => [...describes],
      unlike: ({ unlike }) => [...unlike],
      exampleHashes: ({ examples }) => examples.map(({ contentHash }) => contentHash),
      except: ({ except = [] }) => [...except],
    },
    ModerationVerdict: {
      id: ({ id }) => globalId('ModerationVerdict', id),
      findings: ({ scores }) => findingsOf(scores),
      scores: ({ scores }) => [...scores],
      policy: ({ policyName, policyVersion }, _args, { cost }) => {
        cost.charge(PRICES.result);
        return policies.named(policyName, policyVersion);
      },
      review: async ({ id, action }, _args, { cost }): Promise<Review | null> => {
        if (action !== 'REVIEW') return null;
        cost.charge(PRICES.result);
        const resolution = await log.resolution(id);
        if (!resolution) return { state: 'OPEN' };
        return { ...resolution, state: 'RESOLVED', note: resolution.note ?? null, keyName: resolution.keyName ?? null };
      },
    },
  };
}
