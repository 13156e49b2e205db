import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { PluginError } from '@clipgraph/contracts';

/** SQL, or a function, that takes the schema from one version to the next. */
export type Migration = string | ((database: DatabaseSync) => void);

export interface DatabaseFile {
  /** Made when it is missing. */
  readonly folder: string;
  /** Of the file, for example `store.sqlite`. */
  readonly name: string;
  /** Marks the file as the store's: four letters as a number, see sqlite.org/pragma.html#pragma_application_id. */
  readonly applicationId: number;
  /** Each takes the schema from its index to the next version. Never changed once released; only added to. */
  readonly migrations: readonly Migration[];
  /** Whether each transaction waits for the disk (`full`), or what was written last may be lost with the power. */
  readonly synchronous: 'full' | 'normal' | 'off';
  /** Bytes; only a new file takes it. */
  readonly pageSize?: number;
  /** More pragmas, for every connection. */
  readonly pragmas?: string;
  readonly messages: {
    /** Of the error for another application's file. */
    readonly foreign: string;
    /** Of the error for a file of a newer version. */
    newer(version: number, known: number): string;
  };
}

/**
 * Opens a database in a folder, makes or migrates its schema and locks it for this connection alone: another one, of this process
 * or another, is refused at once, and the lock goes with the process however it ends. Throws UNSUPPORTED for a file of another
 * application or a newer version, and what SQLite and the file system throw.
 */
export function openDatabase({
  folder,
  name,
  applicationId,
  migrations,
  synchronous,
  pageSize,
  pragmas,
  messages,
}: DatabaseFile): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  makeFile(path);
  for (const one of [folder, path]) closeToOthers(one);
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Before the first access: the lock is then kept, and no shared memory file is needed.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const version = schemaVersion(database, applicationId);
    if (version === undefined) throw new PluginError('UNSUPPORTED', messages.foreign);
    if (version > migrations.length) throw new PluginError('UNSUPPORTED', messages.newer(version, migrations.length));
    if (version === 0 && pageSize) database.exec(`PRAGMA page_size = ${pageSize}`);
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous.toUpperCase()}; ${pragmas ?? ''}; BEGIN EXCLUSIVE`);
    for (const migration of migrations.slice(version)) {
      if (typeof migration === 'string') database.exec(migration);
      else migration(database);
    }
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Before SQLite makes it: the files beside it, of the log, take its permissions. A file that is there is left alone, for
 * closing it would drop the lock that a store of this process holds on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
function makeFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Takes every right of the group and of others, where they have one and it is ours to take. */
function closeToOthers(path: string): void {
  const { mode, uid } = statSync(path);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(path, mode & 0o700);
}

/** 0 for a file without anything in it; undefined for another application's. */
function schemaVersion(database: DatabaseSync, applicationId: number): number | undefined {
  const read = (sql: string): number => Number(Object.values(database.prepare(sql).get() ?? {})[0]);
  if (read('SELECT count(*) FROM sqlite_schema') === 0) return 0;
  return read('PRAGMA application_id') === applicationId ? read('PRAGMA user_version') : undefined;
}
