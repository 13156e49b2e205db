import type { Clock, DocumentStore, Job, Logger, Metrics, StoredDocument } from '@clipgraph/contracts';

import { ignoreConflict, KINDS } from '../documents.ts';
import type { VerdictEvent, VerdictListener } from '../verdicts/verdict-listener.ts';
import { eventBody } from './event-body.ts';
import { pendingEvents, type PendingEvent } from './pending-events.ts';
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
  const measured = webhookMetrics(metrics);
  const stopped = new AbortController();
  const nowMs = (): number => clock.now().getTime();
  let isStarted = false;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let wokenMeanwhile = false;

  async function attempt({ id, document }: StoredDocument): Promise<void> {
    const pending = document as unknown as PendingEvent;
    const { event, verdictId } = pending;
    const body = await eventBody(documents, event, verdictId);
    // An event of a review is kept before the review itself, so that what is missing now may still come.
    const lastError = body ? await postEvent(target, body, clock.now(), stopped.signal) : 'There is no such verdict.';
    if (lastError === undefined) {
      measured.delivery('delivered');
      await documents.delete(KINDS.webhookPending, id);
      return;
    }
    const attempts = pending.attempts + 1;
    const facts = { event, verdictId, attempts, lastError };
    const delayMs = retryDelaysMs[attempts - 1];
    if (delayMs !== undefined) {
      measured.delivery('retried');
      logger.info(facts, 'an event of the webhook was not delivered; it is sent again later');
      await documents.put(KINDS.webhookPending, id, { event, verdictId, attempts, dueAt: nowMs() + delayMs });
      return;
    }
    if (body) {
      measured.delivery('failed');
      logger.warn(facts, 'an event of the webhook was never delivered; retryWebhookFailures sends it once more');
      // Kept as failed first: after a crash in between, the event is tried once more rather than forgotten.
      await documents.put(KINDS.webhookFailed, id, { ...facts, failedAt: clock.now().toISOString() });
    } else measured.delivery('dropped');
    await documents.delete(KINDS.webhookPending, id);
  }

  /** Sends what is due, once; answers how long there is nothing to do. */
  async function sendDue(): Promise<number> {
    let after: string | undefined;
    for (;;) {
      const filter = { must: [{ kind: 'range', field: 'dueAt', range: { lte: nowMs() } }] } as const;
      const batch = await documents.list(KINDS.webhookPending, { filter, after, limit: AT_ONCE });
      stopped.signal.throwIfAborted();
      if (batch.length === 0) break;
      after = batch.at(-1)!.id;
      const outcomes = await Promise.allSettled(batch.map(attempt));
      // A store that fails must end the round: the same events would be sent again and again.
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    }
    measured.pending(await documents.count(KINDS.webhookPending));
    const waiting = await documents.list(KINDS.webhookPending, { limit: MAX_LISTED });
    const dueAt = Math.min(...waiting.map(({ document }) => (document as unknown as PendingEvent).dueAt));
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
    newEvents: (event, verdictIds) => pendingEvents(event, verdictIds, clock.now()),
    async add(event, verdictIds) {
      const { kind, documents: fresh } = pendingEvents(event, verdictIds, clock.now());
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
      const failed = await documents.list(KINDS.webhookFailed, { limit: MAX_LISTED });
      for (const { id, document } of failed) {
        const { event, verdictId } = document as unknown as WebhookFailure;
        await documents.put(KINDS.webhookPending, id, { event, verdictId, attempts: 0, dueAt: nowMs() });
        await documents.delete(KINDS.webhookFailed, id);
      }
      wake();
      return failed.length;
    },
  };
}
