import type { CompleteStore } from '@clipgraph/contracts';
import { recordPages } from '@clipgraph/store-kit';

import type { MigrationRecords } from './migration-records.ts';

/** What holds vectors, what says where, and what is left when they go. */
export interface MigrationStores {
  /** Where the vectors are; nobody else writes to it. */
  readonly behind: CompleteStore;
  readonly records: MigrationRecords;
  /** Deletes those pictures that no record uses any more. */
  readonly sweepPictures: (imageIds: Iterable<string>) => Promise<void>;
}

/**
 * Deletes what a record says is to be deleted, with the pictures that nothing else uses, and the record of a deleted
 * collection with it. Can be broken off at any point and done again; only in the collection's turn.
 */
export async function discardVectors(collection: string, { behind, records, sweepPictures }: MigrationStores): Promise<void> {
  const record = records.find(collection);
  if (!record) return;
  const unused = new Set<string>();
  for (const place of record.discard) {
    for (const imageId of await imagesOf(behind, place)) unused.add(imageId);
    await behind.deleteCollection(place);
  }
  if (record.state === 'DELETED') await records.remove(collection);
  else if (record.discard.length > 0) await records.put({ ...record, discard: [] });
  await sweepPictures(unused);
}

async function imagesOf(store: CompleteStore, place: string): Promise<Set<string>> {
  const imageIds = new Set<string>();
  if (!(await store.collection(place))) return imageIds;
  for await (const page of recordPages(store, place)) for (const { imageId } of page) if (imageId) imageIds.add(imageId);
  return imageIds;
}
