import type { Turns } from '@clipgraph/module-kit';
import type { KeptPictures, VectorStore } from '@clipgraph/contracts';
import { recordPages } from '@clipgraph/store-kit';

/** Deletes records and then the pictures that no other record uses. */
export interface Removal {
  /** How many there were. */
  assets(collection: string, keys: readonly string[]): Promise<number>;
  /** False when there was none. */
  collection(name: string): Promise<boolean>;
}

const PAGE_SIZE = 1000;

export function removal(parts: { readonly store: VectorStore; readonly pictures: KeptPictures; readonly writes: Turns }): Removal {
  const { store, pictures, writes } = parts;

  async function imagesOf(collection: string): Promise<Set<string>> {
    const imageIds = new Set<string>();
    for await (const page of recordPages(store, collection, { pageSize: PAGE_SIZE })) {
      for (const { imageId } of page) if (imageId) imageIds.add(imageId);
    }
    return imageIds;
  }

  return {
    async assets(collection, keys) {
      const { count, imageIds } = await writes(collection, async () => {
        const records = await store.get(collection, keys);
        return { count: await store.delete(collection, keys), imageIds: records.flatMap((record) => record?.imageId ?? []) };
      });
      await pictures.sweep(imageIds);
      return count;
    },
    async collection(name) {
      // All or nothing: the pictures are listed first and go last, when the collection is gone as a whole.
      const imageIds = await writes(name, async () => {
        if (!(await store.collection(name))) return undefined;
        const listed = await imagesOf(name);
        return (await store.deleteCollection(name)) ? listed : undefined;
      });
      if (imageIds) await pictures.sweep(imageIds);
      return imageIds !== undefined;
    },
  };
}
