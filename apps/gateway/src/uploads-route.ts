import type { UploadFiles } from '@clipgraph/images';
import { isPluginError, type ErrorCode } from '@clipgraph/spec';
import type { RequestHandler } from 'express';

const STATUS: Partial<Record<ErrorCode, number>> = { INVALID_INPUT: 400, OVERLOADED: 503, TIMEOUT: 408, UNAVAILABLE: 503 };

interface UploadsRouteOptions {
  readonly uploads: UploadFiles;
  readonly deadlineMs: number;
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
      // The rest of a refused body is not worth receiving.
      response.set('connection', 'close');
      if (!isPluginError(error)) throw error;
      const status = error.input === 'TOO_LARGE' ? 413 : error.input === 'UNSUPPORTED_FORMAT' ? 415 : (STATUS[error.code] ?? 500);
      const code = error.code === 'INVALID_INPUT' ? (error.input ?? 'INVALID') : error.code;
      const retry = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
      response.status(status).json({ error: { code, message: error.message, ...retry } });
    }
  };
}
