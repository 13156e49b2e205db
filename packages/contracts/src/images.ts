import type { RequestOptions } from './encoder.ts';

/** One image, named in one of four ways. */
export type ImageRef =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'base64'; readonly base64: string }
  | { readonly kind: 'upload'; readonly uploadId: string }
  | { readonly kind: 'asset'; readonly assetId: string };

/**
 * Finds the bytes of an image, wherever it is. Rejects with INVALID_INPUT and an `input` code that says why;
 * the bytes are within the size limit and begin like an allowed image format, but are not decoded yet.
 */
export interface ImageReader {
  read(image: ImageRef, options?: RequestOptions): Promise<Uint8Array>;
}

/** Keeps the pictures of assets by content. */
export interface ImageFiles {
  /** Returns the content id: sha256 in hexadecimal. Storing the same bytes twice stores them once. */
  put(bytes: Uint8Array): Promise<string>;
  /** Undefined when there is none. */
  get(imageId: string): Promise<Uint8Array | undefined>;
  delete(imageId: string): Promise<void>;
}
