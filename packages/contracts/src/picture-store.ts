import type { RequestOptions } from './encoder.ts';
import type { Picture } from './picture.ts';

/** A kept picture, as {@link PictureStore.list} tells of it. */
export interface StoredPicture {
  /** sha256 of its bytes, hexadecimal. */
  readonly imageId: string;
  /** Length of the file. */
  readonly bytes: number;
  /** When it was last put, by the clock of whoever keeps it. */
  readonly storedAt: Date;
}

export interface PictureListQuery {
  /** Only ids that come after this one, in ascending order; it need not be there. */
  readonly after?: string | undefined;
  /** Most pictures to return, at least 1. */
  readonly limit: number;
}

/**
 * Keeps image files by content: the id is the sha256 of the bytes, in lower-case hexadecimal, and equal bytes are kept once.
 * Calls for one id take effect one after the other, in some order: a picture is there whole or not at all. An id that is no
 * sha256 is simply not there. Errors: UNAVAILABLE when the pictures cannot be reached; a write that rejects has changed nothing.
 */
export interface PictureStore {
  /** The version of this contract. */
  readonly contract: 1;
  /**
   * Keeps a picture and returns its id; once this resolves, the picture survives the process. It may take over
   * {@link Picture.file} instead of writing the bytes, as long as the file's going does not take the picture along.
   * A picture that is there already stays, and counts as put now.
   */
  put(picture: Picture): Promise<string>;
  /**
   * Undefined when there is none. The bytes are those that the id names: a file that was damaged is reported to whoever opened
   * the store and then not there, until it is put again.
   */
  get(imageId: string, options?: RequestOptions): Promise<Picture | undefined>;
  /** Whether there is one, without reading it. */
  has(imageId: string): Promise<boolean>;
  /** Nothing of it is left, a damaged file included. Deleting what is not there is no error. */
  delete(imageId: string): Promise<void>;
  /** By id, ascending. What is put or deleted while somebody pages may be in the answer or not. */
  list(query: PictureListQuery): Promise<readonly StoredPicture[]>;
}
