import type { CompleteStore, KeptPictures, Logger, PictureStore } from '@clipgraph/contracts';
import DataLoader from 'dataloader';

/** Pictures that are looked up and deleted side by side. */
const AT_ONCE = 64;

export interface KeptPicturesOptions {
  /** Says whether records use a picture. */
  readonly store: Pick<CompleteStore, 'pictures'>;
  readonly files: Pick<PictureStore, 'put' | 'delete'>;
  /** Told of pictures that should be gone and could not be deleted. */
  readonly logger: Pick<Logger, 'error'>;
}

/** {@link KeptPictures} for those who close the store behind them. */
export interface SweptPictures extends KeptPictures {
  /** Resolves when no sweep is under way. */
  idle(): Promise<void>;
}

/**
 * Keeps the pictures of assets; all that keep or sweep them share one. Holds are known to this process only: two gateways on
 * one store should not share a folder of pictures.
 */
export function keptPictures({ store, files, logger }: KeptPicturesOptions): SweptPictures {
  const holds = new Map<string, number>();
  const sweeping = new Map<string, Promise<void>>();
  const sweeps = new Set<Promise<void>>();
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
    try {
      if (!(await uses.load(imageId))) await files.delete(imageId);
    } catch (error) {
      logger.error({ err: error, imageId }, 'a picture that may be unused could not be swept');
    }
  }

  async function sweepOne(imageId: string): Promise<void> {
    // Not joined: the sweep before may have looked while a record, now gone, still used the picture.
    while (sweeping.has(imageId)) await sweeping.get(imageId);
    if (holds.has(imageId)) return;
    const swept = deleteUnused(imageId).finally(() => sweeping.delete(imageId));
    sweeping.set(imageId, swept);
    await swept;
  }

  async function sweepAll(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += AT_ONCE) await Promise.all(ids.slice(from, from + AT_ONCE).map(sweepOne));
  }

  return {
    async keep(picture) {
      const imageId = await picture.sha256();
      holds.set(imageId, (holds.get(imageId) ?? 0) + 1);
      try {
        // A sweep under way ends first, and the next one sees the hold: what is put stays.
        await sweeping.get(imageId);
        await files.put(picture);
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
      const swept = sweepAll([...new Set(imageIds)]);
      sweeps.add(swept);
      await swept.finally(() => sweeps.delete(swept));
    },
    async idle() {
      while (sweeps.size > 0) await Promise.all(sweeps);
    },
  };
}
