import { globalId } from '@clipgraph/module-kit';
import type { DocumentStore, JsonObject } from '@clipgraph/contracts';

import { findingsOf } from '../judge/decision.ts';
import { findingDocument } from '../judge/finding.ts';
import type { VerdictEvent } from '../verdicts/verdict-listener.ts';
import { findResolution, findVerdict } from '../verdicts/verdict-log.ts';

/** What is sent; undefined while there is no such verdict, or no such review. Never the image. */
export async function eventBody(documents: DocumentStore, event: VerdictEvent, verdictId: string): Promise<JsonObject | undefined> {
  const verdict = await findVerdict(documents, verdictId);
  const resolution = event === 'review' ? await findResolution(documents, verdictId) : undefined;
  if (!verdict || (event === 'review' && !resolution)) return undefined;
  const { id, action, scores, policyName, policyVersion, contentHash, assetId, decidedAt } = verdict;
  return {
    // The same for every try, so that a receiver can tell what it has seen.
    id: `${id}/${event}`,
    event,
    verdict: {
      id: globalId('ModerationVerdict', id),
      action,
      findings: findingsOf(scores).map(findingDocument),
      policy: { name: policyName, version: policyVersion },
      contentHash,
      assetId: assetId ?? null,
      decidedAt: decidedAt.toISOString(),
    },
    review: resolution
      ? { action: resolution.action, note: resolution.note ?? null, resolvedAt: resolution.resolvedAt.toISOString() }
      : null,
  };
}
