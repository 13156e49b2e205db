import { invalidInput } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { StandardSchema } from './standard-schema.ts';
import { isCollectionName } from './store/names.ts';

/**
 * The field of a stored document that holds the version of its kind. Documents from before kinds had versions lack it, and
 * are of version 1.
 */
export const VERSION_FIELD = '$version';

/** What a store is told of a kind, so that it can answer filters quickly. */
export interface KindIndexes {
  /** Follows `isCollectionName`. */
  readonly name: string;
  /**
   * Dotted paths that are filtered by, as in a {@link Filter}; in a list of its own, paths that are often asked for together, those with
   * the fewest values first. At most {@link MAX_INDEXES}.
   */
  readonly indexes?: readonly (string | readonly string[])[] | undefined;
}

/**
 * The shape of the documents of one kind: what a module keeps. `documentsOf` of `@clipgraph/module-kit` reads and writes
 * documents through it, and `openKinds` brings a store to its indexes and version.
 *
 * @example
 * const note: DocumentKind<Note> = {
 *   name: 'note',
 *   version: 2,
 *   schema: v.object({ text: v.string(), pinned: v.boolean() }),
 *   indexes: ['pinned'],
 *   upgrades: { 1: (document) => ({ ...document, pinned: false }) },
 * };
 */
export interface DocumentKind<Content = unknown> extends KindIndexes {
  /** Of the shape: a whole number from 1, one more after every change that the schema before would refuse or misread. */
  readonly version: number;
  /** Of the document as JSON, without {@link VERSION_FIELD}. What it answers must be JSON that it accepts again: no dates, no vectors. */
  readonly schema: StandardSchema<Content>;
  /**
   * By version: makes the document of the next version, at once and as JSON. There is one for each version before this one. A
   * document of which it makes nothing that fits stays as it was.
   */
  readonly upgrades?: Readonly<Record<number, (document: JsonObject) => JsonObject>> | undefined;
}

/** Paths that a store keeps an index of for one kind. */
export const MAX_INDEXES: number = 32;
/** Paths of one index. */
export const MAX_INDEX_PATHS: number = 4;
/** Of a path that is indexed, in characters. */
export const MAX_INDEX_PATH_LENGTH: number = 200;

/** INVALID_INPUT for a wrong name of a kind, too many indexes, or a path that is empty, too long or has half surrogates. */
export function checkKinds(kinds: readonly KindIndexes[]): void {
  for (const { name, indexes = [] } of kinds) {
    if (!isCollectionName(name)) throw invalidInput('INVALID', 'A kind has 1 to 64 letters, digits, _ and -, a letter or digit first.');
    if (indexes.length > MAX_INDEXES || !indexes.every(isIndex)) {
      const most = `at most ${MAX_INDEXES} indexes of up to ${MAX_INDEX_PATHS} paths, each of 1 to ${MAX_INDEX_PATH_LENGTH} characters without half surrogates`;
      throw invalidInput('INVALID', `The kind ${name} has ${most}.`);
    }
  }
}

function isIndex(index: string | readonly string[]): boolean {
  const paths = typeof index === 'string' ? [index] : index;
  return paths.length > 0 && paths.length <= MAX_INDEX_PATHS && new Set(paths).size === paths.length && paths.every(isIndexPath);
}

function isIndexPath(path: string): boolean {
  return path.length > 0 && path.length <= MAX_INDEX_PATH_LENGTH && path.isWellFormed();
}
