import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PluginError } from '@clipgraph/contracts';
import type { EngineOptions } from './protocol.ts';
import { createWordIndex, indexAllWords } from './word-index.ts';

/** Marks the file as ours ("clip"), see sqlite.org/pragma.html#pragma_application_id. */
const APPLICATION_ID = 0x63_6c_69_70;

/** Each entry, SQL or a function, takes the schema from its index to the next version. Never changed once released; only added to. */
const MIGRATIONS: readonly (string | ((database: DatabaseSync) => void))[] = [
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

/**
 * Opens the database in a folder, makes or migrates its schema and locks it for this connection alone: another one,
 * of this process or another, is refused at once, and the lock goes with the process however it ends.
 */
export function openDatabase({ path, synchronous }: EngineOptions): DatabaseSync {
  mkdirSync(path, { recursive: true });
  const database = new DatabaseSync(join(path, 'store.sqlite'), { timeout: 0 });
  try {
    // Before the first access: the lock is then kept, and no shared memory file is needed.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const version = schemaVersion(database);
    // Several vectors on a page; only a new file takes it.
    if (version === 0) database.exec('PRAGMA page_size = 16384');
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${synchronous === 'full' ? 'FULL' : 'NORMAL'};
      PRAGMA journal_size_limit = 67108864;
      PRAGMA wal_autocheckpoint = 2000;
      PRAGMA cache_size = -65536;
      BEGIN EXCLUSIVE;
    `);
    for (const migration of MIGRATIONS.slice(version)) {
      if (typeof migration === 'string') database.exec(migration);
      else migration(database);
    }
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** 0 for a file without anything in it. */
function schemaVersion(database: DatabaseSync): number {
  const { application_id: application } = database.prepare('PRAGMA application_id').get() as { application_id: number };
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  const { count } = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as { count: number };
  if (count === 0) return 0;
  if (application !== APPLICATION_ID) throw new PluginError('UNSUPPORTED', "The store's database file belongs to another application");
  if (version > MIGRATIONS.length) {
    throw new PluginError('UNSUPPORTED', `The store's database has schema ${version}; this version knows up to ${MIGRATIONS.length}`);
  }
  return version;
}
