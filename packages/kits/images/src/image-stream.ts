import { invalidInput, type ImageFormat, type RequestOptions } from '@clipgraph/contracts';
import { FORMAT_PREFIX_BYTES, imageFormat } from './image-format.ts';

export interface ImageStreamOptions extends RequestOptions {
  /** Of the whole image. */
  readonly maxBytes: number;
}

/** The bytes of one image as they come in; what cannot be one ends it early. */
export interface ImageStream extends AsyncIterable<Uint8Array> {
  /** Of what has come; right once the stream is at its end. */
  readonly format: ImageFormat;
}

/** So that whoever works on a chunk holds the thread for about a millisecond. */
const CHUNK_BYTES = 2 ** 20;

/**
 * Passes bytes on in pieces of at most a mebibyte. Rejects with INVALID_INPUT (EMPTY, UNSUPPORTED_FORMAT from the first bytes,
 * TOO_LARGE before the piece that is too much), or with the signal's reason, seen at the next piece.
 */
export function imageStream(content: Uint8Array | AsyncIterable<Uint8Array>, { maxBytes, signal }: ImageStreamOptions): ImageStream {
  let prefix: Uint8Array = new Uint8Array();

  async function* pieces(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      signal?.throwIfAborted();
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      if (prefix.length < FORMAT_PREFIX_BYTES) {
        prefix = Buffer.concat([prefix, chunk.subarray(0, FORMAT_PREFIX_BYTES - prefix.length)]);
        if (prefix.length === FORMAT_PREFIX_BYTES) imageFormat(prefix);
      }
      for (let from = 0; from < chunk.length; from += CHUNK_BYTES) yield chunk.subarray(from, from + CHUNK_BYTES);
    }
    imageFormat(prefix);
    signal?.throwIfAborted();
  }

  return {
    [Symbol.asyncIterator]: pieces,
    get format() {
      return imageFormat(prefix);
    },
  };
}

/** The one answer to every image of more bytes than are allowed. */
export function tooLarge(maxBytes: number): Error {
  return invalidInput('TOO_LARGE', `The image is larger than ${maxBytes} bytes.`);
}
