import type { Picture } from '@clipgraph/contracts';
import { imageStream, type ImageStreamOptions } from './image-stream.ts';
import { pictureOf } from './picture-of.ts';

/**
 * Bytes in hand, or a stream of them, as a picture that is not too large and begins like an image. Rejects as
 * {@link imageStream} does, and then the rest of the stream is not read: give a request as
 * `request.iterator({ destroyOnReturn: false })`, or it cannot be answered any more.
 */
export async function readPicture(content: Uint8Array | AsyncIterable<Uint8Array>, options: ImageStreamOptions): Promise<Picture> {
  const chunks = await Array.fromAsync(imageStream(content, options));
  return pictureOf(content instanceof Uint8Array ? content : new Uint8Array(Buffer.concat(chunks)));
}
