/**
 * The one way in: `node scripts/run.mjs <task>`. Plain JavaScript for Node 20 and newer, because nothing is installed
 * yet when it begins. It installs what the lock file names, finds a Node that is new enough, and runs the task with it.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const sources = '--conditions=clipgraph-source';
const rest = process.argv.slice(3);

const tasks = {
  start: async () => {
    await build('server');
    // The server handles Ctrl-C itself and ends when it has drained.
    return run(node(), [join(root, 'apps/server/dist/main.js'), ...rest]);
  },
  build: () => build(),
  test: () => run(bin('vitest'), ['run', ...rest]),
  check: async () => {
    const steps = [
      [bin('oxfmt'), '--check'],
      [bin('oxlint')],
      [bin('tsc'), '-p', 'tsconfig.json'],
      [node(), sources, join(root, 'scripts/generate.ts'), '--check'],
    ];
    let failed = 0;
    for (const [command, ...args] of steps) failed += (await run(command, args)) === 0 ? 0 : 1;
    // Each package is also compiled alone, as users get it: another set of types may be visible then.
    failed += (await compiled()) ? 0 : 1;
    console.log(`${steps.length + 1 - failed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  },
  generate: () => run(node(), [sources, join(root, 'scripts/generate.ts')]),
  format: () => run(bin('oxfmt'), []),
  bench: () => run(node(), [sources, join(root, 'bench/src/main.ts'), ...rest]),
  cli: async () => {
    await build('cli');
    return run(node(), [join(root, 'apps/cli/dist/main.js'), ...rest], { cwd: process.env.INIT_CWD ?? process.cwd() });
  },
};

const task = tasks[process.argv[2]];
if (!task) {
  console.error(`Tasks: ${Object.keys(tasks).join(', ')}`);
  process.exit(2);
}
await install();
process.exitCode = await task();

/** Installs unless the lock file is the one of the last install. */
async function install() {
  const stamp = join(root, 'node_modules', '.clipgraph-installed');
  const manifests = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];
  for (const group of ['packages', 'packages/kits', 'packages/plugins', 'packages/modules', 'packages/models', 'apps'])
    for (const name of readdirSync(join(root, group))) manifests.push(`${group}/${name}/package.json`);
  const hash = createHash('sha256');
  for (const file of manifests) if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)));
  const digest = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.error('Installing (once) ...');
  const code = await run('npx', ['--yes', packageManager(), 'install', '--frozen-lockfile', '--reporter=append-only'], { quiet: true });
  if (code !== 0) {
    console.error('The installation failed. A machine needs the npm registry for the first start; see the messages above.');
    process.exit(1);
  }
  writeFileSync(stamp, digest);
}

/** The pinned pnpm, such as `pnpm@12.21.0`. */
function packageManager() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;
}

/** Builds one app with all it needs, or everything. Turbo asks for pnpm's program, so pnpm runs it. */
async function build(app) {
  if (await compiled(app)) return 0;
  console.error('The build failed; see the messages above.');
  process.exit(1);
}

async function compiled(app) {
  const filter = app === undefined ? [] : [`--filter=@clipgraph/${app}`];
  const turbo = ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only', ...filter];
  return (await run('npx', ['--yes', packageManager(), ...turbo], { quiet: true })) === 0;
}

/** Node 24 from the npm package `node`, or the one that runs this where it is new enough. */
function node() {
  const bundled = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(bundled)) return bundled;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return process.execPath;
  console.error(
    `clipgraph needs Node 22.13 or newer; this is ${process.versions.node}, and the npm package "node" has no build for this machine.`,
  );
  process.exit(1);
}

/** Runs a program to its end with our terminal; signals reach it too. With `quiet`, its output is shown only when it fails. */
function run(command, args, { quiet = false, cwd = root } = {}) {
  return new Promise((done) => {
    const path = [join(root, 'node_modules/node/bin'), process.env.PATH].join(delimiter);
    const env = { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
    // On Windows, what npm puts into .bin are command files, which need a shell.
    const shell = process.platform === 'win32' && command !== node();
    const child = spawn(command, args, { cwd, shell, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    const forward = (signal) => child.kill(signal);
    // A terminal sends Ctrl-C to the child as well; other senders reach only us.
    process.on('SIGTERM', forward);
    process.on('SIGINT', process.stdin.isTTY ? nothing : forward);
    child.once('error', (error) => {
      console.error(error.message);
      done(1);
    });
    child.once('close', (code, signal) => {
      process.off('SIGTERM', forward);
      process.off('SIGINT', process.stdin.isTTY ? nothing : forward);
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(output));
      done(code ?? (signal ? 1 : 0));
    });
  });
}

function nothing() {}
