import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteErrors, openNotes } from './testing/notes-engine.ts';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'clipgraph-notes-'));
});
afterEach(() => rm(path, { recursive: true }));

const FIRST = 'CREATE TABLE notes (text TEXT NOT NULL UNIQUE) STRICT';
const SECOND = "ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT 'white'";

describe('openDatabase', () => {
  it('migrates a file of an earlier version once, and keeps what is in it', () => {
    const first = openNotes(path, [FIRST]);
    first.exec("INSERT INTO notes VALUES ('a')");
    first.close();
    for (let opened = 0; opened < 2; opened++) {
      const second = openNotes(path, [FIRST, SECOND]);
      expect(second.prepare('SELECT * FROM notes').all()).toMatchObject([{ text: 'a', colour: 'white' }]);
      expect(second.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 });
      second.close();
    }
  });

  it('changes nothing where a migration fails', () => {
    openNotes(path, [FIRST]).close();
    expect(() => openNotes(path, [FIRST, SECOND, 'CREATE TABLE notes (again TEXT)'])).toThrow('already exists');
    const again = openNotes(path, [FIRST]);
    expect(again.prepare('SELECT count(*) AS columns FROM pragma_table_info(?)').get('notes')).toEqual({ columns: 1 });
    again.close();
  });

  it('refuses a newer version and a file of another application', () => {
    openNotes(path, [FIRST, SECOND]).close();
    expect(() => openNotes(path, [FIRST])).toThrow(expect.objectContaining({ code: 'UNSUPPORTED', message: 'Version 2 of 1.' }) as Error);
    const foreign = join(path, 'foreign');
    openNotes(foreign, [FIRST]).close();
    const other = new DatabaseSync(join(foreign, 'notes.sqlite'));
    other.exec('PRAGMA application_id = 7');
    other.close();
    expect(() => openNotes(foreign)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED', message: 'These are not notes.' }) as Error);
  });

  it('lets one connection in at a time', () => {
    const first = openNotes(path);
    const busy = ((): unknown => {
      try {
        return openNotes(path);
      } catch (error) {
        return noteErrors(error);
      }
    })();
    expect(busy).toMatchObject({ code: 'UNAVAILABLE', message: 'The notes are in use.' });
    first.close();
    openNotes(path).close();
  });

  it('tells no path where the folder cannot be made', async () => {
    await writeFile(join(path, 'file'), '');
    const failed = ((): unknown => {
      try {
        return openNotes(join(path, 'file', 'folder'));
      } catch (error) {
        return noteErrors(error);
      }
    })();
    expect(failed).toMatchObject({ code: 'UNAVAILABLE', message: 'The notes failed.', cause: expect.any(Error) as Error });
  });
});
