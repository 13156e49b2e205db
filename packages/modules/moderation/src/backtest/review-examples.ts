import { globalId, PRICES, type CostMeter } from '@clipgraph/module-kit';
import { invalidInput } from '@clipgraph/contracts';

import { unknownRule, type BacktestExample, type BacktestExamples } from './backtest-examples.ts';
import { limitOf } from './collection-examples.ts';
import type { BacktestReviews, ModerationAction } from '../generated/types.ts';
import type { PolicyVersion } from '../policy/policy.ts';
import { selectionFrom } from '../verdicts/verdict-filter.ts';
import type { VerdictLog } from '../verdicts/verdict-log.ts';
import type { Verdict } from '../verdicts/verdict.ts';

const VERDICTS_AT_ONCE = 100;

interface ReviewTrial {
  readonly log: VerdictLog;
  readonly policy: PolicyVersion;
  readonly cost: CostMeter;
  readonly signal: AbortSignal;
}

/** Verdicts that people have decided, newest first, each with what they decided as its label. */
export async function reviewExamples({ log, policy, cost, signal }: ReviewTrial, input: BacktestReviews): Promise<BacktestExamples> {
  const most = limitOf(input.first, 'reviews.first');
  const selection = selectionFrom({
    policy: input.policy ?? policy.name,
    rule: input.rule ?? null,
    from: input.from ?? null,
    to: input.to ?? null,
  });
  cost.charge(PRICES.search);
  const examples: BacktestExample[] = [];
  let after: string | undefined;
  do {
    signal.throwIfAborted();
    const limit = Math.min(VERDICTS_AT_ONCE, most - examples.length);
    const query = { ...selection, review: 'RESOLVED', order: 'newest first', after, limit } as const;
    const { verdicts, next } = await log.list(query, { signal });
    cost.charge(PRICES.result * verdicts.length);
    for (const verdict of verdicts) {
      const resolution = await log.resolution(verdict.id);
      if (resolution) examples.push(exampleOf(log, verdict, resolution.action, policy));
    }
    after = next;
  } while (after !== undefined && examples.length < most);
  return { examples, truncated: after !== undefined, price: 0 };
}

function exampleOf(log: VerdictLog, verdict: Verdict, action: ModerationAction, policy: PolicyVersion): BacktestExample {
  return {
    action,
    rules: rulesMeant(verdict, action, policy),
    verdictId: globalId('ModerationVerdict', verdict.id),
    see: async ({ embedder: { model } }) => {
      const kept = await log.reviewVector(verdict.id);
      if (!kept) throw invalidInput('NOT_FOUND', 'The vector of this picture was not kept.');
      if (kept.fingerprint !== model.fingerprint) throw invalidInput('INVALID', 'Another model made the vector of this picture.');
      return { ...kept, contentHash: verdict.contentHash };
    },
    // What came with the image is not kept; its asset may be there still.
    about: (judge) => judge.about({ assetId: verdict.assetId ?? null }, undefined),
  };
}

/** ALLOW says that no rule should have passed. Another action says that the rule was right, where only one had passed. */
function rulesMeant({ scores }: Verdict, action: ModerationAction, policy: PolicyVersion): readonly string[] | undefined {
  if (action === 'ALLOW') return [];
  const passed = scores.filter((score) => score.passed && !score.shadow).map(({ rule }) => rule);
  return passed.length === 1 && unknownRule(passed, policy) < 0 ? passed : undefined;
}
