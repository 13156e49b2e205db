import type { StoredRecord, VectorStore } from '@clipgraph/contracts';

const PAGE = 64;

/** A collection by key, some records at a time. */
export async function* recordPages(store: VectorStore, collection: string): AsyncIterable<readonly StoredRecord[]> {
  for (let after: string | undefined; ;) {
    const page = await store.scroll(collection, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.key;
  }
}
