import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { PluginError } from '@clipgraph/contracts';

/**
 * Runs a task as the only one that changes this folder of models, over all processes. SQLite's lock is the system's: it
 * goes with the process however that ends. Rejects with CONFLICT at once when another one is at work.
 */
export async function withLibraryLock<Result>(dir: string, task: () => Promise<Result>): Promise<Result> {
  mkdirSync(dir, { recursive: true });
  const lock = new DatabaseSync(join(dir, '.lock'), { timeout: 0 });
  try {
    try {
      lock.exec('BEGIN EXCLUSIVE');
    } catch (cause) {
      throw new PluginError('CONFLICT', 'Another clipgraph is adding or removing models here. Try again when it has finished.', { cause });
    }
    return await task();
  } finally {
    lock.close();
  }
}
