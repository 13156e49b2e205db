import { isPluginError, PluginError } from '@clipgraph/contracts';

/** What a store says for SQLite's primary result codes (sqlite.org/rescode.html). No message may hold a path. */
export interface SqliteMessages {
  readonly inUse: string;
  readonly notWritable: string;
  readonly notReadable: string;
  readonly damaged: string;
  readonly full: string;
  readonly notOpenable: string;
  readonly notDatabase: string;
  /** For everything else. */
  readonly failed: string;
}

const MESSAGE_OF: Readonly<Record<number, keyof SqliteMessages>> = {
  5: 'inUse',
  8: 'notWritable',
  10: 'notReadable',
  11: 'damaged',
  13: 'full',
  14: 'notOpenable',
  26: 'notDatabase',
};

export const SQLITE_BUSY = 5;
export const SQLITE_FULL = 13;
export const SQLITE_CONSTRAINT = 19;

/** SQLite's primary result code, without what extends it; undefined for what is no error of SQLite. */
export function resultCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}

/** Makes a PluginError of whatever was thrown; one that is a PluginError stays as it is. */
export type ToPluginError = (error: unknown) => PluginError;

/** What SQLite or the file system says, as UNAVAILABLE in the store's words; the cause keeps the details for the log. */
export function sqliteErrors(messages: SqliteMessages): ToPluginError {
  return (error) => {
    if (isPluginError(error)) return error;
    return new PluginError('UNAVAILABLE', messages[MESSAGE_OF[resultCode(error) ?? -1] ?? 'failed'], { cause: error });
  };
}
