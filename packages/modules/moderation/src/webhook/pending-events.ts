import type { TypedDocument } from '@clipgraph/module-kit';

import type { PendingEventDocument } from '../kinds.ts';
import type { VerdictEvent } from '../verdicts/verdict-listener.ts';

/** What is to be kept of new events, so that they go out. */
export function pendingEvents(event: VerdictEvent, verdictIds: readonly string[], now: Date): TypedDocument<PendingEventDocument>[] {
  return verdictIds.map((verdictId) => ({
    id: `${verdictId}/${event}`,
    document: { event, verdictId, attempts: 0, dueAt: now.getTime() },
  }));
}
