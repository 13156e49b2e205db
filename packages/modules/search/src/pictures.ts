import { createHash } from 'node:crypto';

import type { CompleteStore, ImageFiles } from '@clipgraph/contracts';
import DataLoader from 'dataloader';

/** Pictures that are looked up and deleted side by side. */
const AT_ONCE = 64;

/**
 * The pictures of assets, shared by all records with the same bytes. A picture that is kept is held against
 * {@link Pictures.sweep} until it is released, because the record that will use it is not yet in the store.
 */
export interface Pictures {
  /** Stores a picture, holds it and returns its content id. */
  keep(bytes: Uint8Array): Promise<string>;
  /** Ends one hold for each id. */
  release(imageIds: Iterable<string>): void;
  /**
   * Deletes those that no record uses and nobody holds. Never rejects: a picture that cannot be looked up or
   * deleted now stays, for an orphan costs space, but a picture deleted too early costs a record its image.
   */
  sweep(imageIds: Iterable<string>): Promise<void>;
}

/** Holds are known to this process only: two gateways on one store should not share a folder of pictures. */
export function pictures(parts: {
  readonly store: Pick<CompleteStore, 'pictures'>;
  readonly imageFiles: Pick<ImageFiles, 'put' | 'delete'>;
}): Pictures {
  const { store, imageFiles } = parts;
  const holds = new Map<string, number>();
  const sweeping = new Map<string, Promise<void>>();
  /** Those that are looked up side by side are one question to the store. */
  const uses = new DataLoader<string, boolean>(
    async (imageIds) => {
      const used = await store.pictures.used(imageIds);
      return imageIds.map((imageId) => used.has(imageId));
    },
    { cache: false },
  );

  function release(imageId: string): void {
    const left = (holds.get(imageId) ?? 0) - 1;
    if (left > 0) holds.set(imageId, left);
    else holds.delete(imageId);
  }

  async function deleteUnused(imageId: string): Promise<void> {
    if (!(await uses.load(imageId))) await imageFiles.delete(imageId);
  }

  async function sweepOne(imageId: string): Promise<void> {
    // Not joined: the sweep before may have looked while a record, now gone, still used the picture.
    while (sweeping.has(imageId)) await sweeping.get(imageId);
    if (holds.has(imageId)) return;
    const swept = deleteUnused(imageId)
      .catch(() => undefined)
      .finally(() => sweeping.delete(imageId));
    sweeping.set(imageId, swept);
    await swept;
  }

  return {
    async keep(bytes) {
      const imageId = createHash('sha256').update(bytes).digest('hex');
      holds.set(imageId, (holds.get(imageId) ?? 0) + 1);
      try {
        // A sweep under way ends first, and the next one sees the hold: what is put stays.
        await sweeping.get(imageId);
        await imageFiles.put(bytes);
        return imageId;
      } catch (error) {
        release(imageId);
        throw error;
      }
    },
    release(imageIds) {
      for (const imageId of imageIds) release(imageId);
    },
    async sweep(imageIds) {
      const ids = [...new Set(imageIds)];
      for (let from = 0; from < ids.length; from += AT_ONCE) await Promise.all(ids.slice(from, from + AT_ONCE).map(sweepOne));
    },
  };
}
