import type { UploadFiles } from '@clipgraph/images';
import { isPluginError, type ErrorCode } from '@clipgraph/spec';
import type { Request, RequestHandler } from 'express';

const STATUS: Partial<Record<ErrorCode, number>> = { INVALID_INPUT: 400, OVERLOADED: 503, TIMEOUT: 408, UNAVAILABLE: 503 };

interface UploadsRouteOptions {
  readonly uploads: UploadFiles;
  readonly deadlineMs: number;
}

/** How long a caller may go on sending a body that was refused. */
const DISCARD_MS = 5_000;

/** Reads on without keeping anything: closing at once would reset the connection before the caller sees the answer. */
function discardRest(request: Request): void {
  const enough = setTimeout(() => request.destroy(), DISCARD_MS);
  request.once('close', () => clearTimeout(enough));
  request.resume();
}

/** `DELETE /uploads/<id>`: makes room before the upload expires; answers 204 also when there is none. */
export function deleteUploadRoute(uploads: UploadFiles): RequestHandler<{ uploadId: string }> {
  return async (request, response) => {
    await uploads.delete(request.params.uploadId);
    response.status(204).end();
  };
}

/** `POST /uploads`: the raw bytes of one image as the body; answers `{ uploadId, bytes, format }`. */
export function uploadsRoute({ uploads, deadlineMs }: UploadsRouteOptions): RequestHandler {
  return async (request, response) => {
    try {
      // The request outlives a body that is refused in the middle, so that it can be answered.
      const body = request.iterator({ destroyOnReturn: false });
      const stored = await uploads.put(body, { signal: AbortSignal.timeout(deadlineMs) });
      response.status(201).json(stored);
    } catch (error) {
      discardRest(request);
      if (!isPluginError(error)) throw error;
      const status = error.input === 'TOO_LARGE' ? 413 : error.input === 'UNSUPPORTED_FORMAT' ? 415 : (STATUS[error.code] ?? 500);
      const code = error.code === 'INVALID_INPUT' ? (error.input ?? 'INVALID') : error.code;
      const retry = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
      response.status(status).json({ error: { code, message: error.message, ...retry } });
    }
  };
}
