import { invalidInput, isPluginError, type PluginError } from '@clipgraph/contracts';
import { unsupportedFormat } from './image-format.ts';

/** sharp's messages name libraries and numbers of its own; users get these, and the log gets the cause. */
export function decodeError(error: unknown, maxPixels?: number): unknown {
  // libvips' errors are plain; a TypeError would be a mistake of ours.
  if (isPluginError(error) || !(error instanceof Error) || error.name !== 'Error') return error;
  const { message } = error;
  if (maxPixels !== undefined && message.includes('pixel limit')) return tooManyPixels(maxPixels, error);
  if (message.includes('timeout')) return invalidInput('TIMEOUT', 'The image took too long to decode.', error);
  if (message.includes('unsupported image format')) return unsupportedFormat(error);
  return invalidInput('CORRUPT', 'The image is damaged or incomplete.', error);
}

export function tooManyPixels(maxPixels: number, cause?: unknown): PluginError {
  return invalidInput('TOO_LARGE', `The image has too many pixels; at most ${maxPixels} are taken.`, cause);
}
