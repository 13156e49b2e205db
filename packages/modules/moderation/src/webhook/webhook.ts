import { isPluginError, type Clock, type DocumentStore, type Job, type Logger, type Metrics } from '@clipgraph/contracts';
import { documentsOf, type ReadDocument } from '@clipgraph/module-kit';

import { ignoreConflict } from '../documents.ts';
import { webhookFailedKind, webhookPendingKind, type PendingEventDocument } from '../kinds.ts';
import { MAX_RETRIED_EVENTS } from '../limits.ts';
import type { VerdictEvent, VerdictListener } from '../verdicts/verdict-listener.ts';
import { eventBody, type EventBody } from './event-body.ts';
import { pendingEvents } from './pending-events.ts';
import { postEvent, type WebhookTarget } from './post-event.ts';
import { webhookMetrics } from './webhook-metrics.ts';

/** Waits before the second try, the third, and so on: about five hours in all. */
const RETRY_DELAYS_MS: readonly number[] = [5, 30, 120, 600, 3600, 3600, 3600, 3600, 3600].map((seconds) => seconds * 1000);
const AT_ONCE = 8;
const MAX_LISTED = 1000;
/** An event that another process added while the timer slept is found at the latest after this. */
const LONGEST_SLEEP_MS = 60_000;

export interface WebhookOptions extends WebhookTarget {
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Waits before the second try, the third, and so on; after the last try an event is kept as failed. */
  readonly retryDelaysMs?: readonly number[] | undefined;
}

/** An event that the receiver never took. */
export interface WebhookFailure {
  readonly event: VerdictEvent;
  readonly verdictId: string;
  readonly attempts: number;
  readonly lastError: string;
  readonly failedAt: Date;
}

/**
 * Tells a receiver of verdicts, at least once of each; events outlive the process. Nothing is sent before `start` and
 * after `stop`: what is pending goes out after the next start.
 */
export interface Webhook extends VerdictListener, Job {
  /** Newest first. */
  failures(limit: number): Promise<WebhookFailure[]>;
  /** Sends what failed once more, at most 1000 events at once; how many there were. */
  retryFailures(): Promise<number>;
}

export function verdictWebhook(options: WebhookOptions): Webhook {
  const { documents, clock, logger, metrics, retryDelaysMs = RETRY_DELAYS_MS, ...target } = options;
  const pending = documentsOf(documents, webhookPendingKind);
  const failed = documentsOf(documents, webhookFailedKind);
  const measured = webhookMetrics(metrics);
  const stopped = new AbortController();
  const nowMs = (): number => clock.now().getTime();
  let isStarted = false;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let wokenMeanwhile = false;

  async function attempt(read: ReadDocument<PendingEventDocument>): Promise<void> {
    if ('unreadable' in read) {
      // It stays where it is: another version of clipgraph may know what it means.
      logger.error({ err: read.unreadable }, 'an event of the webhook cannot be read');
      return;
    }
    const { id, document } = read;
    const { event, verdictId } = document;
    const { body, problem } = await bodyOf(event, verdictId);
    // An event of a review is kept before the review itself, so that what is missing now may still come.
    const lastError = body ? await postEvent(target, body, clock.now(), stopped.signal) : (problem ?? 'There is no such verdict.');
    if (lastError === undefined) {
      measured.delivery('delivered');
      await pending.delete(id);
      return;
    }
    const attempts = document.attempts + 1;
    const facts = { event, verdictId, attempts, lastError };
    const delayMs = retryDelaysMs[attempts - 1];
    if (delayMs !== undefined) {
      measured.delivery('retried');
      logger.info(facts, 'an event of the webhook was not delivered; it is sent again later');
      await pending.put(id, { event, verdictId, attempts, dueAt: nowMs() + delayMs });
      return;
    }
    if (body || problem !== undefined) {
      measured.delivery('failed');
      logger.warn(facts, 'an event of the webhook was never delivered; retryWebhookFailures sends it once more');
      // Kept as failed first: after a crash in between, the event is tried once more rather than forgotten.
      await failed.put(id, { ...facts, failedAt: clock.now().toISOString() });
    } else measured.delivery('dropped');
    await pending.delete(id);
  }

  /** A verdict that cannot be read is a problem of its event, and holds up no other. */
  async function bodyOf(
    event: VerdictEvent,
    verdictId: string,
  ): Promise<{ readonly body?: EventBody | undefined; readonly problem?: string }> {
    try {
      return { body: await eventBody(documents, event, verdictId) };
    } catch (error) {
      if (isPluginError(error) && error.code === 'UNSUPPORTED') return { problem: error.message };
      throw error;
    }
  }

  /** Sends what is due, once; answers how long there is nothing to do. */
  async function sendDue(): Promise<number> {
    let after: string | undefined;
    for (;;) {
      const filter = { must: [{ kind: 'range', field: 'dueAt', range: { lte: nowMs() } }] } as const;
      const batch = await pending.listReadable({ filter, after, limit: AT_ONCE });
      stopped.signal.throwIfAborted();
      if (batch.length === 0) break;
      after = batch.at(-1)!.id;
      const outcomes = await Promise.allSettled(batch.map(attempt));
      // A store that fails must end the round: the same events would be sent again and again.
      const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
      if (rejected) throw rejected.reason;
    }
    measured.pending(await pending.count());
    const waiting = await pending.listReadable({ limit: MAX_LISTED });
    const dueAt = Math.min(...waiting.map((read) => ('unreadable' in read ? Infinity : read.document.dueAt)));
    return Math.min(Math.max(0, dueAt - nowMs()), LONGEST_SLEEP_MS);
  }

  function wake(): void {
    if (!isStarted || stopped.signal.aborted) return;
    if (sending) {
      wokenMeanwhile = true;
      return;
    }
    clearTimeout(timer);
    sending = sendDue()
      .catch((error: unknown) => {
        // The events are still there, and the store is asked again later.
        if (!stopped.signal.aborted) logger.error({ err: error }, 'the webhook could not send its events; it tries again later');
        return LONGEST_SLEEP_MS;
      })
      .then((sleepMs) => {
        sending = undefined;
        if (stopped.signal.aborted) return;
        timer = setTimeout(wake, wokenMeanwhile ? 0 : sleepMs).unref();
        wokenMeanwhile = false;
      });
  }

  return {
    name: 'webhook of verdicts',
    start() {
      isStarted = true;
      wake();
    },
    async stop() {
      stopped.abort();
      clearTimeout(timer);
      await sending;
    },
    newEvents: (event, verdictIds) => pending.part(pendingEvents(event, verdictIds, clock.now())),
    async add(event, verdictIds) {
      // A review that two people send at once is announced once.
      await pending.insert(pendingEvents(event, verdictIds, clock.now())).catch(ignoreConflict);
    },
    wake,
    async failures(limit) {
      const found = await failed.list({ order: 'descending', limit });
      return found.map(({ document: { failedAt, ...rest } }) => ({ ...rest, failedAt: new Date(failedAt) }));
    },
    async retryFailures() {
      const found = await failed.list({ limit: MAX_RETRIED_EVENTS });
      for (const { id, document } of found) {
        const { event, verdictId } = document;
        await pending.put(id, { event, verdictId, attempts: 0, dueAt: nowMs() });
        await failed.delete(id);
      }
      wake();
      return found.length;
    },
  };
}
