import type { Finding } from '../judge/finding.ts';
import type { ModerationAction } from '../generated/types.ts';
import type { ResolvedReviewDocument, VerdictDocument, VerdictFacets } from '../kinds.ts';

/** What the GraphQL type `ModerationVerdict` resolves from. */
export interface Verdict {
  readonly __typename: 'ModerationVerdict';
  /** Sorts by time. */
  readonly id: string;
  readonly action: ModerationAction;
  readonly policyName: string;
  readonly policyVersion: number;
  /** Every rule, in the policy's order. */
  readonly scores: readonly Finding[];
  readonly contentHash: string;
  readonly assetId: string | undefined;
  readonly modelName: string;
  readonly modelFingerprint: string;
  readonly keyName: string | undefined;
  readonly decidedAt: Date;
}

/** What a person decided. It is a document of its own, because a verdict never changes. */
export interface Resolution {
  readonly action: ModerationAction;
  readonly note: string | undefined;
  readonly keyName: string | undefined;
  readonly resolvedAt: Date;
}

/** The fields of a verdict that it can be found by. */
export function verdictFacets({ action, policyName, policyVersion, scores, contentHash, keyName }: Verdict): VerdictFacets {
  const passed = scores.filter((score) => score.passed);
  return {
    action,
    policyName,
    policyVersion,
    contentHash,
    rules: passed.filter(({ shadow }) => !shadow).map(({ rule }) => rule),
    ...(keyName !== undefined && { keyName }),
    shadowRules: passed.filter(({ shadow }) => shadow).map(({ rule }) => rule),
  };
}

export function verdictDocument(verdict: Verdict): VerdictDocument {
  const { assetId, modelName, modelFingerprint, decidedAt, scores } = verdict;
  return {
    ...verdictFacets(verdict),
    scores,
    modelName,
    modelFingerprint,
    decidedAt: decidedAt.toISOString(),
    ...(assetId !== undefined && { assetId }),
  };
}

export function verdictFrom(id: string, document: VerdictDocument): Verdict {
  const { action, policyName, policyVersion, scores, contentHash, assetId, modelName, modelFingerprint, keyName, decidedAt } = document;
  return {
    __typename: 'ModerationVerdict',
    id,
    action,
    policyName,
    policyVersion,
    scores,
    contentHash,
    assetId,
    modelName,
    modelFingerprint,
    keyName,
    decidedAt: new Date(decidedAt),
  };
}

export function resolutionDocument(verdict: Verdict, { action, note, keyName, resolvedAt }: Resolution): ResolvedReviewDocument {
  return {
    ...verdictFacets(verdict),
    resolution: {
      action,
      resolvedAt: resolvedAt.toISOString(),
      ...(note !== undefined && { note }),
      ...(keyName !== undefined && { keyName }),
    },
  };
}

export function resolutionFrom({ resolution: { action, note, keyName, resolvedAt } }: ResolvedReviewDocument): Resolution {
  return { action, note, keyName, resolvedAt: new Date(resolvedAt) };
}
