/**
 * Installs what the lock file names, with the pnpm that package.json names. Plain JavaScript for Node 20 and newer, as `run.mjs`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { run } from './process.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Node 24 as the lock file names it; there is none for macOS. */
const bundledNode = { linux: `node-linux-${process.arch}/bin/node`, win32: `node-win-${process.arch}/bin/node.exe` }[process.platform];
const GROUPS = ['packages', 'apps', 'examples', 'training', 'bench', 'test'];
const DEPTH = 2;

/** The folders of all packages, from the root. */
export function packageFolders(folders = GROUPS, depth = DEPTH) {
  return folders.flatMap((folder) => {
    if (existsSync(join(root, folder, 'package.json'))) return [folder];
    if (depth === 0) return [];
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    const inner = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
    return packageFolders(
      inner.map((entry) => `${folder}/${entry.name}`),
      depth - 1,
    );
  });
}

/** The `package.json` of a folder. */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}

/**
 * Installs, unless that was done for this lock file: what the apps need at run time (`apps`), or that and all tools (`everything`).
 * Who once had everything keeps it.
 */
export async function install(what) {
  const stamp = join(root, 'node_modules', '.clipgraph-installed');
  const digest = lockDigest();
  const [had, of] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : [];
  if (of === digest && (had === 'everything' || had === what)) return;
  const wanted = had === 'everything' ? had : what;
  console.error('Installing (once) ...');
  // The lock file is part of the repository: whether each version is old enough to be trusted is asked when it changes and where
  // all is installed. Asking takes as long as the rest of a first start.
  const only = wanted === 'apps' ? ['--prod', '--filter-prod={./apps/**}...', '--trust-lockfile'] : [];
  const options = ['--frozen-lockfile', '--reporter=append-only', '--config.confirm-modules-purge=false', ...only];
  let output = '';
  const failed = (text) => (output = text);
  if ((await run('npx', ['--yes', readManifest('.').packageManager, 'install', ...options], { ...ofPnpm(), failed })) !== 0) {
    console.error(installationProblem(output));
    process.exit(1);
  }
  writeFileSync(stamp, `${wanted} ${digest}`);
}

/** What to do after an installation that failed, by what pnpm said. */
export function installationProblem(output) {
  if (/ERR_PNPM_(?:OUTDATED_LOCKFILE|NO_LOCKFILE|LOCKFILE_CONFIG_MISMATCH)/.test(output)) {
    const command = `npx ${readManifest('.').packageManager} install --lockfile-only`;
    return `A package.json says something else than pnpm-lock.yaml. Bring the lock file up to date, and commit it:\n\n  ${command}`;
  }
  if (/ERR_PNPM_WORKSPACE_PKG_NOT_FOUND/.test(output)) {
    return 'A package.json names a package of this repository that is not there; see the messages above.';
  }
  return 'The installation failed. A machine needs the npm registry for the first start; see the messages above.';
}

/** Runs the pinned pnpm; its output is shown when it fails. */
export function pnpm(...args) {
  return run('npx', ['--yes', readManifest('.').packageManager, ...args], ofPnpm());
}

function ofPnpm() {
  return { cwd: root, node: nodeFolder(), quiet: true };
}

/** Node 24 from npm, or the one that runs this where it can run TypeScript. */
export function node() {
  const bundled = join(root, 'node_modules', bundledNode ?? 'node-none');
  if (existsSync(bundled)) return bundled;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)) return process.execPath;
  console.error(`clipgraph needs Node 22.18 or newer; this is ${process.versions.node}, and npm has no Node for this machine.`);
  process.exit(1);
}

/** The folder of that Node, which is there once installed. */
export function nodeFolder() {
  return join(root, 'node_modules', dirname(bundledNode ?? 'node-none/bin/node'));
}

function lockDigest() {
  const manifests = [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    '.pnpmfile.cjs',
    ...packageFolders().map((folder) => `${folder}/package.json`),
  ];
  const hash = createHash('sha256');
  for (const file of manifests) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
