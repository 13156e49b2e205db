import { isPluginError, type DocumentStore } from '@clipgraph/contracts';
import { documentsOf, type ReadDocument } from '@clipgraph/module-kit';

import { ignoreConflict } from './documents.ts';
import { webhookFailedKind, webhookPendingKind, type PendingEventDocument } from './kinds.ts';
import { newEvents } from './pending-event.ts';
import { eventOf, type EventKind, type WebhookEvent } from './webhook-event.ts';
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
  const pending = documentsOf(documents, webhookPendingKind);
  const failed = documentsOf(documents, webhookFailedKind);
  const closed = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let wokenMeanwhile = false;

  async function attempt(read: ReadDocument<PendingEventDocument>): Promise<void> {
    // It stays where it is: another version of clipgraph may know what it means.
    if ('unreadable' in read) return;
    const { id, document } = read;
    const { event, verdictId } = document;
    const { body, problem } = await bodyOf(event, verdictId);
    const lastError = body ? await postEvent(target, body, closed.signal) : (problem ?? 'There is no such verdict.');
    if (lastError === undefined) {
      await pending.delete(id);
      return;
    }
    const attempts = document.attempts + 1;
    const delayMs = retryDelaysMs[attempts - 1];
    if (delayMs !== undefined) {
      await pending.put(id, { event, verdictId, attempts, dueAt: Date.now() + delayMs });
      return;
    }
    // Failed first: after a crash in between, the event is tried once more rather than forgotten.
    if (body || problem !== undefined) {
      await failed.put(id, { event, verdictId, attempts, lastError, failedAt: new Date().toISOString() });
    }
    await pending.delete(id);
  }

  /** A verdict that cannot be read is a problem of its event, and holds up no other. */
  async function bodyOf(
    event: EventKind,
    verdictId: string,
  ): Promise<{ readonly body?: WebhookEvent | undefined; readonly problem?: string }> {
    try {
      return { body: await eventOf(documents, event, verdictId) };
    } catch (error) {
      if (isPluginError(error) && error.code === 'UNSUPPORTED') return { problem: error.message };
      throw error;
    }
  }

  /** Sends what is due, once; answers how long there is nothing to do. */
  async function sendDue(): Promise<number> {
    let after: string | undefined;
    for (;;) {
      const filter = { must: [{ kind: 'range', field: 'dueAt', range: { lte: Date.now() } }] } as const;
      const batch = await pending.listReadable({ filter, after, limit: AT_ONCE });
      closed.signal.throwIfAborted();
      if (batch.length === 0) break;
      after = batch.at(-1)!.id;
      const outcomes = await Promise.allSettled(batch.map(attempt));
      // A store that fails must end the round: the same events would be sent again and again.
      const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
      if (rejected) throw rejected.reason;
    }
    const waiting = await pending.listReadable({ limit: MAX_LISTED });
    const dueAt = Math.min(...waiting.map((read) => ('unreadable' in read ? Infinity : read.document.dueAt)));
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
      // A review that two people send at once is announced once.
      await pending.insert(newEvents(event, verdictIds)).catch(ignoreConflict);
    },
    wake,
    async failures(limit) {
      const found = await failed.list({ order: 'descending', limit });
      return found.map(({ document: { failedAt, ...rest } }) => ({ ...rest, failedAt: new Date(failedAt) }));
    },
    async retryFailures() {
      const found = await failed.list({ limit: MAX_LISTED });
      for (const { id, document } of found) {
        const { event, verdictId } = document;
        await pending.put(id, { event, verdictId, attempts: 0, dueAt: Date.now() });
        await failed.delete(id);
      }
      wake();
      return found.length;
    },
    async close() {
      closed.abort();
      clearTimeout(timer);
      await sending;
    },
  };
}
