import type { KindDocuments } from '@clipgraph/contracts';

import { KINDS } from '../documents.ts';
import type { VerdictEvent } from '../verdicts/verdict-listener.ts';

/** An event that is still to be sent. */
export interface PendingEvent {
  readonly event: VerdictEvent;
  readonly verdictId: string;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
}

/** What is to be kept of new events, so that they go out. */
export function pendingEvents(event: VerdictEvent, verdictIds: readonly string[], now: Date): KindDocuments {
  const documents = verdictIds.map((verdictId) => ({
    id: `${verdictId}/${event}`,
    document: { event, verdictId, attempts: 0, dueAt: now.getTime() },
  }));
  return { kind: KINDS.webhookPending, documents };
}
