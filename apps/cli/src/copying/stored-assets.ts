import type { CompleteStore, RecordVectors, StoredRecord } from '@clipgraph/contracts';
import { keysOf } from '@clipgraph/store-kit';

export interface StoredAsset {
  readonly record: StoredRecord;
  readonly vectors: RecordVectors;
}

/** With their vectors, those of parts of pictures too; without those that are deleted meanwhile. */
export async function assetsOf(store: CompleteStore, collection: string, records: readonly StoredRecord[]): Promise<StoredAsset[]> {
  const found = await store.crops.vectors(collection, keysOf(records));
  return records.flatMap((record, i) => (found[i] ? [{ record, vectors: found[i] }] : []));
}

/** What is stored under some keys, in their order; undefined where there is nothing. */
export async function assetsAt(store: CompleteStore, collection: string, keys: readonly string[]): Promise<(StoredAsset | undefined)[]> {
  const [records, vectors] = await Promise.all([store.get(collection, keys), store.crops.vectors(collection, keys)]);
  return records.map((record, i) => record && vectors[i] && { record, vectors: vectors[i] });
}
