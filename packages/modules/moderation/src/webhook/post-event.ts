import { createHmac } from 'node:crypto';

import type { EventBody } from './event-body.ts';

export interface WebhookTarget {
  readonly url: string;
  /** Shared with the receiver, who checks signatures with it. */
  readonly secret: string;
}

const TIMEOUT_MS = 10_000;

/**
 * The value of `x-clipgraph-signature`: the time in seconds and the HMAC-SHA256, in hexadecimal, of that time, a dot and
 * the body. A receiver computes the same and refuses times that are minutes old, so that nothing can be sent again.
 */
export function signature(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/**
 * Posts one event, signed with the time `now`. Resolves with undefined when the receiver took it (2xx), or with what went
 * wrong, without addresses.
 */
export async function postEvent(
  { url, secret }: WebhookTarget,
  event: EventBody,
  now: Date,
  signal: AbortSignal,
): Promise<string | undefined> {
  const body = JSON.stringify(event);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-clipgraph-signature': signature(secret, body, now) },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `The receiver answered with status ${response.status}.`;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof DOMException && error.name === 'TimeoutError'
      ? `The receiver did not answer within ${TIMEOUT_MS / 1000} s.`
      : 'The receiver could not be reached.';
  }
}
