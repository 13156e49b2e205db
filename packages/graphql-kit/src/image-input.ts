import { invalidInput, type ImageRef } from '@clipgraph/spec';

/** The GraphQL input `ImageInput`; @oneOf lets exactly one field through. */
export interface ImageInput {
  readonly url?: string | null;
  readonly base64?: string | null;
  readonly uploadId?: string | null;
  readonly assetId?: string | null;
}

export function imageRef(input: ImageInput): ImageRef {
  if (input.url != null) return { kind: 'url', url: input.url };
  if (input.base64 != null) return { kind: 'base64', base64: input.base64 };
  if (input.uploadId != null) return { kind: 'upload', uploadId: input.uploadId };
  if (input.assetId != null) return { kind: 'asset', assetId: input.assetId };
  throw invalidInput('INVALID', 'An image needs one of url, base64, uploadId and assetId.');
}
