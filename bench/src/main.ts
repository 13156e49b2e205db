/** `npm run bench` runs all; `npm run bench -- store` one of them, with the rest of the arguments. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const BENCHES = [
  'store',
  'documents',
  'encoder',
  'gateway',
  'moderation',
  'near-duplicates',
  'few-shot',
  'calibration',
  'describe',
  'crops',
  'uploads',
];
/** Long, or in want of files: only when named. */
const ON_REQUEST = ['memory', 'million', 'towers', 'peers', 'core-only', 'abuse'];
const [wanted, ...rest] = process.argv.slice(2);
const chosen = wanted === undefined ? BENCHES : [...BENCHES, ...ON_REQUEST].filter((name) => name === wanted);
if (chosen.length === 0) {
  console.error(`There is no benchmark "${wanted}"; there are: ${[...BENCHES, ...ON_REQUEST].join(', ')}`);
  process.exit(2);
}

console.log(`${cpus().length} cores of ${cpus()[0]?.model ?? 'unknown make'}, Node ${process.versions.node}`);
for (const name of chosen) {
  console.log(`\n== ${name}`);
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, ['--conditions=clipgraph-source', file, ...rest], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
