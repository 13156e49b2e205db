import { globalId, idParts, PRICES } from '@clipgraph/module-kit';
import { invalidInput } from '@clipgraph/contracts';

import type { Resolvers, Review } from '../generated/types.ts';
import { findingsOf } from '../judge/decision.ts';
import { MAX_NOTE_LENGTH } from '../limits.ts';
import { moderate, type ModerateParts } from './moderate.ts';
import type { VerdictPages } from './verdict-page.ts';

interface VerdictParts extends ModerateParts {
  readonly verdictPage: VerdictPages;
}

export function verdictResolvers(parts: VerdictParts): Resolvers {
  const { policies, log, verdictPage } = parts;
  return {
    Query: {
      verdicts: (_root, { filter, first, after }, context) => verdictPage({ filter, order: 'newest first', first, after }, context),
      reviewQueue: (_root, { policy, first, after }, context) =>
        verdictPage({ filter: { policy: policy ?? null, review: 'OPEN' }, order: 'oldest first', first, after }, context),
    },
    Mutation: {
      moderate: (_root, args, context) => moderate(parts, args, context),
      resolveReview: (_root, { verdict, action, note }, { keyName }) => {
        if (note && note.length > MAX_NOTE_LENGTH) throw invalidInput('TOO_LARGE', `note is longer than ${MAX_NOTE_LENGTH} characters.`);
        const [id] = idParts(verdict, 'ModerationVerdict', 1) as [string];
        return log.resolve(id, { action, note: note ?? undefined, keyName });
      },
    },
    Finding: { match: ({ match }) => match ?? null, exception: ({ exception }) => exception ?? null },
    ModerationVerdict: {
      id: ({ id }) => globalId('ModerationVerdict', id),
      findings: ({ scores }) => findingsOf(scores),
      scores: ({ scores }) => [...scores],
      policy: ({ policyName, policyVersion }) => policies.named(policyName, policyVersion),
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
