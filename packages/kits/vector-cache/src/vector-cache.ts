import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { openDatabase, resultCode, SQLITE_BUSY, SQLITE_FULL } from '@clipgraph/sqlite-kit';

/** Large enough that a vector lies whole on a page. */
const PAGE_BYTES = 16_384;
const MIN_BYTES = 64 * PAGE_BYTES;
/** Few at a time, so that nobody waits for it. */
const FORGOTTEN_AT_ONCE = 64;
const CHECKSUM_BYTES = 8;
const FILE = 'vectors.sqlite';

export interface VectorCacheOptions {
  /** A folder of its own; made when it is not there. One process at a time. */
  readonly dir: string;
  /** Of the file, at least 1 MiB; a journal of a few MiB comes on top. */
  readonly maxBytes: number;
}

/**
 * A cache of vectors by key, on disk; the least recently used are deleted first. It never fails: a vector that cannot be read is
 * missing, a damaged file is replaced by an empty one, and nothing is kept where the file cannot be written or another process
 * has it. Reading takes microseconds, on this thread.
 */
export interface VectorCache {
  /** Without `dimensions` of any length. */
  get(key: Uint8Array, dimensions?: number): Float32Array | undefined;
  put(key: Uint8Array, vector: Float32Array): void;
  /** Vectors that it holds. */
  count(): number;
  /** Safe to call twice; afterwards nothing is there. */
  close(): void;
}

/** Throws a RangeError for a `maxBytes` that is too small. */
export function vectorCache({ dir, maxBytes }: VectorCacheOptions): VectorCache {
  if (!(maxBytes >= MIN_BYTES)) throw new RangeError(`A vector cache needs at least ${MIN_BYTES} bytes.`);
  const maxPages = Math.floor(maxBytes / PAGE_BYTES);
  let file = opened();

  /** The file as it is, or a new one in the place of one that is damaged; undefined when there can be none. */
  function opened(): OpenFile | undefined {
    try {
      return openFile(dir, maxPages);
    } catch (error) {
      return resultCode(error) === SQLITE_BUSY ? undefined : emptyFile();
    }
  }

  function emptyFile(): OpenFile | undefined {
    try {
      for (const suffix of ['', '-wal', '-shm']) rmSync(join(dir, `${FILE}${suffix}`), { force: true });
      return openFile(dir, maxPages);
    } catch {
      return undefined;
    }
  }

  /** Undefined when the file failed; the cache then starts with an empty file. */
  function attempt<Result>(task: (open: OpenFile) => Result): Result | undefined {
    if (!file) return undefined;
    try {
      return task(file);
    } catch {
      closeQuietly(file.database);
      file = emptyFile();
      return undefined;
    }
  }

  return {
    get(key, dimensions) {
      return attempt((open) => {
        const row = open.select.get(key) as Row | undefined;
        if (!row || (dimensions !== undefined && row.vector.length !== dimensions * 4)) return undefined;
        if (!sameBytes(checksumOf(key, row.vector), row.checksum)) return undefined;
        // Not at every use: that would make each read a write.
        if (open.clock - row.used > open.renewAfter) open.renew.run(++open.clock, row.id);
        return new Float32Array(row.vector.slice().buffer);
      });
    },
    put(key, vector) {
      const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
      attempt((open) => {
        const insert = (): void => void open.insert.run(key, ++open.clock, checksumOf(key, bytes), bytes);
        try {
          insert();
        } catch (error) {
          if (resultCode(error) !== SQLITE_FULL) throw error;
          const { changes } = open.forget.run(FORGOTTEN_AT_ONCE);
          // A few uses of everything that fits.
          open.renewAfter = Math.max(FORGOTTEN_AT_ONCE, Math.floor(countIn(open) / 4));
          if (changes > 0) insert();
        }
      });
    },
    count: () => attempt(countIn) ?? 0,
    close() {
      if (file) closeQuietly(file.database);
      file = undefined;
    },
  };
}

interface Row {
  readonly id: number;
  readonly used: number;
  readonly checksum: Uint8Array;
  readonly vector: Uint8Array;
}

interface OpenFile {
  readonly database: DatabaseSync;
  readonly select: StatementSync;
  readonly insert: StatementSync;
  readonly renew: StatementSync;
  readonly forget: StatementSync;
  readonly counting: StatementSync;
  /** Counts uses; what was used last has the highest number. */
  clock: number;
  renewAfter: number;
}

const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE vectors (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, used INTEGER NOT NULL, checksum BLOB NOT NULL, vector BLOB NOT NULL) STRICT;
  CREATE INDEX vectors_by_use ON vectors (used);
  `,
];

/** Throws when the file is damaged, too large or of another version, or when another process has it (BUSY). */
function openFile(folder: string, maxPages: number): OpenFile {
  let database: DatabaseSync | undefined;
  try {
    database = openDatabase({
      folder,
      name: FILE,
      applicationId: 0,
      migrations: MIGRATIONS,
      // Every vector carries a checksum, so nothing needs to be waited for: what a power cut spoils is forgotten.
      synchronous: 'off',
      pageSize: PAGE_BYTES,
      pragmas: `PRAGMA wal_autocheckpoint = 128; PRAGMA journal_size_limit = 4194304; PRAGMA max_page_count = ${maxPages}`,
      messages: { foreign: 'The file is not a cache of vectors.', newer: () => 'The file is of a newer version.' },
    });
    const { clock, count } = database.prepare('SELECT coalesce(max(used), 0) AS clock, count(*) AS count FROM vectors').get() as {
      clock: number;
      count: number;
    };
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number };
    if (pages > maxPages) throw new Error('The file is larger than it may be.');
    return {
      database,
      select: database.prepare('SELECT id, used, checksum, vector FROM vectors WHERE key = ?'),
      insert: database.prepare('INSERT OR REPLACE INTO vectors (key, used, checksum, vector) VALUES (?, ?, ?, ?)'),
      renew: database.prepare('UPDATE vectors SET used = ? WHERE id = ?'),
      forget: database.prepare('DELETE FROM vectors WHERE id IN (SELECT id FROM vectors ORDER BY used LIMIT ?)'),
      counting: database.prepare('SELECT count(*) AS count FROM vectors'),
      clock,
      renewAfter: Math.max(FORGOTTEN_AT_ONCE, Math.floor(count / 4)),
    };
  } catch (error) {
    if (database) closeQuietly(database);
    throw error;
  }
}

function countIn({ counting }: OpenFile): number {
  return (counting.get() as { count: number }).count;
}

function checksumOf(key: Uint8Array, vector: Uint8Array): Uint8Array {
  return createHash('sha256').update(key).update(vector).digest().subarray(0, CHECKSUM_BYTES);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function closeQuietly(database: DatabaseSync): void {
  try {
    database.close();
  } catch {
    // It is closed already, or damaged beyond closing.
  }
}
