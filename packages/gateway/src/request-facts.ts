import { costMeter, type RequestContext } from '@clipgraph/module-kit';
import type { Response } from 'express';

import { callerOf } from './api-keys.ts';

/** What work has after the deadline to say itself what it could not finish. */
const GRACE_MS = 1_000;

/** The context of one request, with what modules do not see. */
export interface GatewayContext extends RequestContext {
  /** Rejects with the deadline's reason soon after it: an answer for those whose work does not end with its signal. */
  readonly overdue: Promise<never>;
}

/** The context of one request; its signal ends with the caller's connection or the deadline. */
export function requestFacts(
  response: Response,
  limits: { requestDeadlineMs: number; operationCost: number },
  late: AbortSignal = AbortSignal.timeout(limits.requestDeadlineMs),
): GatewayContext {
  const { name, operationCost } = callerOf(response);
  return {
    requestId: String(response.locals['requestId']),
    signal: AbortSignal.any([leftBy(response), late]),
    cost: costMeter(operationCost ?? limits.operationCost),
    keyName: name,
    overdue: overdue(late),
  };
}

/** Whether an error says no more than that this signal ended the work; such an error of another signal is a failure like any other. */
export function isEndedBy(signal: AbortSignal, error: unknown): boolean {
  if (!signal.aborted) return false;
  return error === signal.reason || (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError'));
}

function overdue(late: AbortSignal): Promise<never> {
  const never = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => setTimeout(() => reject(late.reason), GRACE_MS).unref(), { once: true });
  });
  never.catch(() => undefined);
  return never;
}

/** Aborts when the caller leaves before the answer is complete. */
function leftBy(response: Response): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished || response.locals['stopped'] === true) left.abort(new DOMException('The caller left.', 'AbortError'));
  });
  return left.signal;
}
