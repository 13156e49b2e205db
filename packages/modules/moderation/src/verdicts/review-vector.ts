import type { JsonObject } from '@clipgraph/contracts';

import type { SeenImage } from '../seen-image.ts';
import { vectorFrom, vectorText } from '../vector-text.ts';

/** What is kept of the picture of a verdict that asks for a review, so that the answer can teach something. */
export type ReviewVector = Pick<SeenImage, 'vector' | 'fingerprint' | 'perceptualHash'>;

export function reviewVectorDocument({ vector, fingerprint, perceptualHash }: ReviewVector): JsonObject {
  return { vector: vectorText(vector), fingerprint, ...(perceptualHash !== undefined && { perceptualHash }) };
}

/** Of a document that {@link reviewVectorDocument} made. */
export function reviewVectorFrom(document: JsonObject): ReviewVector {
  const stored = document as unknown as Omit<ReviewVector, 'vector'> & { vector: string };
  return { vector: vectorFrom(stored.vector), fingerprint: stored.fingerprint, perceptualHash: stored.perceptualHash };
}
