import { setImmediate as nextTurn } from 'node:timers/promises';

import { invalidInput } from '@clipgraph/contracts';
import type { ByteBudget } from '@clipgraph/images';
import type { RequestHandler } from 'express';

import { callerOf } from './api-keys.ts';
import { bodyBytes } from './body-bytes.ts';
import { BodyError } from './body-error.ts';
import type { GatewayLimits } from './config.ts';
import { discardRest } from './image-body.ts';
import { jsonProblem, scanJson } from './json-check.ts';

/**
 * Reads a JSON body into `request.body`, within the budget; one that cannot be kept as it was sent is refused, with the place of what is
 * wrong. JSON is UTF-8 (RFC 8259, section 8.1). Bodies of other types are left to who comes after. A key may have a limit of its own.
 */
export function jsonBody(limits: GatewayLimits, budget: Pick<ByteBudget, 'acquire'>): RequestHandler {
  return async (request, response, next) => {
    const type = request.headers['content-type'] ?? '';
    if (/^multipart\//i.test(type)) {
      response.status(415).json({
        errors: [{ message: 'Send pictures to POST /uploads and pass their uploadId.', extensions: { code: 'BAD_REQUEST' } }],
      });
      return;
    }
    request.body ??= undefined;
    if (request.is('application/json') !== 'application/json') return next();
    try {
      const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1] ?? 'utf-8';
      if (!/^utf-?8$/i.test(charset)) throw new BodyError(415, 'The body is not in UTF-8.');
      const maxBytes = callerOf(response).bodyBytes ?? limits.bodyBytes;
      const { bytes, lease } = await bodyBytes(request, budget, {
        maxBytes,
        stallMs: limits.bodyStallMs,
        totalMs: Math.min(limits.bodyDeadlineMs, limits.requestDeadlineMs),
      });
      request.body = await parsed(bytes);
      // What was read is no longer needed beside what it says.
      lease.shrink(bytes.length);
    } catch (error) {
      discardRest(request);
      throw error;
    }
    next();
  };
}

/** Looks through the variables of a GET as {@link jsonBody} does through a body. */
export const checkQueryVariables: RequestHandler = (request, _response, next) => {
  for (const name of ['variables', 'extensions']) {
    const text = request.method === 'GET' ? request.query[name] : undefined;
    const problem = typeof text === 'string' ? jsonProblem(Buffer.from(text)) : undefined;
    if (problem !== undefined) throw invalidInput('INVALID', `${name}: ${problem}`);
  }
  next();
};

/** Others have their turn between the steps: none takes long by itself. */
async function parsed(bytes: Buffer): Promise<unknown> {
  const problem = await problemOf(bytes);
  if (problem !== undefined) throw invalidInput('INVALID', problem);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BodyError(400, 'The body is not in UTF-8.');
  }
  if (text === '') return undefined;
  if (bytes.length > LARGE_BYTES) await nextTurn();
  try {
    return JSON.parse(text);
  } catch {
    throw new BodyError(400, 'The body is not valid JSON.');
  }
}

const LARGE_BYTES = 2 ** 20;

async function problemOf(bytes: Buffer): Promise<string | undefined> {
  const scan = scanJson(bytes);
  for (;;) {
    const step = scan.next();
    if (step.done) return step.value;
    await nextTurn();
  }
}
