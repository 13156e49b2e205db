import type { UploadFiles } from '@clipgraph/images';
import { isPluginError } from '@clipgraph/contracts';
import { COST_LIMIT_EXCEEDED, httpStatus, isCostRefusal, publicError } from '@clipgraph/module-kit';
import type { Request, Response } from 'express';

import { BodyError, BodyTooLarge } from './body-error.ts';
import { deadline } from './deadline.ts';
import { isEndedBy } from './request-facts.ts';
import { requestPieces } from './request-pieces.ts';

/** How long a caller may go on sending a body that was refused. */
const DISCARD_MS = 30_000;

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs?: number;
}

interface BodyTimes {
  /** For the whole body. */
  readonly deadlineMs: number;
  /** Longest between two pieces. */
  readonly stallMs: number;
}

/**
 * Keeps the body, the raw bytes of one image, piece by piece: it is never in memory as a whole. Answers the request and returns
 * undefined when that cannot be.
 */
export async function storedBody(
  uploads: UploadFiles,
  { deadlineMs, stallMs }: BodyTimes,
  request: Request,
  response: Response,
): Promise<Awaited<ReturnType<UploadFiles['put']>> | undefined> {
  using stalled = deadline(stallMs);
  const signal = AbortSignal.any([AbortSignal.timeout(deadlineMs), stalled.signal]);
  async function* arriving(): AsyncGenerator<Buffer, void, undefined> {
    for await (const piece of requestPieces(request, signal)) {
      stalled.reset();
      yield piece;
    }
  }
  try {
    return await uploads.put(arriving(), { signal });
  } catch (error) {
    discardRest(request);
    const refusal = refusalOf(error, signal);
    if (!refusal) throw error;
    refuse(response, refusal);
    return undefined;
  }
}

/** What a caller may know of an error of work that had this signal, outside GraphQL; undefined where that is nothing. */
export function refusalOf(error: unknown, signal: AbortSignal): Refusal | undefined {
  if (isCostRefusal(error)) return { ...error.extensions, code: COST_LIMIT_EXCEEDED, message: error.message };
  if (error instanceof BodyTooLarge) return { code: 'TOO_LARGE', message: error.message };
  if (error instanceof BodyError) return { code: error.status === 408 ? 'TIMEOUT' : 'INVALID', message: error.message };
  if (isEndedBy(signal, error)) return { code: 'TIMEOUT', message: 'The work was not finished in time.' };
  if (!isPluginError(error)) return undefined;
  const code = error.code === 'INVALID_INPUT' ? (error.input ?? 'INVALID') : String(publicError(error).extensions['code']);
  const { message } = error.code === 'INVALID_INPUT' ? error : publicError(error);
  return { code, message, ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }) };
}

export function refuse(response: Response, refusal: Refusal): void {
  const { code, retryAfterMs } = refusal;
  if (typeof retryAfterMs === 'number') response.set('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  // The rest of a body that came too slowly is not waited for.
  if (code === 'TIMEOUT') response.set('connection', 'close');
  response.status(httpStatus(code)).json({ error: refusal });
}

/** Reads on without keeping anything: closing at once would reset the connection before the caller sees the answer. */
export function discardRest(request: Request): void {
  const enough = setTimeout(() => request.destroy(), DISCARD_MS);
  request.once('close', () => clearTimeout(enough));
  request.resume();
}
