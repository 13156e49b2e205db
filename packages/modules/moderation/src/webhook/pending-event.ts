import type { KindDocuments } from '@clipgraph/contracts';

import { KINDS } from '../documents.ts';
import type { EventKind } from './webhook-event.ts';

/** An event that is still to be sent. */
export interface PendingEvent {
  readonly event: EventKind;
  readonly verdictId: string;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
}

/** What is to be kept of new events, so that they go out. */
export function newEvents(event: EventKind, verdictIds: readonly string[]): KindDocuments {
  const documents = verdictIds.map((verdictId) => ({
    id: `${verdictId}/${event}`,
    document: { event, verdictId, attempts: 0, dueAt: Date.now() },
  }));
  return { kind: KINDS.webhookPending, documents };
}
