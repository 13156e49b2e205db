import { isPluginError, PluginError } from '@clipgraph/contracts';
import type { SentError } from './protocol.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html), as far as they need words of their own. */
const MESSAGES: Readonly<Record<number, string>> = {
  5: 'The store is in use by another process',
  8: "The store's files cannot be written",
  10: "The store's files cannot be read or written",
  11: "The store's database file is damaged",
  13: 'There is no space left for the store',
  14: "The store's files cannot be opened",
  26: "The store's database file is not a database",
};

/** Turns what SQLite or the file system says into a PluginError; the cause keeps the details for the log. */
export function databaseError(error: unknown): PluginError {
  if (isPluginError(error)) return error;
  const result = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
  const message = (result !== undefined && MESSAGES[result]) || 'The store failed';
  return new PluginError('UNAVAILABLE', message, { cause: error });
}

/** For a message; a cause that cannot be cloned goes as its text. */
export function sentError(error: unknown): SentError {
  const { code, message, cause } = databaseError(error);
  return { code, message, cause: cause instanceof Error ? String(cause) : undefined };
}

export function receivedError({ code, message, cause }: SentError): PluginError {
  return new PluginError(code, message, { cause });
}
