import type { DatabaseSync } from 'node:sqlite';

import { PluginError } from '@clipgraph/contracts';

import { openDatabase } from '../open-database.ts';
import type { Outcome } from '../serve-calls.ts';
import { sqliteErrors, type ToPluginError } from '../sqlite-errors.ts';

export const noteErrors: ToPluginError = sqliteErrors({
  inUse: 'The notes are in use.',
  notWritable: 'The notes cannot be written.',
  notReadable: 'The notes cannot be read.',
  damaged: 'The notes are damaged.',
  full: 'There is no space left for the notes.',
  notOpenable: 'The notes cannot be opened.',
  notDatabase: 'The notes are not a database.',
  failed: 'The notes failed.',
});

export function openNotes(
  folder: string,
  migrations: readonly string[] = ['CREATE TABLE notes (text TEXT NOT NULL UNIQUE) STRICT'],
): DatabaseSync {
  return openDatabase({
    folder,
    name: 'notes.sqlite',
    applicationId: 0x6e_6f_74_65,
    migrations,
    synchronous: 'normal',
    messages: { foreign: 'These are not notes.', newer: (version, known) => `Version ${version} of ${known}.` },
  });
}

/** A small engine over a real file, for tests of the calls. */
export class NotesEngine {
  readonly #database: DatabaseSync;
  /** How many changes each transaction held. */
  readonly #together: number[] = [];

  constructor(folder: string) {
    this.#database = openNotes(folder);
  }

  add(text: string): number {
    return Number(this.#database.prepare('INSERT INTO notes VALUES (?)').run(text).changes);
  }

  all(): string[] {
    return this.#database
      .prepare('SELECT text FROM notes ORDER BY rowid')
      .all()
      .map(({ text }) => String(text));
  }

  transactions(): readonly number[] {
    return this.#together;
  }

  /** Refuses with every field that a PluginError has. */
  refuse(): never {
    throw new PluginError('INVALID_INPUT', 'Refused.', { input: 'TOO_LARGE', retryAfterMs: 250, cause: new RangeError('too many') });
  }

  /** Something that no message between threads can hold. */
  unsendable(): unknown {
    return () => undefined;
  }

  together(changes: readonly (() => unknown)[]): Outcome[] {
    this.#together.push(changes.length);
    return changes.map((change) => {
      try {
        return { result: change() };
      } catch (error) {
        return { error };
      }
    });
  }

  close(): void {
    this.#database.close();
  }
}
