import { hkdfSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Secrets } from '@clipgraph/contracts';

import { ConfigError } from './config-error.ts';
import { closeToOthers } from './private-folder.ts';

const BYTES = 32;

/** The secret that signs cursors and image addresses: made once, kept in the data folder, readable by its owner only. */
export async function serverSecret(dataDir: string): Promise<Buffer> {
  const path = join(dataDir, 'secret');
  try {
    await writeFile(path, randomBytes(BYTES), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  await closeToOthers(path);
  const secret = await readFile(path);
  if (secret.length !== BYTES)
    throw new ConfigError('The file "secret" in the data folder is damaged; delete it (open cursors and image addresses end).');
  return secret;
}

/** Keys for single purposes, made of the secret by HKDF (RFC 5869): knowing one tells nothing of another. */
export function secretsOf(secret: Uint8Array): Secrets {
  return { derive: (purpose) => new Uint8Array(hkdfSync('sha256', secret, '', `clipgraph ${purpose}`, BYTES)) };
}
