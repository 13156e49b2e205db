/**
 * The one way in: `node scripts/run.mjs <task>`. Plain JavaScript for Node 20 and newer, because nothing is installed
 * yet when it begins. It installs what the task needs, finds a Node that is new enough, and runs the task with it.
 * Everything here runs from its sources; a build is for those who install packages.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

import { install, node, nodeFolder, packageFolders, pnpm, readManifest, root } from './install.mjs';
import { run } from './process.mjs';

const SERVER = 'apps/server/src/main.ts';
const CLI = 'apps/cli/src/main.ts';
const rest = process.argv.slice(3);

const tasks = {
  // The server handles Ctrl-C itself and ends when it has drained.
  start: { needs: 'apps', run: () => typescript(SERVER, rest) },
  dev: {
    needs: 'everything',
    run: () => typescript(SERVER, rest, { flags: ['--watch', '--watch-preserve-output'], through: [node(), module('pino-pretty/bin.js')] }),
  },
  cli: { needs: 'apps', run: () => typescript(CLI, rest, { cwd: process.env.INIT_CWD ?? process.cwd() }) },
  build: { needs: 'everything', run: () => build() },
  test: { needs: 'everything', run: () => tool('vitest', 'run', ...rest.map(testPath)) },
  check: { needs: 'everything', run: check },
  generate: { needs: 'everything', run: () => typescript('scripts/generate.ts') },
  format: { needs: 'everything', run: () => tool('oxfmt') },
  'schema-diff': { needs: 'everything', run: () => typescript('scripts/schema-diff.ts') },
  // Before a release: versions and changelogs from the changesets; what the schema is compared with from then on.
  versions: { needs: 'everything', run: versions },
  bench: { needs: 'everything', run: () => typescript('bench/src/main.ts', rest) },
};

const task = tasks[process.argv[2]];
if (!task) {
  console.error(`Tasks: ${Object.keys(tasks).join(', ')}`);
  process.exit(2);
}
await install(task.needs);
process.exitCode = await task.run();

async function check() {
  const steps = [
    () => tool('oxfmt', '--check'),
    () => tool('oxlint'),
    () => tool('tsc', '-p', 'tsconfig.json'),
    () => typescript('scripts/generate.ts', ['--check']),
    () => typescript('scripts/schema-diff.ts', ['--check']),
    // Each package is also compiled alone, as users get it: another set of types may be visible then.
    () => build(),
  ];
  let failed = 0;
  for (const step of steps) failed += (await step()) === 0 ? 0 : 1;
  console.log(`${steps.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function versions() {
  if ((await tool('changeset', 'version')) !== 0) return 1;
  copyFileSync(join(root, 'schema.graphql'), join(root, 'schema.released.graphql'));
  return tool('oxfmt');
}

/** Builds every package that changed. Turbo asks for pnpm's program, so pnpm runs it. */
function build() {
  return pnpm('exec', 'turbo', 'run', 'build', '--output-logs=errors-only');
}

/** A package by its folder (`packages/modules/search`, `search`) or name (`module-search`) as its folder; anything else as it is. */
function testPath(argument) {
  const plain = argument.replace(/\/$/, '');
  const isMeant = (folder) =>
    folder === plain || folder.endsWith(`/${plain}`) || [plain, `@clipgraph/${plain}`].includes(readManifest(folder).name);
  const folder = packageFolders().find(isMeant);
  return folder === undefined ? argument : `${folder}/`;
}

/** Runs a file of ours. What Node makes of the sources is kept, which halves the time of a start. */
function typescript(file, args = [], { flags = [], cwd = root, through } = {}) {
  const env = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node') };
  return run(node(), ['--conditions=clipgraph-source', ...flags, join(root, file), ...args], { cwd, node: nodeFolder(), env, through });
}

/** Runs a tool that is installed. */
function tool(name, ...args) {
  return run(join(root, 'node_modules/.bin', name), args, { cwd: root, node: nodeFolder() });
}

function module(path) {
  return join(root, 'node_modules', path);
}
