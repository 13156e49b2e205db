import { globalId } from '@clipgraph/module-kit';
import type { DocumentStore } from '@clipgraph/contracts';

import type { ModerationAction } from '../generated/types.ts';
import { findingsOf } from '../judge/decision.ts';
import type { Finding } from '../judge/finding.ts';
import type { VerdictEvent } from '../verdicts/verdict-listener.ts';
import { findResolution, findVerdict } from '../verdicts/verdict-log.ts';

/** What is sent. Never the image. */
export interface EventBody {
  /** The same for every try, so that a receiver can tell what it has seen. */
  readonly id: string;
  readonly event: VerdictEvent;
  readonly verdict: {
    readonly id: string;
    readonly action: ModerationAction;
    readonly findings: readonly Finding[];
    readonly policy: { readonly name: string; readonly version: number };
    readonly contentHash: string;
    readonly assetId: string | null;
    readonly decidedAt: string;
  };
  readonly review: { readonly action: ModerationAction; readonly note: string | null; readonly resolvedAt: string } | null;
}

/** Undefined while there is no such verdict, or no such review. */
export async function eventBody(documents: DocumentStore, event: VerdictEvent, verdictId: string): Promise<EventBody | undefined> {
  const verdict = await findVerdict(documents, verdictId);
  const resolution = event === 'review' ? await findResolution(documents, verdictId) : undefined;
  if (!verdict || (event === 'review' && !resolution)) return undefined;
  const { id, action, scores, policyName, policyVersion, contentHash, assetId, decidedAt } = verdict;
  return {
    id: `${id}/${event}`,
    event,
    verdict: {
      id: globalId('ModerationVerdict', id),
      action,
      findings: findingsOf(scores),
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
