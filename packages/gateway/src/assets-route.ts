import type { RequestHandler, Response } from 'express';

import { problem } from './answer-error.ts';
import type { AssetUrls } from './asset-urls.ts';
import type { RenditionOwner, Renditions } from './renditions.ts';

interface AssetsRouteOptions {
  /** Those whose pictures these are. An address names none of them: the signature tells whose picture it is. */
  readonly owners: readonly (RenditionOwner & { readonly urls: AssetUrls })[];
  readonly renditions: Renditions;
}

/** `GET /assets/<image id>/<size or full>/<signature>.webp`: a copy without metadata, upright, in WebP. */
export function assetsRoute({ owners, renditions }: AssetsRouteOptions): RequestHandler<{ imageId: string; size: string; file: string }> {
  return async (request, response) => {
    const { imageId, size, file } = request.params;
    const owner = owners.find(({ urls }) => urls.verify(imageId, size, file.replace(/\.webp$/, '')));
    if (!owner) return void response.status(403).json(problem('FORBIDDEN', 'This address was not made by this server.'));
    const bytes = await renditions.get(owner, imageId, size, leaving(response));
    if (!bytes) return void response.status(404).json(problem('NOT_FOUND', 'There is no such picture any more.'));
    response
      .type('image/webp')
      .set('cache-control', 'private, max-age=31536000, immutable')
      .set('content-security-policy', "default-src 'none'")
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  };
}

/** Aborts when the caller goes before there is an answer. */
function leaving(response: Response): AbortSignal {
  const left = new AbortController();
  response.once('close', () => left.abort(new DOMException('The caller left.', 'AbortError')));
  return left.signal;
}
