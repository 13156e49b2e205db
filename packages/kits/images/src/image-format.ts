import { invalidInput, type ImageFormat, type PluginError } from '@clipgraph/contracts';

/** The formats that are read, in the words of sharp and of the schema. */
export const IMAGE_FORMATS: readonly ImageFormat[] = ['jpeg', 'png', 'webp', 'gif', 'avif'];

/** Media types by format, for answers over HTTP. */
export const MEDIA_TYPES: Readonly<Record<ImageFormat, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
};

/** How many first bytes {@link imageFormat} looks at. */
export const FORMAT_PREFIX_BYTES = 256;

/**
 * The format of a file by its first bytes; names and media types are never asked.
 * Errors: EMPTY for no bytes, UNSUPPORTED_FORMAT for everything outside {@link IMAGE_FORMATS}.
 */
export function imageFormat(bytes: Uint8Array): ImageFormat {
  if (bytes.length === 0) throw invalidInput('EMPTY', 'The image has no bytes.');
  const format = formatOf(bytes);
  if (!format) throw unsupportedFormat();
  return format;
}

/** The one answer to every other format. */
export function unsupportedFormat(cause?: unknown): PluginError {
  return invalidInput('UNSUPPORTED_FORMAT', `The image is in no supported format; supported are ${IMAGE_FORMATS.join(', ')}.`, cause);
}

function formatOf(bytes: Uint8Array): ImageFormat | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  const head = ascii(bytes, 0, 6);
  if (head === 'GIF87a' || head === 'GIF89a') return 'gif';
  if (head.startsWith('RIFF') && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  if (ascii(bytes, 4, 8) === 'ftyp' && isAvif(bytes)) return 'avif';
  return undefined;
}

/** An ISO media file is AVIF when its major or one of its compatible brands says so; HEIC has neither. */
function isAvif(bytes: Uint8Array): boolean {
  const boxBytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const end = Math.min(boxBytes, FORMAT_PREFIX_BYTES, bytes.length);
  for (let at = 8; at + 4 <= end; at += 4) {
    // The four bytes after the major brand are its version.
    if (at !== 12 && /^avi[fs]$/.test(ascii(bytes, at, at + 4))) return true;
  }
  return false;
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, at) => bytes[at] === byte);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
