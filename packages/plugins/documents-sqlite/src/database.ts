import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { PluginError } from '@clipgraph/contracts';

/** Marks the file as ours ("cdoc"), see sqlite.org/pragma.html#pragma_application_id. */
const APPLICATION_ID = 0x63_64_6f_63;

/** Each entry takes the schema from its index to the next version. Never changed once released; only added to. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE documents (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (kind, id)
  ) STRICT;
  `,
];

/**
 * Opens the database in a folder, makes or migrates its schema and locks it for this connection alone: another one,
 * of this process or another, is refused at once, and the lock goes with the process however it ends.
 */
export function openDatabase(path: string): DatabaseSync {
  mkdirSync(path, { recursive: true });
  const database = new DatabaseSync(join(path, 'documents.sqlite'), { timeout: 0 });
  try {
    // Before the first access: the lock is then kept, and no shared memory file is needed.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const version = schemaVersion(database);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 16777216; BEGIN EXCLUSIVE');
    for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
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
  if (application !== APPLICATION_ID) throw new PluginError('UNSUPPORTED', "The documents' file belongs to another application.");
  if (version > MIGRATIONS.length) {
    throw new PluginError('UNSUPPORTED', `The documents' file has schema ${version}; this version knows up to ${MIGRATIONS.length}.`);
  }
  return version;
}
