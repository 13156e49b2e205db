import { isPluginError, SettingError, type DocumentStore } from '@clipgraph/contracts';
import { documentsOf } from '@clipgraph/module-kit';

import { migrationKind } from './kinds.ts';
import type { MigrationRecord } from './migration-record.ts';

const PAGE = 100;

/** The records by collection: on disk first, then in memory, which answers. One is written in its collection's turn only. */
export interface MigrationRecords {
  find(collection: string): MigrationRecord | undefined;
  /** By collection. */
  all(): readonly MigrationRecord[];
  put(record: MigrationRecord): Promise<void>;
  remove(collection: string): Promise<void>;
}

/**
 * Reads them all; only one process may write them. Rejects with a SettingError where one cannot be read: its collection would be taken for
 * another one's vectors.
 */
export async function migrationRecords(documents: DocumentStore): Promise<MigrationRecords> {
  const kept = documentsOf(documents, migrationKind);
  const records = new Map<string, MigrationRecord>();
  for (let after: string | undefined; ;) {
    const page = await kept.listWhole({ after, limit: PAGE }).catch((error: unknown) => {
      if (!isPluginError(error) || error.code !== 'UNSUPPORTED') throw error;
      const remedy = 'Start the version of clipgraph that wrote it, or one after that; or restore the documents from before.';
      throw new SettingError(`${error.message} Without it nobody knows where the vectors of that collection are. ${remedy}`, {
        cause: error,
      });
    });
    for (const { id, document } of page) records.set(id, document);
    if (page.length < PAGE) break;
    after = page.at(-1)!.id;
  }
  return {
    find: (collection) => records.get(collection),
    all: () => [...records.keys()].toSorted().map((collection) => records.get(collection)!),
    async put(record) {
      await kept.put(record.collection, record);
      records.set(record.collection, record);
    },
    async remove(collection) {
      await kept.delete(collection);
      records.delete(collection);
    },
  };
}
