import { vectorFromBase64, vectorToBase64 } from '@clipgraph/module-kit';

import type { ImageFeatures } from '../image-features.ts';
import type { ReviewVectorDocument } from '../kinds.ts';

/** What is kept of the picture of a verdict that asks for a review, so that the answer can teach something. */
export type ReviewVector = Pick<ImageFeatures, 'vector' | 'fingerprint' | 'perceptualHash'>;

export function reviewVectorDocument({ vector, fingerprint, perceptualHash }: ReviewVector): ReviewVectorDocument {
  return { vector: vectorToBase64(vector), fingerprint, ...(perceptualHash !== undefined && { perceptualHash }) };
}

export function reviewVectorFrom({ vector, fingerprint, perceptualHash }: ReviewVectorDocument): ReviewVector {
  return { vector: vectorFromBase64(vector), fingerprint, perceptualHash };
}
