import { createHmac, timingSafeEqual } from 'node:crypto';

import { renditionSide } from './rendition-files.ts';

/** Addresses of pictures that can stand in a page: signed, because an `<img>` cannot send a key. */
export interface AssetUrls {
  /** Address of the picture, or of a copy whose longer side is at most `size` pixels: one of a short list of sizes. */
  url(imageId: string, size?: number): string;
  /** Whether this server signed these parts. */
  verify(imageId: string, size: string, signature: string): boolean;
}

/** `origin` is asked for at every address, since a port of 0 is known only after listening. */
export function assetUrls(secret: Uint8Array, origin: () => string): AssetUrls {
  const sign = (imageId: string, size: string): string =>
    createHmac('sha256', secret).update(`asset\n${imageId}\n${size}`).digest().subarray(0, 16).toString('base64url');
  return {
    url(imageId, size) {
      const sizeText = size === undefined ? 'full' : String(renditionSide(size));
      return `${origin()}/assets/${imageId}/${sizeText}/${sign(imageId, sizeText)}.webp`;
    },
    verify(imageId, size, signature) {
      const expected = Buffer.from(sign(imageId, size));
      const offered = Buffer.from(signature);
      return expected.length === offered.length && timingSafeEqual(expected, offered);
    },
  };
}
