/* Copies the examples that `clipgraph new` begins with into the package; runs before it is packed. */
import { cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));
const templates = join(here, 'templates');
await rm(templates, { recursive: true, force: true });
/** What was built or installed there stays. */
const isWanted = (path) => !['node_modules', 'dist', '.turbo'].includes(basename(path));

for (const example of ['hello-module', 'array-store', 'colour-encoder']) {
  const from = join(here, '../../examples', example);
  await cp(from, join(templates, example), { recursive: true, filter: isWanted });
}
