import type { RequestOptions } from './encoder.ts';
import type { Picture } from './picture.ts';
import type { PictureStore } from './picture-store.ts';

/** One image, named in one of four ways. */
export type ImageRef =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'base64'; readonly base64: string }
  | { readonly kind: 'upload'; readonly uploadId: string }
  | { readonly kind: 'asset'; readonly assetId: string };

/**
 * Finds an image, wherever it is. Rejects with INVALID_INPUT and an `input` code that says why; the bytes are within the size
 * limit and begin like an allowed image format, but are not decoded yet.
 */
export interface ImageReader {
  read(image: ImageRef, options?: RequestOptions): Promise<Picture>;
}

/**
 * The pictures of assets, shared by all records with the same bytes. A picture that is kept is held against {@link KeptPictures.sweep} until
 * it is released, because the record that will use it is not yet in the store.
 */
export interface KeptPictures {
  /** Stores a picture, holds it and returns its content id. */
  keep(picture: Picture): Promise<string>;
  /** Ends one hold for each id. */
  release(imageIds: Iterable<string>): void;
  /**
   * Deletes those of them that no record uses and nobody holds. Never rejects: a picture that cannot be looked up or deleted
   * now stays, and the log tells of it, for an orphan costs space, but a picture deleted too early costs a record its image.
   */
  sweep(imageIds: Iterable<string>): Promise<void>;
}

/** What modules do with pictures; they never learn where these are kept. */
export interface Pictures extends ImageReader {
  /**
   * Bytes in hand, or a stream of them (the body of a request), as a picture: within the size limit and in an allowed format.
   * What cannot be an image is not read to its end. Errors: INVALID_INPUT with EMPTY, UNSUPPORTED_FORMAT or TOO_LARGE; the
   * stream's own; the signal's reason.
   */
  from(content: Uint8Array | AsyncIterable<Uint8Array>, options?: RequestOptions): Promise<Picture>;
  readonly kept: KeptPictures;
  /** Kept pictures by their content id. They come and go through {@link Pictures.kept} alone. */
  readonly files: Pick<PictureStore, 'get' | 'has'>;
  /** Address of a kept picture, or of a copy whose longer side is at most `size` pixels. */
  url(imageId: string, size?: number): string;
}
