import { invalidInput, type ImageRef } from '@clipgraph/contracts';

/** The GraphQL input `ImageInput`; @oneOf lets exactly one field through. */
export interface ImageInput {
  readonly url?: string | null;
  readonly base64?: string | null;
  readonly uploadId?: string | null;
  readonly assetId?: string | null;
}

export function imageRef(input: ImageInput): ImageRef {
  if (typeof input.url === 'string') return { kind: 'url', url: input.url };
  if (typeof input.base64 === 'string') return { kind: 'base64', base64: input.base64 };
  if (typeof input.uploadId === 'string') return { kind: 'upload', uploadId: input.uploadId };
  if (typeof input.assetId === 'string') return { kind: 'asset', assetId: input.assetId };
  throw invalidInput('INVALID', 'An image needs one of url, base64, uploadId and assetId.');
}
