import type { UploadFiles } from '@clipgraph/images';
import { httpStatus } from '@clipgraph/module-kit';
import { isPluginError } from '@clipgraph/contracts';
import type { Request, Response } from 'express';

/** How long a caller may go on sending a body that was refused. */
const DISCARD_MS = 5_000;

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs?: number;
}

/** Keeps the body, the raw bytes of one image. Answers the request and returns undefined when that cannot be. */
export async function storedBody(
  uploads: UploadFiles,
  deadlineMs: number,
  request: Request,
  response: Response,
): Promise<Awaited<ReturnType<UploadFiles['put']>> | undefined> {
  try {
    // The request outlives a body that is refused in the middle, so that it can be answered.
    const body = request.iterator({ destroyOnReturn: false });
    return await uploads.put(body, { signal: AbortSignal.timeout(deadlineMs) });
  } catch (error) {
    discardRest(request);
    if (!isPluginError(error)) throw error;
    const code = error.code === 'INVALID_INPUT' ? (error.input ?? 'INVALID') : error.code;
    refuse(response, { code, message: error.message, ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }) });
    return undefined;
  }
}

export function refuse(response: Response, refusal: Refusal): void {
  const { code, retryAfterMs } = refusal;
  if (typeof retryAfterMs === 'number') response.set('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  response.status(httpStatus(code)).json({ error: refusal });
}

/** Reads on without keeping anything: closing at once would reset the connection before the caller sees the answer. */
export function discardRest(request: Request): void {
  const enough = setTimeout(() => request.destroy(), DISCARD_MS);
  request.once('close', () => clearTimeout(enough));
  request.resume();
}
