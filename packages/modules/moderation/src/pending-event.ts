import type { TypedDocument } from '@clipgraph/module-kit';

import type { PendingEventDocument } from './kinds.ts';
import type { EventKind } from './webhook-event.ts';

/** What is to be kept of new events, so that they go out. */
export function newEvents(event: EventKind, verdictIds: readonly string[]): TypedDocument<PendingEventDocument>[] {
  return verdictIds.map((verdictId) => ({
    id: `${verdictId}/${event}`,
    document: { event, verdictId, attempts: 0, dueAt: Date.now() },
  }));
}
