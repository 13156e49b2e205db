/** What a file that Git LFS has not fetched holds in place of the content, by its specification. */
const LFS_POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\r?\n/;

/** A pointer is shorter than this, says Git LFS. */
export const LFS_POINTER_BYTES = 1024;

/** For messages, behind the name of a file. */
export const LFS_ADVICE = 'is a Git LFS pointer, not the file itself. Run "git lfs pull" in the repository that it is from, and try again';

/** Whether the beginning of a file says that the file itself was never fetched. */
export function isLfsPointer(start: string): boolean {
  return LFS_POINTER.test(start);
}

/**
 * The object in a model's JSON file. A byte order mark before it, as editors on Windows write one, is skipped. Throws an Error
 * whose message goes on where the name of the file ends.
 */
export function modelJson(text: string): Readonly<Record<string, unknown>> {
  if (isLfsPointer(text)) throw new Error(LFS_ADVICE);
  const value = parsed(text.startsWith('\ufeff') ? text.slice(1) : text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Error('is not a JSON object');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // Bytes that are no UTF-8 arrive as this character; PowerShell writes UTF-16.
    const encoding = text.startsWith('\ufffd') ? ' in UTF-8: save it with that encoding' : '';
    throw new Error(`is not valid JSON${encoding}`, { cause });
  }
}
