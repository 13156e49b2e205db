import { invalidInput, type Picture, type PictureStore } from '@clipgraph/contracts';

/** Pictures in memory, for tests of what works with them. */
export interface MemoryPictures extends PictureStore {
  /** By content id. */
  readonly files: ReadonlyMap<string, Picture>;
}

export function memoryPictures(): MemoryPictures {
  const files = new Map<string, Picture>();
  const times = new Map<string, Date>();
  return {
    contract: 1,
    files,
    async put(picture) {
      const imageId = await picture.sha256();
      if (!files.has(imageId)) files.set(imageId, picture);
      times.set(imageId, new Date());
      return imageId;
    },
    async get(imageId, { signal } = {}) {
      signal?.throwIfAborted();
      return files.get(imageId);
    },
    has: async (imageId) => files.has(imageId),
    async delete(imageId) {
      files.delete(imageId);
      times.delete(imageId);
    },
    async list({ after = '', limit }) {
      if (!Number.isInteger(limit) || limit < 1) throw invalidInput('INVALID', 'The limit must be a whole number of at least 1.');
      const ids = [...files.keys()].filter((imageId) => imageId > after).toSorted();
      return ids.slice(0, limit).map((imageId) => ({ imageId, bytes: files.get(imageId)!.bytes.length, storedAt: times.get(imageId)! }));
    },
  };
}
