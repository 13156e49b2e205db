import type { DatabaseSync } from 'node:sqlite';

import { type Migration, openDatabase as open, sqliteErrors, type ToPluginError } from '@clipgraph/sqlite-kit';

import { KindIndex } from './kind-index.ts';
import { Statements } from './statements.ts';

/** What SQLite says, in words about the documents. */
export const documentErrors: ToPluginError = sqliteErrors({
  inUse: 'The documents are in use by another process.',
  notWritable: "The documents' file cannot be written.",
  notReadable: "The documents' file cannot be read or written.",
  damaged: "The documents' file is damaged.",
  full: 'There is no space left for the documents.',
  notOpenable: "The documents' file cannot be opened.",
  notDatabase: "The documents' file is not a database.",
  failed: 'The document store failed.',
});

const MIGRATIONS: readonly Migration[] = [
  `
  CREATE TABLE documents (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (kind, id)
  ) STRICT;
  `,
  // For each kind with indexes, the paths of each index as JSON; its values are in a table of its own, see kind-index.ts.
  'CREATE TABLE indexed_kinds (number INTEGER PRIMARY KEY, kind TEXT NOT NULL UNIQUE, paths TEXT NOT NULL) STRICT;',
  completeIndexes,
];

/** Opens the documents of a folder, for this connection alone. */
export function openDatabase(folder: string): DatabaseSync {
  return open({
    folder,
    name: 'documents.sqlite',
    // "cdoc"
    applicationId: 0x63_64_6f_63,
    migrations: MIGRATIONS,
    synchronous: 'full',
    pragmas: 'PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -16384',
    messages: {
      foreign: "The documents' file belongs to another application.",
      newer: (version, known) => `The documents' file has schema ${version}; this version knows up to ${known}.`,
    },
  });
}

/** Each index gets the table of several values, which the version before did not have. */
function completeIndexes(database: DatabaseSync): void {
  const statements = new Statements(database);
  for (const { number, paths } of database.prepare('SELECT number, paths FROM indexed_kinds').all() as {
    number: number;
    paths: string;
  }[]) {
    new KindIndex(statements, number, JSON.parse(paths) as string[][]).complete(database);
  }
}
