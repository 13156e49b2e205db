import { isPluginError, PluginError } from '@clipgraph/contracts';

import type { SentError } from './protocol.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html), as far as they need words of their own. */
const MESSAGES: Readonly<Record<number, string>> = {
  5: 'The documents are in use by another process.',
  8: "The documents' file cannot be written.",
  10: "The documents' file cannot be read or written.",
  11: "The documents' file is damaged.",
  13: 'There is no space left for the documents.',
  14: "The documents' file cannot be opened.",
  26: "The documents' file is not a database.",
};
const CONSTRAINT = 19;

function resultCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}

/** Whether SQLite refused a row because its id is taken. */
export function isTaken(error: unknown): boolean {
  return resultCode(error) === CONSTRAINT;
}

/** What SQLite or the file system says, as a PluginError for a message between threads; the cause stays for the log. */
export function sentError(error: unknown): SentError {
  if (isPluginError(error)) return { code: error.code, message: error.message, input: error.input };
  const message = MESSAGES[resultCode(error) ?? 0] ?? 'The document store failed.';
  return { code: 'UNAVAILABLE', message, cause: String(error) };
}

export function receivedError({ code, message, input, cause }: SentError): PluginError {
  return new PluginError(code, message, { cause, ...(input && { input }) });
}
