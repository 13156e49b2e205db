import { setImmediate as nextTurn } from 'node:timers/promises';

import { invalidInput } from '@clipgraph/contracts';
import { tooLarge } from './image-stream.ts';

export interface Base64Options {
  /** Of the decoded bytes. */
  readonly maxBytes: number;
}

/** Characters that are decoded in one go: about a millisecond; a multiple of four. */
const SLICE = 2 ** 20;

/**
 * Decodes an image in base64 (RFC 4648, the standard alphabet, padded), strictly: two different texts never give
 * the same bytes, except for white space and a prefix `data:image/…;base64,`, which are ignored.
 * Errors: EMPTY; INVALID; TOO_LARGE, before anything is decoded.
 */
export function bytesFromBase64(text: string, options: Base64Options): Uint8Array {
  const steps = decoding(text, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, with turns for others in between. */
export async function decodedBase64(text: string, options: Base64Options): Promise<Uint8Array> {
  const steps = decoding(text, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await nextTurn();
  }
}

function* decoding(text: string, { maxBytes }: Base64Options): Generator<void, Uint8Array> {
  const encoded = text.replace(/^\s*data:image\/[^,]{1,80};base64,/i, '').replaceAll(/\s+/g, '');
  if (encoded.length === 0) throw invalidInput('EMPTY', 'The image has no bytes.');
  if (encoded.length % 4 !== 0) throw notBase64();
  const length = (encoded.length / 4) * 3 - (encoded.endsWith('==') ? 2 : encoded.endsWith('=') ? 1 : 0);
  if (length > maxBytes) throw tooLarge(maxBytes);
  const bytes = Buffer.alloc(length);
  for (let from = 0; from < encoded.length; from += SLICE) {
    if (from > 0) yield;
    const slice = encoded.slice(from, from + SLICE);
    const at = (from / 4) * 3;
    const end = at + bytes.write(slice, at, 'base64');
    // Node skips what it cannot read and cuts surplus bits; the way back shows both.
    if (bytes.toString('base64', at, end) !== slice) throw notBase64();
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

function notBase64(): Error {
  return invalidInput('INVALID', 'The image is not valid base64.');
}
