import type { ImageFormat, PictureHeader } from '@clipgraph/contracts';
import sharp, { type Metadata } from 'sharp';
import { decodeMs } from './decode-cost.ts';
import { decodeError } from './decode-errors.ts';
import { imageFormat } from './image-format.ts';
import { withoutManyTexts } from './png-texts.ts';

/**
 * Reads the header, decoding nothing; of any number of pixels, for whoever decodes has a limit of their own. Errors: EMPTY,
 * UNSUPPORTED_FORMAT, CORRUPT.
 */
export async function imageHeader(bytes: Uint8Array): Promise<PictureHeader> {
  const format = imageFormat(bytes);
  // Read before any budget is asked, so it must not be dear.
  const metadata = await sharp(format === 'png' ? withoutManyTexts(bytes) : bytes, { failOn: 'error', limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw decodeError(error);
    });
  const { width, height } = metadata.autoOrient;
  const { space, depth, hasAlpha, pages = 1 } = metadata;
  return {
    format,
    width,
    height,
    pages,
    isPlain: depth === 'uchar' && !hasAlpha && (space === 'srgb' || space === 'b-w'),
    isCmyk: space === 'cmyk',
    decodedBytes: decodedBytes(format, metadata),
    decodeMs: decodeMs(format, metadata, bytes.length),
  };
}

/** The decoder's own copy, twice where it holds the whole image before the first row comes out; and ours in RGB. */
function decodedBytes(format: ImageFormat, { width, height, channels, depth, isProgressive, orientation = 1 }: Metadata): number {
  const sampleBytes = depth === 'uchar' ? 1 : 2;
  const isTwice = isProgressive || format === 'avif' || orientation > 1;
  return width * height * (Math.max(channels, 3) * sampleBytes * (isTwice ? 2 : 1) + 3);
}
