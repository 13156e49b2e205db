import type { UploadFiles } from '@clipgraph/images';
import { isPluginError } from '@clipgraph/contracts';
import { publicError } from '@clipgraph/module-kit';
import type { Request, Response } from 'express';
import { GraphQLError } from 'graphql';

/** By the code that an answer names; a code of one image, of a plugin's error or of GraphQL's. Others are 500. */
const STATUS: Readonly<Record<string, number>> = {
  EMPTY: 400,
  INVALID: 400,
  CORRUPT: 400,
  BAD_USER_INPUT: 400,
  COST_LIMIT_EXCEEDED: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  UNSUPPORTED_FORMAT: 415,
  TIMEOUT: 408,
  OVERLOADED: 503,
  UNAVAILABLE: 503,
};

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
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    refuse(response, refusal);
    return undefined;
  }
}

/** What a caller may know of an error outside GraphQL; undefined where that is nothing. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof GraphQLError) return { code: String(error.extensions['code']), message: error.message };
  if (error instanceof DOMException) return { code: 'TIMEOUT', message: 'The work was not finished in time.' };
  if (!isPluginError(error)) return undefined;
  const code = error.code === 'INVALID_INPUT' ? (error.input ?? 'INVALID') : String(publicError(error).extensions['code']);
  const { message } = error.code === 'INVALID_INPUT' ? error : publicError(error);
  return { code, message, ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }) };
}

export function refuse(response: Response, refusal: Refusal): void {
  response.status(STATUS[refusal.code] ?? 500).json({ error: refusal });
}

/** Reads on without keeping anything: closing at once would reset the connection before the caller sees the answer. */
export function discardRest(request: Request): void {
  const enough = setTimeout(() => request.destroy(), DISCARD_MS);
  request.once('close', () => clearTimeout(enough));
  request.resume();
}
