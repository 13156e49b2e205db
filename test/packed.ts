import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** Every publishable package as a tarball, as `pnpm publish` would send it. */
export interface PackedPackages {
  /** Paths of the tarballs, which others read too: they stay. */
  readonly tarballs: readonly string[];
}

/** Packages, the examples that one of them holds, and what all are built with. */
const SOURCES = ['packages/**', 'apps/**', 'examples/**', '*.json', 'pnpm-*.yaml', 'LICENSE'];
/** Made of the rest. */
const MADE: ReadonlySet<string> = new Set(['node_modules', 'dist', '.turbo', 'templates']);
const CACHE = join(root, 'node_modules/.cache/packed');

/**
 * Builds what changed and packs every package that is not private; once for the same sources, whoever asks.
 * About 15 s on two idle cores after a change of a contract, and nothing where nothing changed.
 */
export async function packedPackages(): Promise<PackedPackages> {
  const digest = await digestOfSources();
  const folder = join(CACHE, digest);
  if (!existsSync(folder)) await oneAtATime(async () => existsSync(folder) || packInto(folder, digest));
  const names = (await readdir(folder)).filter((name) => name.endsWith('.tgz')).toSorted();
  return { tarballs: names.map((name) => join(folder, name)) };
}

async function packInto(folder: string, digest: string): Promise<void> {
  const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { packageManager: string };
  const pnpm = async (...args: string[]): Promise<unknown> =>
    run('npx', ['--yes', packageManager, ...args], { cwd: root, maxBuffer: 1e8, env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } });
  // What other sources gave is of no use any more.
  await rm(CACHE, { recursive: true, force: true });
  const unfinished = `${folder}.unfinished`;
  await mkdir(unfinished, { recursive: true });
  await pnpm('exec', 'turbo', 'run', 'build', '--output-logs=errors-only');
  // Private packages are left out by pnpm itself.
  await pnpm('--recursive', '--filter=./packages/**', '--filter=./apps/**', 'pack', '--pack-destination', unfinished);
  if ((await digestOfSources()) !== digest) throw new Error('The sources changed while they were packed.');
  await rename(unfinished, folder);
}

/** Of the names and the bytes of all that a tarball is made of. */
async function digestOfSources(): Promise<string> {
  const entries = await Array.fromAsync(glob(SOURCES, { cwd: root, exclude: (name) => MADE.has(basename(name)) }));
  const digest = createHash('sha256').update(process.version);
  for (const name of entries.toSorted()) {
    const path = join(root, name);
    if (!(await stat(path)).isFile()) continue;
    const bytes = await readFile(path);
    digest.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return digest.digest('hex');
}

/** Longer than a build takes: what holds the lock has ended without giving it back. */
const STALE_MS = 5 * 60 * 1000;

/** Test files run side by side, and two builds at once write the same folders. */
async function oneAtATime(work: () => Promise<unknown>): Promise<void> {
  const lock = join(root, 'node_modules/.cache/packing.lock');
  await mkdir(join(lock, '..'), { recursive: true });
  while (
    !(await mkdir(lock).then(
      () => true,
      () => false,
    ))
  ) {
    const since = await stat(lock).catch(() => undefined);
    if (since && Date.now() - since.mtimeMs > STALE_MS) await rm(lock, { recursive: true, force: true });
    await sleep(250);
  }
  try {
    await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}
