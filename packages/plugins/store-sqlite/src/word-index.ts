import type { DatabaseSync } from 'node:sqlite';
import { indexedText } from './words.ts';

/*
 * A full-text index for each collection, so that the rarity of a word is that within its collection. It keeps words
 * and their places, not the texts; a row has its record's id.
 */

/** The name of a collection's index. */
export function wordIndex(collection: number): string {
  return `words_${collection}`;
}

export function createWordIndex(database: DatabaseSync, collection: number): void {
  database.exec(`
    CREATE VIRTUAL TABLE ${wordIndex(collection)} USING fts5 (
      words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M* Co'"
    )`);
}

/** Fills the index of a collection whose records are older than it. */
export function indexAllWords(database: DatabaseSync, collection: number): void {
  const insert = database.prepare(`INSERT INTO ${wordIndex(collection)} (rowid, words) VALUES (?, ?)`);
  const records = database.prepare('SELECT id, text, payload FROM records WHERE collection = ?').iterate(collection);
  for (const { id, text, payload } of records as unknown as Iterable<{ id: number; text: string | null; payload: string }>) {
    const words = indexedText(text, payload);
    if (words !== '') insert.run(id, words);
  }
}
