import { costMeter, type RequestContext } from '@clipgraph/module-kit';
import type { Response } from 'express';

import { callerOf } from './api-keys.ts';

/** The context of one request; its signal ends with the caller's connection or the deadline. */
export function requestFacts(
  response: Response,
  limits: { requestDeadlineMs: number; operationCost: number },
  late: AbortSignal = AbortSignal.timeout(limits.requestDeadlineMs),
): RequestContext {
  const { name, operationCost } = callerOf(response);
  return {
    requestId: String(response.locals['requestId']),
    signal: AbortSignal.any([leftBy(response), late]),
    cost: costMeter(operationCost ?? limits.operationCost),
    keyName: name,
  };
}

/** Aborts when the caller leaves before the answer is complete. */
function leftBy(response: Response): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished || response.locals['stopped'] === true) left.abort(new DOMException('The caller left.', 'AbortError'));
  });
  return left.signal;
}
