import { invalidInput } from '@clipgraph/contracts';
import { tooLarge } from './image-stream.ts';

export interface Base64Options {
  /** Of the decoded bytes. */
  readonly maxBytes: number;
}

/**
 * Decodes an image in base64 (RFC 4648, the standard alphabet, padded), strictly: two different texts never give
 * the same bytes, except for white space and a prefix `data:image/…;base64,`, which are ignored.
 * Errors: EMPTY; INVALID; TOO_LARGE, before anything is decoded.
 */
export function bytesFromBase64(text: string, { maxBytes }: Base64Options): Uint8Array {
  const encoded = text.replace(/^\s*data:image\/[^,]{1,80};base64,/i, '').replaceAll(/\s+/g, '');
  if (encoded.length === 0) throw invalidInput('EMPTY', 'The image has no bytes.');
  if (encoded.length % 4 !== 0) throw notBase64();
  const length = (encoded.length / 4) * 3 - (encoded.endsWith('==') ? 2 : encoded.endsWith('=') ? 1 : 0);
  if (length > maxBytes) throw tooLarge(maxBytes);
  const bytes = Buffer.from(encoded, 'base64');
  // Node skips what it cannot read and cuts surplus bits; the way back shows both.
  if (bytes.length !== length || bytes.toString('base64') !== encoded) throw notBase64();
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

function notBase64(): Error {
  return invalidInput('INVALID', 'The image is not valid base64.');
}
