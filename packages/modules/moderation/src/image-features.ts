import { imageRef, type ImageInput } from '@clipgraph/module-kit';
import type { Embedder, ImageReader, PerceptualHasher, Picture } from '@clipgraph/contracts';

/** What moderation computes of an image. */
export interface ImageFeatures {
  readonly vector: Float32Array;
  /** Of the model that made the vector. */
  readonly fingerprint: string;
  /** sha256 of its bytes, hexadecimal. */
  readonly contentHash: string;
  /** Undefined if no rule needs it, and for a picture that is too plain for a hash. */
  readonly perceptualHash: string | undefined;
}

/** What computes the features of a picture. */
export interface PictureFeatureParts {
  readonly embedder: Embedder;
  /** Left out where no rule compares perceptual hashes. */
  readonly perceptualHash?: PerceptualHasher | undefined;
}

/** The same for images that are still to be read. */
export interface ImageFeatureParts extends PictureFeatureParts {
  readonly images: ImageReader;
}

export async function imageFeatures(look: ImageFeatureParts, image: ImageInput, signal: AbortSignal): Promise<ImageFeatures> {
  const picture = await look.images.read(imageRef(image), { signal });
  return pictureFeatures(look, picture, signal);
}

export async function pictureFeatures(
  { embedder, perceptualHash }: PictureFeatureParts,
  picture: Picture,
  signal: AbortSignal,
): Promise<ImageFeatures> {
  const [vector, hash] = await Promise.all([embedder.embedImage(picture, { signal }), perceptualHash?.(picture, { signal })]);
  const contentHash = await picture.sha256();
  return { vector, fingerprint: embedder.model.fingerprint, contentHash, perceptualHash: hash };
}
