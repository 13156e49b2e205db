import { createHash } from 'node:crypto';

import { imageRef, type EmbedderSet, type ImageInput } from '@clipgraph/graphql-kit';
import { PluginError, type Embedder, type ImageReader } from '@clipgraph/spec';

import type { PolicyVersion } from './policy.ts';

/** An image as moderation sees it. */
export interface SeenImage {
  readonly vector: Float32Array;
  /** sha256 of its bytes, hexadecimal. */
  readonly contentHash: string;
}

export async function seenImage(reader: ImageReader, embedder: Embedder, image: ImageInput, signal: AbortSignal): Promise<SeenImage> {
  const bytes = await reader.read(imageRef(image), { signal });
  const vector = await embedder.embedImage(bytes, { signal });
  return { vector, contentHash: createHash('sha256').update(bytes).digest('hex') };
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
