import sharp, { type Metadata } from 'sharp';
import { decodeError, tooManyPixels } from './decode-errors.ts';
import { imageFormat, type ImageFormat } from './image-format.ts';

/** What a file's header says, as far as decoding needs it. */
export interface ImageHeader {
  readonly format: ImageFormat;
  /** After EXIF orientation, in pixels; of one frame. */
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  /** Already sRGB or grey, 8 bits, without alpha. */
  readonly isPlain: boolean;
  readonly isCmyk: boolean;
  /** Memory that decoding the first frame may take, an upper bound. */
  readonly decodedBytes: number;
}

/** Reads the header, decoding nothing. Errors: EMPTY, UNSUPPORTED_FORMAT, CORRUPT, TOO_LARGE. */
export async function imageHeader(bytes: Uint8Array, maxPixels: number): Promise<ImageHeader> {
  const format = imageFormat(bytes);
  const metadata = await sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels })
    .metadata()
    .catch((error: unknown) => {
      throw decodeError(error, maxPixels);
    });
  const { width, height } = metadata.autoOrient;
  if (width * height > maxPixels) throw tooManyPixels(maxPixels);
  const { space, depth, hasAlpha, pages = 1 } = metadata;
  return {
    format,
    width,
    height,
    pages,
    isPlain: depth === 'uchar' && !hasAlpha && (space === 'srgb' || space === 'b-w'),
    isCmyk: space === 'cmyk',
    decodedBytes: decodedBytes(format, metadata),
  };
}

/** The decoder's own copy, twice where it holds the whole image before the first row comes out; and ours in RGB. */
function decodedBytes(format: ImageFormat, { width, height, channels, depth, isProgressive, orientation = 1 }: Metadata): number {
  const sampleBytes = depth === 'uchar' ? 1 : 2;
  const isTwice = isProgressive || format === 'avif' || orientation > 1;
  return width * height * (Math.max(channels, 3) * sampleBytes * (isTwice ? 2 : 1) + 3);
}
