import type { Filter, RecordVectors, RequestOptions, StoredRecord, VectorStore } from '@clipgraph/contracts';

/** Few enough for one request of any store, with vectors of any dimensions. */
const PAGE_SIZE = 256;

export interface PageOptions extends RequestOptions {
  readonly filter?: Filter | undefined;
  /** Only records whose keys come after this one. */
  readonly after?: string | undefined;
  /** Default 256. */
  readonly pageSize?: number;
}

/** Every record of a collection that passes, by key, a page at a time; no page is empty. Rejects with the signal's reason between two pages. */
export async function* recordPages(
  store: Pick<VectorStore, 'scroll'>,
  collection: string,
  options: PageOptions = {},
): AsyncGenerator<readonly StoredRecord[]> {
  const { filter, pageSize = PAGE_SIZE, signal } = options;
  for (let { after } = options; ;) {
    signal?.throwIfAborted();
    const page = await store.scroll(collection, { limit: pageSize, ...(filter && { filter }), ...(after !== undefined && { after }) });
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.key;
  }
}

/** A record with its vectors, undefined where it was deleted between the two questions. */
export interface RecordWithVectors {
  readonly record: StoredRecord;
  readonly vectors: RecordVectors | undefined;
}

/** The same with the vectors of each record; not with those of parts of its picture. */
export async function* vectorPages(
  store: Pick<VectorStore, 'scroll' | 'vectors'>,
  collection: string,
  options: PageOptions = {},
): AsyncGenerator<readonly RecordWithVectors[]> {
  for await (const page of recordPages(store, collection, options)) {
    const vectors = await store.vectors(collection, keysOf(page));
    yield page.map((record, index) => ({ record, vectors: vectors[index] }));
  }
}

export function keysOf(records: readonly { readonly key: string }[]): string[] {
  return records.map(({ key }) => key);
}
