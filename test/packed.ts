import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** Every publishable package as a tarball, as `pnpm publish` would send it. */
export interface PackedPackages {
  /** Paths of the tarballs. */
  readonly tarballs: readonly string[];
  remove(): Promise<void>;
}

/**
 * Builds what changed and packs every package that is not private into a folder of its own.
 * About 15 s on two idle cores after a change of a contract, 3 s where nothing changed.
 */
export async function packedPackages(): Promise<PackedPackages> {
  const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { packageManager: string };
  const pnpm = async (...args: string[]): Promise<unknown> =>
    run('npx', ['--yes', packageManager, ...args], { cwd: root, maxBuffer: 1e8, env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } });
  await pnpm('exec', 'turbo', 'run', 'build', '--output-logs=errors-only');
  const folder = await mkdtemp(join(tmpdir(), 'clipgraph-packed-'));
  // Private packages are left out by pnpm itself.
  await pnpm('--recursive', '--filter=./packages/**', '--filter=./apps/**', 'pack', '--pack-destination', folder);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.tgz')).toSorted();
  return { tarballs: names.map((name) => join(folder, name)), remove: async () => rm(folder, { recursive: true }) };
}
