import { lazyPicture, type Picture, type PictureFacts, type PictureHeader, type PictureInput } from '@clipgraph/contracts';
import { imageHeader } from './image-header.ts';

/**
 * Bytes as a picture; they must not change from now on. Nothing is read yet, not even whether they are an image.
 *
 * @example
 * const picture = pictureOf(await readFile('cat.jpg'));
 * const { width, height } = await picture.header();
 */
export function pictureOf(bytes: Uint8Array, facts?: PictureFacts): Picture {
  return lazyPicture(bytes, imageHeader, facts);
}

/** The header of an image file, given as bytes or as a picture. A picture that has read its header does not read it again. */
export function headerOf(input: PictureInput): Promise<PictureHeader> {
  return input instanceof Uint8Array ? imageHeader(input) : input.header();
}
