import type { UploadFiles } from '@clipgraph/images';
import type { RequestHandler } from 'express';

import { storedBody } from './image-body.ts';

interface UploadsRouteOptions {
  readonly uploads: UploadFiles;
  readonly deadlineMs: number;
  readonly stallMs: number;
}

/** `DELETE /uploads/<id>`: makes room before the upload expires; answers 204 also when there is none. */
export function deleteUploadRoute(uploads: UploadFiles): RequestHandler<{ uploadId: string }> {
  return async (request, response) => {
    await uploads.delete(request.params.uploadId);
    response.status(204).end();
  };
}

/** `POST /uploads`: the raw bytes of one image as the body; answers `{ uploadId, bytes, format }`. */
export function uploadsRoute({ uploads, ...times }: UploadsRouteOptions): RequestHandler {
  return async (request, response) => {
    const stored = await storedBody(uploads, times, request, response);
    if (stored) response.status(201).json(stored);
  };
}
