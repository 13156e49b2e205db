import { chmod, mkdir, stat } from 'node:fs/promises';

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
