import { createHmac, timingSafeEqual } from 'node:crypto';

import { invalidInput, type JsonObject } from '@clipgraph/contracts';

/** Makes and reads cursors that clients can neither read meaning into nor forge. */
export interface CursorCodec {
  encode(content: JsonObject): string;
  /** INVALID_INPUT when this server's secret did not sign it. */
  decode(cursor: string): JsonObject;
}

const SIGNATURE_BYTES = 16;

/** `secret` must outlive the process, or pages end with it. */
export function cursorCodec(secret: Uint8Array): CursorCodec {
  const sign = (content: Buffer): Buffer => createHmac('sha256', secret).update(content).digest().subarray(0, SIGNATURE_BYTES);
  return {
    encode(content) {
      const bytes = Buffer.from(JSON.stringify(content));
      return Buffer.concat([sign(bytes), bytes]).toString('base64url');
    },
    decode(cursor) {
      const bytes = Buffer.from(cursor, 'base64url');
      const content = bytes.subarray(SIGNATURE_BYTES);
      if (content.length === 0 || !timingSafeEqual(sign(content), bytes.subarray(0, SIGNATURE_BYTES))) {
        throw invalidInput('INVALID', 'This cursor is not one that this server made.');
      }
      return JSON.parse(content.toString()) as JsonObject;
    },
  };
}
