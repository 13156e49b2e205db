import { idParts } from '@clipgraph/module-kit';
import { invalidInput, isAssetKey, isCollectionName, type ImageFiles, type VectorStore } from '@clipgraph/contracts';

/**
 * Finds the picture of an asset by the asset's global id, for `ImageInput.assetId`. INVALID_INPUT (NOT_FOUND) for
 * another id, an asset that is gone and an asset without a picture.
 */
export function assetImage(parts: {
  readonly store: VectorStore;
  readonly imageFiles: ImageFiles;
}): (assetId: string) => Promise<Uint8Array> {
  const { store, imageFiles } = parts;
  return async (assetId) => {
    const [collection, key] = idParts(assetId, 'Asset', 2) as [string, string];
    const isKnown = isCollectionName(collection) && isAssetKey(key) && (await store.collection(collection)) !== undefined;
    const [record] = isKnown ? await store.get(collection, [key]) : [];
    if (!record) throw invalidInput('NOT_FOUND', 'There is no asset of that id.');
    const bytes = record.imageId === undefined ? undefined : await imageFiles.get(record.imageId);
    if (!bytes) throw invalidInput('NOT_FOUND', 'The asset of that id has no picture.');
    return bytes;
  };
}
