import { imageRef, type ImageInput } from '@clipgraph/module-kit';
import type { Embedder, ImageReader, PerceptualHasher, Picture } from '@clipgraph/contracts';

/** An image as moderation sees it. */
export interface SeenImage {
  readonly vector: Float32Array;
  /** Of the model that made the vector. */
  readonly fingerprint: string;
  /** sha256 of its bytes, hexadecimal. */
  readonly contentHash: string;
  /** Undefined where nobody asks for it, and for a picture with too little in it. */
  readonly perceptualHash: string | undefined;
}

/** What looks at pictures. */
export interface PictureLook {
  readonly embedder: Embedder;
  /** Left out where no rule compares perceptual hashes. */
  readonly perceptualHash?: PerceptualHasher | undefined;
}

/** What looks at images, wherever they are. */
export interface ImageLook extends PictureLook {
  readonly images: ImageReader;
}

export async function seenImage(look: ImageLook, image: ImageInput, signal: AbortSignal): Promise<SeenImage> {
  const picture = await look.images.read(imageRef(image), { signal });
  return seenPicture(look, picture, signal);
}

export async function seenPicture({ embedder, perceptualHash }: PictureLook, picture: Picture, signal: AbortSignal): Promise<SeenImage> {
  const [vector, hash] = await Promise.all([embedder.embedImage(picture, { signal }), perceptualHash?.(picture, { signal })]);
  const contentHash = await picture.sha256();
  return { vector, fingerprint: embedder.model.fingerprint, contentHash, perceptualHash: hash };
}
