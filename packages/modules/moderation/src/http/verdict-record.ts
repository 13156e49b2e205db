import { globalId } from '@clipgraph/module-kit';

import type { Resolution, Verdict } from '../verdicts/verdict.ts';

/** A verdict as an export has it: what `ModerationVerdict` says of it, with every score and its review. */
export function verdictRecord(verdict: Verdict, resolution: Resolution | undefined): object {
  const { id, decidedAt, action, policyName, policyVersion, scores, contentHash, assetId, keyName, modelName, modelFingerprint } = verdict;
  return {
    id: globalId('ModerationVerdict', id),
    decidedAt: decidedAt.toISOString(),
    action,
    policy: { name: policyName, version: policyVersion },
    scores: scores.map(({ rule, probability, threshold, passed, action, shadow, closest, match, exception }) => ({
      rule,
      probability,
      threshold,
      passed,
      action,
      shadow,
      closest,
      match: match ? { blocklist: match.blocklist, contentHash: match.contentHash, by: match.by } : null,
      exception: exception ? { index: exception.index, insteadOf: exception.insteadOf } : null,
    })),
    contentHash,
    assetId: assetId ?? null,
    keyName: keyName ?? null,
    modelName,
    modelFingerprint,
    review: action === 'REVIEW' ? reviewRecord(resolution) : null,
  };
}

function reviewRecord(resolution: Resolution | undefined): object {
  return {
    state: resolution ? 'RESOLVED' : 'OPEN',
    action: resolution?.action ?? null,
    note: resolution?.note ?? null,
    keyName: resolution?.keyName ?? null,
    resolvedAt: resolution?.resolvedAt.toISOString() ?? null,
  };
}
