import { isPluginError } from '@clipgraph/contracts';

/** The kinds of documents that this module keeps. */
export const KINDS = {
  /** Versions of policies: `<name>/<version>`. */
  policy: 'policy',
  /** Under a policy's name: which version is active. */
  activePolicy: 'active-policy',
  blocklist: 'blocklist',
  /** `<list>/<content hash>`. */
  blocklistEntry: 'blocklist-entry',
  /** Verdicts never change; what belongs to one has an id that begins with the verdict's. */
  verdict: 'verdict',
  openReview: 'open-review',
  resolvedReview: 'resolved-review',
  reviewVector: 'review-vector',
  webhookPending: 'webhook-pending',
  webhookFailed: 'webhook-failed',
} as const;

/** For an id that may be taken already: anything but CONFLICT is thrown. */
export function ignoreConflict(error: unknown): void {
  if (!isPluginError(error) || error.code !== 'CONFLICT') throw error;
}
