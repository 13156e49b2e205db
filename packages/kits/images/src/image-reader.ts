import { type ImageReader, type ImageRef, invalidInput, type Picture, type RequestOptions } from '@clipgraph/contracts';
import { bytesFromBase64 } from './base64.ts';
import type { ImageFetcher } from './fetch-image.ts';
import { imageFormat } from './image-format.ts';
import { tooLarge } from './image-stream.ts';
import { pictureOf } from './picture-of.ts';
import type { UploadFiles } from './uploads.ts';

export interface ImageReaderOptions {
  readonly fetcher: Pick<ImageFetcher, 'fetch'>;
  readonly uploads: Pick<UploadFiles, 'get'>;
  /** The stored picture of an asset; rejects with INVALID_INPUT, NOT_FOUND when there is none. */
  readonly assetImage: (assetId: string, options?: RequestOptions) => Promise<Picture>;
  /** Of one image, wherever it comes from. */
  readonly maxBytes: number;
}

/** The picture behind each of the four ways to name an image, checked for size and format. */
export function imageReader({ fetcher, uploads, assetImage, maxBytes }: ImageReaderOptions): ImageReader {
  async function named(image: ImageRef, options: RequestOptions | undefined): Promise<Picture> {
    switch (image.kind) {
      case 'url':
        return pictureOf(await fetcher.fetch(image.url, options));
      case 'base64':
        return pictureOf(bytesFromBase64(image.base64, { maxBytes }));
      case 'upload': {
        const upload = await uploads.get(image.uploadId);
        if (!upload) throw invalidInput('NOT_FOUND', 'There is no such upload, or it has expired.');
        return upload;
      }
      case 'asset':
        return await assetImage(image.assetId, options);
    }
  }

  return {
    async read(image, options) {
      options?.signal?.throwIfAborted();
      const picture = await named(image, options);
      options?.signal?.throwIfAborted();
      if (picture.bytes.length > maxBytes) throw tooLarge(maxBytes);
      imageFormat(picture.bytes);
      return picture;
    },
  };
}
