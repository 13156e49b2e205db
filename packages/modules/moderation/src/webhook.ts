import type { DocumentStore, StoredDocument } from '@clipgraph/contracts';

import { ignoreConflict, KINDS } from './documents.ts';
import { MAX_RETRIED_EVENTS } from './limits.ts';
import { newEvents, type PendingEvent } from './pending-event.ts';
import { eventOf, type EventKind } from './webhook-event.ts';
import { postEvent, type WebhookTarget } from './webhook-request.ts';

/** Waits before the second try, the third, and so on: about five hours in all. */
const RETRY_DELAYS_MS: readonly number[] = [5, 30, 120, 600, 3600, 3600, 3600, 3600, 3600].map((seconds) => seconds * 1000);
const AT_ONCE = 8;
const MAX_LISTED = 1000;
/** What came about while the timer slept is found at the latest after this. */
const LONGEST_SLEEP_MS = 60_000;

export interface WebhookOptions extends WebhookTarget {
  readonly documents: DocumentStore;
  /** Waits before the second try, the third, and so on; after the last try an event is kept as failed. */
  readonly retryDelaysMs?: readonly number[];
}

/** An event that the receiver never took. */
export interface WebhookFailure {
  readonly event: EventKind;
  readonly verdictId: string;
  readonly attempts: number;
  readonly lastError: string;
  readonly failedAt: Date;
}

/** Tells a receiver of verdicts, at least once each; events outlive the process. */
export interface Webhook {
  /** Keeps events, unless they are kept already; they go out after the next {@link wake}, as all that `newEvents` made. */
  add(event: EventKind, verdictIds: readonly string[]): Promise<void>;
  wake(): void;
  /** Newest first. */
  failures(limit: number): Promise<WebhookFailure[]>;
  /** Tries what failed anew, at most 1000 at once; how many there were. */
  retryFailures(): Promise<number>;
  /** Stops sending; what is pending goes out after the next start. Safe to call twice. */
  close(): Promise<void>;
}

export function verdictWebhook({ documents, retryDelaysMs = RETRY_DELAYS_MS, ...target }: WebhookOptions): Webhook {
  const closed = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let wokenMeanwhile = false;

  async function attempt({ id, document }: StoredDocument): Promise<void> {
    const pending = document as unknown as PendingEvent;
    const { event, verdictId } = pending;
    const body = await eventOf(documents, event, verdictId);
    const lastError = body ? await postEvent(target, body, closed.signal) : 'There is no such verdict.';
    if (lastError === undefined) {
      await documents.delete(KINDS.webhookPending, id);
      return;
    }
    const attempts = pending.attempts + 1;
    const delayMs = retryDelaysMs[attempts - 1];
    if (delayMs !== undefined) {
      await documents.put(KINDS.webhookPending, id, { event, verdictId, attempts, dueAt: Date.now() + delayMs });
      return;
    }
    // Failed first: after a crash in between, the event is tried once more rather than forgotten.
    if (body) await documents.put(KINDS.webhookFailed, id, { event, verdictId, attempts, lastError, failedAt: new Date().toISOString() });
    await documents.delete(KINDS.webhookPending, id);
  }

  /** Sends what is due, once; answers how long there is nothing to do. */
  async function sendDue(): Promise<number> {
    let after: string | undefined;
    for (;;) {
      const filter = { must: [{ kind: 'range', field: 'dueAt', range: { lte: Date.now() } }] } as const;
      const batch = await documents.list(KINDS.webhookPending, { filter, after, limit: AT_ONCE });
      closed.signal.throwIfAborted();
      if (batch.length === 0) break;
      after = batch.at(-1)!.id;
      const outcomes = await Promise.allSettled(batch.map(attempt));
      // A store that fails must end the round: the same events would be sent again and again.
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    }
    const waiting = await documents.list(KINDS.webhookPending, { limit: MAX_LISTED });
    const dueAt = Math.min(...waiting.map(({ document }) => (document as unknown as PendingEvent).dueAt));
    return Math.min(Math.max(0, dueAt - Date.now()), LONGEST_SLEEP_MS);
  }

  function wake(): void {
    if (closed.signal.aborted) return;
    if (sending) {
      wokenMeanwhile = true;
      return;
    }
    clearTimeout(timer);
    sending = sendDue()
      // A store that fails now is asked again later; the events are still there.
      .catch(() => LONGEST_SLEEP_MS)
      .then((sleepMs) => {
        sending = undefined;
        if (closed.signal.aborted) return;
        timer = setTimeout(wake, wokenMeanwhile ? 0 : sleepMs).unref();
        wokenMeanwhile = false;
      });
  }

  wake();
  return {
    async add(event, verdictIds) {
      const { kind, documents: fresh } = newEvents(event, verdictIds);
      // A review that two people send at once is announced once.
      await documents.insert(kind, fresh).catch(ignoreConflict);
    },
    wake,
    async failures(limit) {
      const failed = await documents.list(KINDS.webhookFailed, { order: 'descending', limit });
      return failed.map(({ document }) => {
        const { failedAt, ...rest } = document as unknown as Omit<WebhookFailure, 'failedAt'> & { failedAt: string };
        return { ...rest, failedAt: new Date(failedAt) };
      });
    },
    async retryFailures() {
      const failed = await documents.list(KINDS.webhookFailed, { limit: MAX_RETRIED_EVENTS });
      for (const { id, document } of failed) {
        const { event, verdictId } = document as unknown as WebhookFailure;
        await documents.put(KINDS.webhookPending, id, { event, verdictId, attempts: 0, dueAt: Date.now() });
        await documents.delete(KINDS.webhookFailed, id);
      }
      wake();
      return failed.length;
    },
    async close() {
      closed.abort();
      clearTimeout(timer);
      await sending;
    },
  };
}
