import { PluginError, sameCrops, type CollectionInfo, type CompleteStore, type PictureStore } from '@clipgraph/contracts';
import { recordPages } from '@clipgraph/store-kit';

import { recordDigest } from './content-checksum.ts';
import { assetsAt, assetsOf, type StoredAsset } from './stored-assets.ts';
import { TOLERANCE, vectorDifference } from './vector-difference.ts';

/** Where collections are copied from and to; who opened it closes the store. */
export interface Place {
  readonly store: CompleteStore;
  readonly images: PictureStore;
}

export interface CopyCounts {
  /** Not there before. */
  added: number;
  /** There before, with other content. */
  replaced: number;
  /** There already. */
  same: number;
  /** Of records that were added or replaced: those that the source does not have, or has damaged. */
  missingPictures: number;
}

export interface CopyOptions {
  readonly from: Place;
  readonly to: Place;
  /** Says what would be done, and writes nothing. */
  readonly dryRun: boolean;
  /** Whether the places keep their pictures in different folders. */
  readonly withPictures: boolean;
  /** Aborted: what is being written is finished, and the rest is left. */
  readonly signal: AbortSignal;
  readonly onProgress: (records: number) => void;
}

/**
 * Rejects with CONFLICT when the target has a collection of this name for another model or with other crops, which is then left as it is.
 * @returns whether the target has one
 */
export async function checkTarget({ name, fingerprint, dimensions, crops }: CollectionInfo, to: CompleteStore): Promise<boolean> {
  const existing = await to.collection(name);
  if (existing && (existing.fingerprint !== fingerprint || existing.dimensions !== dimensions)) {
    throw new PluginError(
      'CONFLICT',
      `The target has a collection "${name}" with vectors of another model (${existing.model}); nothing is copied.`,
    );
  }
  if (existing && !sameCrops(existing.crops, crops)) {
    throw new PluginError('CONFLICT', `The target has a collection "${name}" that embeds pictures in other crops; nothing is copied.`);
  }
  return existing !== undefined;
}

/**
 * Makes the target's collection hold every record of the source's, by key: what is there already is not written again,
 * so that the same call resumes one that broke off. What the target has beside them stays.
 */
export async function copyCollection(collection: CollectionInfo, options: CopyOptions): Promise<CopyCounts> {
  const { from, to, dryRun, signal, onProgress } = options;
  const { createdAt: _createdAt, ...spec } = collection;
  const { name, fingerprint } = spec;
  const counts: CopyCounts = { added: 0, replaced: 0, same: 0, missingPictures: 0 };
  const exists = await checkTarget(collection, to.store);
  if (!exists && !dryRun) await to.store.createCollection(spec);

  for await (const page of recordPages(from.store, name)) {
    signal.throwIfAborted();
    const assets = await assetsOf(from.store, name, page);
    const keys = assets.map(({ record }) => record.key);
    const there = exists ? await assetsAt(to.store, name, keys) : [];
    const wanted = assets.filter((asset, i) => !isSame(asset, there[i]));
    const replaced = assets.filter((asset, i) => there[i] && !isSame(asset, there[i])).length;
    if (wanted.length > 0 && !dryRun) {
      // First, so that no record is without its picture when this breaks off.
      if (options.withPictures) counts.missingPictures += await copyPictures(wanted, from.images, to.images);
      await to.store.upsert(
        name,
        fingerprint,
        wanted.map(({ record, vectors }) => ({ ...record, vectors })),
      );
    }
    counts.replaced += replaced;
    counts.added += wanted.length - replaced;
    counts.same += assets.length - wanted.length;
    onProgress(assets.length);
  }
  signal.throwIfAborted();
  return counts;
}

function isSame(asset: StoredAsset, other: StoredAsset | undefined): boolean {
  return (
    other !== undefined &&
    recordDigest(asset.record) === recordDigest(other.record) &&
    vectorDifference(asset.vectors, other.vectors) <= TOLERANCE
  );
}

/** How many could not be copied. */
async function copyPictures(assets: readonly StoredAsset[], from: PictureStore, to: PictureStore): Promise<number> {
  let missing = 0;
  for (const imageId of new Set(assets.flatMap(({ record }) => record.imageId ?? []))) {
    const picture = await from.get(imageId);
    if (picture) await to.put(picture);
    else missing += 1;
  }
  return missing;
}
