import { isPluginError, type PictureUse, type VectorStore } from '@clipgraph/contracts';

import { recordPages } from './record-pages.ts';

/** Reads the records of every collection, once for all the pictures of a call, until all of them were seen. */
export function picturesByScrolling(store: VectorStore): PictureUse {
  async function look(collection: string, wanted: ReadonlySet<string>, used: Set<string>): Promise<void> {
    for await (const page of recordPages(store, collection)) {
      for (const { imageId } of page) if (imageId !== undefined && wanted.has(imageId)) used.add(imageId);
      if (used.size === wanted.size) return;
    }
  }
  return {
    async used(imageIds) {
      const wanted = new Set(imageIds);
      const used = new Set<string>();
      for (const { name } of await store.collections()) {
        if (used.size === wanted.size) break;
        await look(name, wanted, used).catch((error: unknown) => {
          // The collection was deleted meanwhile, and shows nothing any more.
          if (!isPluginError(error) || error.code !== 'NOT_FOUND') throw error;
        });
      }
      return used;
    },
  };
}
