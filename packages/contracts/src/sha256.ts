import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** About 1 ms of the calling thread. */
const BYTES_AT_ONCE = 2 ** 20;

/**
 * The sha256 of bytes, hexadecimal. Hashed here, a mebibyte at a time with the event loop in between, so that a large file
 * delays nobody: WebCrypto's `digest` hashes on another thread, but first copies on this one, which takes as long.
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let from = 0; from < bytes.length; from += BYTES_AT_ONCE) {
    if (from > 0) await setImmediate();
    hash.update(bytes.subarray(from, from + BYTES_AT_ONCE));
  }
  return hash.digest('hex');
}

/** Whether a text is a content id: a sha256 in lower-case hexadecimal. Also what keeps `../` out of paths made of ids. */
export function isContentId(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
