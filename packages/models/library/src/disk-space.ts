import { statfs } from 'node:fs/promises';

import { PluginError } from '@clipgraph/contracts';

import { byteText } from './byte-text.ts';

/** What stays free for everybody else. */
const RESERVE_BYTES = 64 * 1024 * 1024;

/** Rejects with UNAVAILABLE when so many more bytes do not fit where a folder lies. */
export async function checkDiskSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (bytes + RESERVE_BYTES <= free) return;
  throw new PluginError('UNAVAILABLE', `There is not enough space for the model: it needs ${byteText(bytes)}, ${byteText(free)} are free.`);
}
