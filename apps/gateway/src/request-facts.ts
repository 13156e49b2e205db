import { costMeter, type RequestContext } from '@clipgraph/module-kit';
import type { Response } from 'express';

import { callerOf } from './api-keys.ts';

/** The context of one GraphQL request; its signal ends with the caller's connection or the deadline. */
export function requestFacts(
  response: Response,
  limits: { requestDeadlineMs: number; operationCost: number },
  left: AbortSignal = leftBy(response),
): RequestContext {
  const { name, operationCost } = callerOf(response);
  return {
    requestId: String(response.locals['requestId']),
    signal: AbortSignal.any([left, AbortSignal.timeout(limits.requestDeadlineMs)]),
    cost: costMeter(operationCost ?? limits.operationCost),
    keyName: name,
  };
}

/** Aborts when the caller leaves before the answer is complete. */
export function leftBy(response: Response): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort(new DOMException('The caller left.', 'AbortError'));
  });
  return left.signal;
}
