import type { KeptPictures, Pictures, PictureStore, VectorStore } from '@clipgraph/contracts';
import { imageReader, readPicture, type ImageReaderOptions } from '@clipgraph/images';

import { assetPicture } from './asset-picture.ts';

export interface PicturesOptions extends Pick<ImageReaderOptions, 'fetcher' | 'uploads' | 'maxBytes'> {
  readonly files: PictureStore;
  readonly kept: KeptPictures;
  /** Knows the assets whose pictures are asked for. */
  readonly store: Pick<VectorStore, 'collection' | 'get'>;
  /** Address of a kept picture, or of a copy whose longer side is at most `size` pixels. */
  readonly url: (imageId: string, size?: number) => string;
}

/**
 * The pictures that modules are given, over a store of pictures, uploads, a fetcher and a vector store.
 *
 * @example
 * const files = folderPictures({ dir: './data/images' });
 * const kept = keptPictures({ store, files, logger });
 * const pictures = pictures({ files, kept, store, uploads, fetcher, maxBytes: 20e6, url });
 * const picture = await pictures.read({ kind: 'upload', uploadId }, { signal });
 */
export function pictures({ files, kept, store, url, ...reading }: PicturesOptions): Pictures {
  return {
    ...imageReader({ ...reading, assetImage: assetPicture({ store, files }) }),
    from: (content, { signal } = {}) => readPicture(content, { maxBytes: reading.maxBytes, signal }),
    kept,
    files,
    url,
  };
}
