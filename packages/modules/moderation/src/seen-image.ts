import { createHash } from 'node:crypto';

import { imageRef, type EmbedderSet, type ImageInput } from '@clipgraph/module-kit';
import { PluginError, type Embedder, type ImageReader, type PerceptualHasher } from '@clipgraph/contracts';

import type { PolicyVersion } from './policy/policy.ts';

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

/** What looks at images. */
export interface ImageLook {
  readonly images: ImageReader;
  readonly embedder: Embedder;
  /** Left out where no rule compares perceptual hashes. */
  readonly perceptualHash?: PerceptualHasher | undefined;
}

export async function seenImage(look: ImageLook, image: ImageInput, signal: AbortSignal): Promise<SeenImage> {
  const { images, embedder, perceptualHash } = look;
  const bytes = await images.read(imageRef(image), { signal });
  const [vector, hash] = await Promise.all([embedder.embedImage(bytes, { signal }), perceptualHash?.(bytes, { signal })]);
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  return { vector, fingerprint: embedder.model.fingerprint, contentHash, perceptualHash: hash };
}

/** The model that a policy's examples were made with, or the default one for a policy without examples. */
export function embedderOf(embedders: EmbedderSet, { fingerprint }: PolicyVersion): Embedder {
  if (fingerprint === undefined) return embedders.named(undefined);
  const embedder = embedders.withFingerprint(fingerprint);
  if (!embedder) {
    throw new PluginError('CONFLICT', 'The model that the examples of this policy were made with is not loaded; save the policy again.');
  }
  return embedder;
}
