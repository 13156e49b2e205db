import { chmod, mkdir, stat } from 'node:fs/promises';

import { ConfigError } from './config-error.ts';

/** Makes a folder that only its owner can look into; closes one to others that was open to them. */
export async function privateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await closeToOthers(path);
}

/** Takes every right of the group and of others, where they have one and it is ours to take. */
export async function closeToOthers(path: string): Promise<void> {
  const { mode, uid } = await stat(path);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) await chmod(path, mode & 0o700);
}

/** {@link closeToOthers} for a folder of an earlier server, which may not be there. */
export async function closeIfThere(path: string): Promise<void> {
  try {
    await closeToOthers(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** The data folder, made where it is missing. Rejects with a ConfigError where it cannot be one. */
export async function openDataFolder(path: string): Promise<void> {
  try {
    await privateFolder(path);
  } catch (error) {
    throw new ConfigError(`The data folder cannot be used: ${path} ${whyNot(error)} Set another one with CLIPGRAPH_DATA_DIR.`, {
      cause: error,
    });
  }
}

function whyNot(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EEXIST':
      return 'is a file.';
    case 'ENOTDIR':
      return 'is inside of a file.';
    case 'EACCES':
    case 'EPERM':
      return 'may not be made or read by this user.';
    case 'EROFS':
      return 'is on a disk that cannot be written.';
    case 'ENOSPC':
      return 'cannot be made: there is no space left.';
    default:
      return `cannot be made (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`;
  }
}
