import type { DocumentStore, JsonObject } from '@clipgraph/contracts';

import type { MigrationRecord } from './migration-record.ts';

const KIND = 'migration';
const PAGE = 100;

/** The records by collection: on disk first, then in memory, which answers. One is written in its collection's turn only. */
export interface MigrationRecords {
  find(collection: string): MigrationRecord | undefined;
  /** By collection. */
  all(): readonly MigrationRecord[];
  put(record: MigrationRecord): Promise<void>;
  remove(collection: string): Promise<void>;
}

/** Reads them all; only one process may write them. */
export async function migrationRecords(documents: DocumentStore): Promise<MigrationRecords> {
  const records = new Map<string, MigrationRecord>();
  for (let after: string | undefined; ;) {
    const page = await documents.list(KIND, { after, limit: PAGE });
    for (const { id, document } of page) records.set(id, document as unknown as MigrationRecord);
    if (page.length < PAGE) break;
    after = page.at(-1)!.id;
  }
  return {
    find: (collection) => records.get(collection),
    all: () => [...records.keys()].toSorted().map((collection) => records.get(collection)!),
    async put(record) {
      await documents.put(KIND, record.collection, record as unknown as JsonObject);
      records.set(record.collection, record);
    },
    async remove(collection) {
      await documents.delete(KIND, collection);
      records.delete(collection);
    },
  };
}
