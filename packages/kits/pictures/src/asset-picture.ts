import { idParts } from '@clipgraph/module-kit';
import {
  invalidInput,
  isAssetKey,
  isCollectionName,
  type Picture,
  type PictureStore,
  type RequestOptions,
  type VectorStore,
} from '@clipgraph/contracts';

/** Where assets and their pictures are. */
export interface AssetPictureParts {
  readonly store: Pick<VectorStore, 'collection' | 'get'>;
  readonly files: Pick<PictureStore, 'get'>;
}

/** Finds the picture of an asset by the asset's global id. */
export type AssetPicture = (assetId: string, options?: RequestOptions) => Promise<Picture>;

/**
 * Finds pictures for `ImageInput.assetId`. INVALID_INPUT (NOT_FOUND) for another id, an asset that is gone and an asset
 * without a picture.
 */
export function assetPicture({ store, files }: AssetPictureParts): AssetPicture {
  return async (assetId, options) => {
    const [collection, key] = idParts(assetId, 'Asset', 2) as [string, string];
    const isKnown = isCollectionName(collection) && isAssetKey(key) && (await store.collection(collection)) !== undefined;
    const [record] = isKnown ? await store.get(collection, [key]) : [];
    if (!record) throw invalidInput('NOT_FOUND', 'There is no asset of that id.');
    const picture = record.imageId === undefined ? undefined : await files.get(record.imageId, options);
    if (!picture) throw invalidInput('NOT_FOUND', 'The asset of that id has no picture.');
    return picture;
  };
}
