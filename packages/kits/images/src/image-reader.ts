import { randomUUID } from 'node:crypto';

import { type ImageReader, type ImageRef, invalidInput, type Picture, type RequestOptions } from '@clipgraph/contracts';
import { decodedBase64 } from './base64.ts';
import { byteBudget, MAX_ENCODED_BYTES } from './byte-budget.ts';
import type { ImageFetcher } from './fetch-image.ts';
import { heldPictures, type HeldPictures } from './held-pictures.ts';
import { imageFormat } from './image-format.ts';
import { tooLarge } from './image-stream.ts';
import { pictureOf } from './picture-of.ts';
import type { UploadFiles } from './uploads.ts';

export interface ImageReaderOptions {
  readonly fetcher: Pick<ImageFetcher, 'fetch'>;
  readonly uploads: Pick<UploadFiles, 'get' | 'size'>;
  /** Keeps what is read, from its first byte on, within a budget; absent: within 256 MiB. */
  readonly held?: HeldPictures | undefined;
  /** Whose URLs are fetched once for those who name them at the same time; absent: for all. */
  readonly caller?: (() => string | undefined) | undefined;
  /** The stored picture of an asset; rejects with INVALID_INPUT, NOT_FOUND when there is none. */
  readonly assetImage: (assetId: string, options?: RequestOptions) => Promise<Picture>;
  /** Of one image, wherever it comes from. */
  readonly maxBytes: number;
}

/** The picture behind each of the four ways to name an image, checked for size and format. */
export function imageReader(options: ImageReaderOptions): ImageReader {
  const { fetcher, uploads, caller, assetImage, maxBytes } = options;
  const held = options.held ?? heldPictures({ budget: byteBudget({ maxBytes: MAX_ENCODED_BYTES }), maxBytes });

  function named(image: ImageRef, options: RequestOptions | undefined): Promise<Picture> {
    switch (image.kind) {
      case 'url': {
        const { url } = image;
        // What a server gives to one caller is not for another, who might not have reached it.
        const key = `url ${JSON.stringify([caller?.() ?? null, url])}`;
        return held.read(key, async (admit, signal) => pictureOf(await fetcher.fetch(url, { admit, signal })), options);
      }
      case 'base64':
        return decoded(image.base64, options);
      case 'upload':
        return uploaded(image.uploadId, options);
      case 'asset':
        return assetImage(image.assetId, options);
    }
  }

  /** A text of its own each time: no two of them are known to be equal without comparing them. */
  function decoded(base64: string, options: RequestOptions | undefined): Promise<Picture> {
    return held.read(
      `base64 ${randomUUID()}`,
      async (admit) => {
        await admit(Math.ceil((base64.length * 3) / 4));
        return pictureOf(await decodedBase64(base64, { maxBytes }));
      },
      options,
    );
  }

  async function uploaded(uploadId: string, options: RequestOptions | undefined): Promise<Picture> {
    const bytes = await uploads.size(uploadId);
    if (bytes === undefined) throw notFound();
    return held.read(
      `upload ${uploadId}`,
      async (admit) => {
        await admit(bytes);
        const upload = await uploads.get(uploadId);
        if (!upload) throw notFound();
        return upload;
      },
      options,
    );
  }

  return {
    async read(image, options) {
      options?.signal?.throwIfAborted();
      const picture = await named(image, options);
      try {
        options?.signal?.throwIfAborted();
        if (picture.bytes.length > maxBytes) throw tooLarge(maxBytes);
        imageFormat(picture.bytes);
      } catch (error) {
        held.letGo(picture);
        throw error;
      }
      return picture;
    },
  };
}

function notFound(): Error {
  return invalidInput('NOT_FOUND', 'There is no such upload, or it has expired.');
}
