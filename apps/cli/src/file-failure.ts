/** Why a file on this machine could not be used. */
export interface FileFailure {
  readonly code: 'VANISHED' | 'UNREADABLE';
  readonly message: string;
}

export function fileFailure(error: unknown): FileFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'VANISHED', message: 'The file is not there.' };
    case 'EACCES':
    case 'EPERM':
      return { code: 'UNREADABLE', message: 'The file may not be read.' };
    case 'EISDIR':
      return { code: 'UNREADABLE', message: 'This is a folder.' };
    default:
      return { code: 'UNREADABLE', message: `The file cannot be read (${code}).` };
  }
}
