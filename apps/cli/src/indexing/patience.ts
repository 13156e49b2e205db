import { setTimeout as delay } from 'node:timers/promises';

import { isClipgraphError, type ClipgraphError } from '@clipgraph/client';

/** How long to go on trying, by error code, in milliseconds: a restart takes less than a minute, a rush may take longer. */
const PATIENCE_MS: Readonly<Record<string, number>> = { UNREACHABLE: 90_000, UNAVAILABLE: 120_000, OVERLOADED: 600_000 };
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

export interface PatienceOptions {
  /** Ends the waiting; the promise rejects with its reason. */
  readonly signal: AbortSignal;
  /** Called before each wait. */
  readonly onWait?: (error: ClipgraphError) => void;
  readonly now?: () => number;
  readonly patienceMs?: Readonly<Record<string, number>>;
}

/** Repeats a task that may run twice while the server is busy, restarting or briefly unreachable, then throws its last error. */
export async function patiently<T>(task: () => Promise<T>, options: PatienceOptions): Promise<T> {
  const { signal, onWait, now = () => performance.now(), patienceMs = PATIENCE_MS } = options;
  const startedAt = now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      signal.throwIfAborted();
      if (!isClipgraphError(error) || now() - startedAt >= (patienceMs[error.code] ?? 0)) throw error;
      onWait?.(error);
      await backoff(attempt, signal, error.retryAfterMs);
    }
  }
}

/** Waits twice as long at each attempt, at least as long as asked, with jitter. Rejects with the signal's reason. */
export async function backoff(attempt: number, signal: AbortSignal, askedMs = 0): Promise<void> {
  const waitMs = Math.max(askedMs, Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS));
  try {
    await delay(waitMs * (1 + Math.random() / 4), undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
