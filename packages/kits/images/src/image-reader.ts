import { type ImageReader, type ImageRef, invalidInput, type RequestOptions } from '@clipgraph/contracts';
import { bytesFromBase64 } from './base64.ts';
import type { ImageFetcher } from './fetch-image.ts';
import { imageFormat } from './image-format.ts';
import type { UploadFiles } from './uploads.ts';

export interface ImageReaderOptions {
  readonly fetcher: Pick<ImageFetcher, 'fetch'>;
  readonly uploads: Pick<UploadFiles, 'get'>;
  /** The stored picture of an asset; rejects with INVALID_INPUT, NOT_FOUND when there is none. */
  readonly assetImage: (assetId: string, options?: RequestOptions) => Promise<Uint8Array>;
  /** Of one image, wherever it comes from. */
  readonly maxBytes: number;
}

/** The bytes behind each of the four ways to name an image, checked for size and format. */
export function imageReader({ fetcher, uploads, assetImage, maxBytes }: ImageReaderOptions): ImageReader {
  async function bytesOf(image: ImageRef, options: RequestOptions | undefined): Promise<Uint8Array> {
    switch (image.kind) {
      case 'url':
        return await fetcher.fetch(image.url, options);
      case 'base64':
        return bytesFromBase64(image.base64, { maxBytes });
      case 'upload': {
        const bytes = await uploads.get(image.uploadId);
        if (!bytes) throw invalidInput('NOT_FOUND', 'There is no such upload, or it has expired.');
        return bytes;
      }
      case 'asset':
        return await assetImage(image.assetId, options);
    }
  }

  return {
    async read(image, options) {
      options?.signal?.throwIfAborted();
      const bytes = await bytesOf(image, options);
      options?.signal?.throwIfAborted();
      if (bytes.length > maxBytes) throw invalidInput('TOO_LARGE', `The image is larger than ${maxBytes} bytes.`);
      imageFormat(bytes);
      return bytes;
    },
  };
}
