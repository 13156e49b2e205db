import { invalidInput, isPluginError, type KeptPictures, type Pictures, type PictureStore, type VectorStore } from '@clipgraph/contracts';
import {
  byteBudget,
  heldPictures,
  imageReader,
  MAX_ENCODED_BYTES,
  readPicture,
  type HeldPictures,
  type ImageReaderOptions,
} from '@clipgraph/images';

import { assetPicture } from './asset-picture.ts';

export interface PicturesOptions extends Pick<ImageReaderOptions, 'fetcher' | 'uploads' | 'maxBytes' | 'caller'> {
  /** What is read and not let go yet; absent: within 256 MiB, and nothing of it is counted once it is read. */
  readonly held?: HeldPictures | undefined;
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
  const { maxBytes } = reading;
  const held = reading.held ?? heldPictures({ budget: byteBudget({ maxBytes: MAX_ENCODED_BYTES }), maxBytes });
  return {
    ...imageReader({ ...reading, held, assetImage: assetPicture({ store, files: heldFiles(files, held) }) }),
    from: (content, { signal } = {}) => readPicture(content, { maxBytes, signal }),
    kept,
    files,
    url,
  };
}

/** Stored pictures, read within the budget: of those that are not there nothing is counted. */
function heldFiles(files: PictureStore, held: HeldPictures): Pick<PictureStore, 'get'> {
  return {
    async get(imageId, options) {
      if (!(await files.has(imageId))) return undefined;
      const read = held.read(
        `kept ${imageId}`,
        async (admit, signal) => {
          await admit(undefined);
          const picture = await files.get(imageId, { signal });
          if (!picture) throw invalidInput('NOT_FOUND', 'There is no such picture.');
          return picture;
        },
        options,
      );
      return await read.catch((error: unknown) => {
        // Deleted meanwhile, or damaged.
        if (isPluginError(error) && error.input === 'NOT_FOUND') return undefined;
        throw error;
      });
    },
  };
}
