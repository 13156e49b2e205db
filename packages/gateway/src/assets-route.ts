import type { ImageDecoder } from '@clipgraph/images';
import type { PictureStore } from '@clipgraph/contracts';
import type { RequestHandler } from 'express';
import { LRUCache } from 'lru-cache';

import type { AssetUrls } from './asset-urls.ts';

const CACHE_BYTES = 64 * 1024 * 1024;

interface AssetsRouteOptions {
  /** Those whose pictures these are. An address names none of them: the signature tells whose picture it is. */
  readonly owners: readonly { readonly urls: AssetUrls; readonly imageFiles: PictureStore }[];
  readonly decoder: ImageDecoder;
}

/** `GET /assets/<image id>/<size or full>/<signature>.webp`: a copy without metadata, upright, in WebP. */
export function assetsRoute({ owners, decoder }: AssetsRouteOptions): RequestHandler<{ imageId: string; size: string; file: string }> {
  const cache = new LRUCache<string, Uint8Array>({ maxSize: CACHE_BYTES, sizeCalculation: (bytes) => bytes.length });
  const rendition = async (imageId: string, size: string, files: PictureStore): Promise<Uint8Array | undefined> => {
    const cacheKey = `${imageId}/${size}`;
    const known = cache.get(cacheKey);
    // A copy is no longer shown than the picture is there; another tenant may have it longer than this one.
    if (known) return (await files.has(imageId)) ? known : undefined;
    const picture = await files.get(imageId);
    if (!picture) return undefined;
    const made = await decoder.rendition(picture, size === 'full' ? { format: 'webp' } : { format: 'webp', maxSide: Number(size) });
    cache.set(cacheKey, made);
    return made;
  };

  return async (request, response) => {
    const { imageId, size, file } = request.params;
    const owner = owners.find(({ urls }) => urls.verify(imageId, size, file.replace(/\.webp$/, '')));
    if (!owner) {
      response.status(403).type('text').send('This address was not made by this server.');
      return;
    }
    const bytes = await rendition(imageId, size, owner.imageFiles);
    if (!bytes) {
      response.status(404).type('text').send('There is no such picture any more.');
      return;
    }
    response
      .type('image/webp')
      .set('cache-control', 'private, max-age=31536000, immutable')
      .set('content-security-policy', "default-src 'none'")
      .send(Buffer.from(bytes));
  };
}
