import type { AssetRecord, StoredRecord, VectorStore } from '@clipgraph/contracts';

/** Few enough for one request of a write, whatever the dimensions. */
const PAGE = 256;

const WITH_TILES = { crops: true } as const;

export interface StoredAsset {
  readonly record: StoredRecord;
  readonly vectors: AssetRecord['vectors'];
}

/** All records of a collection, by key. */
export async function* recordPages(store: VectorStore, collection: string): AsyncGenerator<readonly StoredRecord[]> {
  for (let after: string | undefined; ;) {
    const page = await store.scroll(collection, { limit: PAGE, ...(after !== undefined && { after }) });
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.key;
  }
}

/** With their vectors; without those that are deleted meanwhile. */
export async function assetsOf(store: VectorStore, collection: string, records: readonly StoredRecord[]): Promise<StoredAsset[]> {
  const found = await store.vectors(
    collection,
    records.map(({ key }) => key),
    WITH_TILES,
  );
  return records.flatMap((record, i) => (found[i] ? [{ record, vectors: found[i] }] : []));
}

/** What is stored under some keys, in their order; undefined where there is nothing. */
export async function assetsAt(store: VectorStore, collection: string, keys: readonly string[]): Promise<(StoredAsset | undefined)[]> {
  const [records, vectors] = await Promise.all([store.get(collection, keys), store.vectors(collection, keys, WITH_TILES)]);
  return records.map((record, i) => record && vectors[i] && { record, vectors: vectors[i] });
}
