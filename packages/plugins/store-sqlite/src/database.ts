import type { DatabaseSync } from 'node:sqlite';
import { type Migration, openDatabase as open, sqliteErrors, type ToPluginError } from '@clipgraph/sqlite-kit';
import type { EngineOptions } from './protocol.ts';
import { createWordIndex, indexAllWords } from './word-index.ts';

/** What SQLite says, in words about the store. */
export const storeErrors: ToPluginError = sqliteErrors({
  inUse: 'The store is in use by another process',
  notWritable: "The store's files cannot be written",
  notReadable: "The store's files cannot be read or written",
  damaged: "The store's database file is damaged",
  full: 'There is no space left for the store',
  notOpenable: "The store's files cannot be opened",
  notDatabase: "The store's database file is not a database",
  failed: 'The store failed',
});

const MIGRATIONS: readonly Migration[] = [
  `
  CREATE TABLE collections (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL,
    model TEXT NOT NULL,
    dimensions INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    collection INTEGER NOT NULL REFERENCES collections (id),
    key TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    image_id TEXT,
    image_vector BLOB,
    text_vector BLOB,
    text TEXT,
    payload TEXT NOT NULL,
    UNIQUE (collection, key)
  ) STRICT;
  CREATE INDEX records_by_image ON records (image_id) WHERE image_id IS NOT NULL;
  `,
  (database) => {
    for (const { id } of database.prepare('SELECT id FROM collections').all() as { id: number }[]) {
      createWordIndex(database, id);
      indexAllWords(database, id);
    }
  },
  // A table of its own: the rows of records stay as small as they are. Boxes and vectors are float32, tile by tile.
  `
  ALTER TABLE collections ADD COLUMN crops TEXT;
  CREATE TABLE tiles (record INTEGER PRIMARY KEY REFERENCES records (id), boxes BLOB NOT NULL, vectors BLOB NOT NULL) STRICT;
  `,
];

/** Opens the store of a folder, for this connection alone. */
export function openDatabase({ path, synchronous }: EngineOptions): DatabaseSync {
  return open({
    folder: path,
    name: 'store.sqlite',
    // "clip"
    applicationId: 0x63_6c_69_70,
    migrations: MIGRATIONS,
    synchronous,
    // Several vectors on a page.
    pageSize: 16_384,
    pragmas: 'PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 2000; PRAGMA cache_size = -65536',
    messages: {
      foreign: "The store's database file belongs to another application",
      newer: (version, known) => `The store's database has schema ${version}; this version knows up to ${known}`,
    },
  });
}
