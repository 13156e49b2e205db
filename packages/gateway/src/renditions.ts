import type { PictureStore } from '@clipgraph/contracts';
import { byteBudget, sharedWork, type ImageDecoder } from '@clipgraph/images';

import { renditionSide, type RenditionFiles } from './rendition-files.ts';

export interface RenditionsOptions {
  readonly decoder: Pick<ImageDecoder, 'rendition'>;
  /** Of one picture. */
  readonly maxBytes: number;
}

/** Whose picture it is, and where copies of it are kept. */
export interface RenditionOwner {
  /** Undefined: what belongs to no tenant. */
  readonly name: string | undefined;
  readonly imageFiles: Pick<PictureStore, 'get' | 'has'>;
  readonly renditionFiles: RenditionFiles;
}

/** Copies of kept pictures: made once for all who ask at the same time, one after the other, and not at all when nobody waits any more. */
export interface Renditions {
  /** `full`, or a number of pixels. Undefined when there is no such picture. Errors: as {@link ImageDecoder.rendition}. */
  get(owner: RenditionOwner, imageId: string, size: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
}

/** Who waits longer has no copy to show any more. */
const MAX_WAIT_MS = 30_000;

export function renditions({ decoder, maxBytes }: RenditionsOptions): Renditions {
  const share = sharedWork<Uint8Array | undefined>();
  // Room for one picture: who waits for a turn has not read anything yet.
  const turns = byteBudget({ maxBytes, maxWaiting: 512, maxWaitMs: MAX_WAIT_MS });

  async function made(owner: RenditionOwner, imageId: string, size: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const turn = await turns.acquire(maxBytes, { owner: owner.name, signal });
    try {
      const picture = await owner.imageFiles.get(imageId, { signal });
      if (!picture) return undefined;
      const maxSide = size === 'full' ? {} : { maxSide: Number(size) };
      const bytes = await decoder.rendition(picture, { format: 'webp', ...maxSide, signal });
      // What was deleted meanwhile leaves nothing behind.
      if (!(await owner.imageFiles.has(imageId))) return undefined;
      await owner.renditionFiles.put(imageId, size, bytes);
      return bytes;
    } finally {
      turn.release();
    }
  }

  return {
    async get(owner, imageId, asked, signal) {
      // A copy is no longer shown than the picture is there.
      if (!(await owner.imageFiles.has(imageId))) return undefined;
      // Addresses of earlier servers may name any size.
      const size = asked === 'full' ? asked : String(renditionSide(Number(asked)));
      const kept = await owner.renditionFiles.get(imageId, size);
      if (kept) return kept;
      return share(`${owner.name ?? ''}/${imageId}/${size}`, (ended) => made(owner, imageId, size, ended), signal);
    },
  };
}
