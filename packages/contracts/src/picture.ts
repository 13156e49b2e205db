import { sha256 } from './sha256.ts';

/** The formats that are read, in the words of sharp and of the schema. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif';

/** What the header of an image file says; nothing is decoded to know it. */
export interface PictureHeader {
  readonly format: ImageFormat;
  /** Upright (after the EXIF orientation), in pixels; of one frame. */
  readonly width: number;
  readonly height: number;
  /** Frames; 1 unless animated. */
  readonly pages: number;
  /** Already sRGB or grey, 8 bits, without alpha. */
  readonly isPlain: boolean;
  readonly isCmyk: boolean;
  /** Memory that decoding the first frame may take, in bytes; an upper bound. */
  readonly decodedBytes: number;
  /** How long decoding the first frame will take on one core, in milliseconds; a prediction. Absent where nobody made one. */
  readonly decodeMs?: number | undefined;
}

/**
 * An image file as one value, from where it comes in to where it is kept: whoever needs its hash or its header asks the
 * value, and both are found once. The bytes are never changed.
 */
export interface Picture {
  /** The file as it was given. */
  readonly bytes: Uint8Array;
  /** Of the bytes, hexadecimal: the content id that a {@link PictureStore} keeps them under. Computed at the first call. */
  sha256(): Promise<string>;
  /** Read at the first call. Rejects with INVALID_INPUT (EMPTY, UNSUPPORTED_FORMAT, CORRUPT), each time alike. */
  header(): Promise<PictureHeader>;
  /**
   * A file of this machine that holds exactly these bytes, flushed to the disk and never changed, where there is one: a store
   * on the same file system can take it over instead of writing the bytes again. It may go at any time.
   */
  readonly file?: string | undefined;
}

/** A picture, or the bytes of one where nothing else is known about them. */
export type PictureInput = Picture | Uint8Array;

/** What is known about a picture when its bytes come in. */
export interface PictureFacts {
  /** Of exactly these bytes, hexadecimal. */
  readonly sha256?: string | undefined;
  readonly file?: string | undefined;
}

/** A {@link Picture} over bytes, which must not change from now on; its header is read by `readHeader`, once. */
export function lazyPicture(
  bytes: Uint8Array,
  readHeader: (bytes: Uint8Array) => Promise<PictureHeader>,
  { sha256: knownHash, file }: PictureFacts = {},
): Picture {
  let hash = knownHash === undefined ? undefined : Promise.resolve(knownHash);
  let header: Promise<PictureHeader> | undefined;
  return {
    bytes,
    sha256: () => (hash ??= sha256(bytes)),
    header: () => (header ??= readHeader(bytes)),
    ...(file !== undefined && { file }),
  };
}

/** The bytes of an image file, whichever way it was handed over. */
export function pictureBytes(input: PictureInput): Uint8Array {
  return input instanceof Uint8Array ? input : input.bytes;
}

/** The hash of an image file, whichever way it was handed over; a picture that knows it is not hashed again. */
export function pictureHash(input: PictureInput): Promise<string> {
  return input instanceof Uint8Array ? sha256(input) : input.sha256();
}
