/* Copies the examples that `clipgraph new` begins with into the package; runs before it is packed. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
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
  // All that `clipgraph new` reads of it; the rest would be taken for the manifest of a package inside this one.
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8'));
  await writeFile(join(templates, example, 'package.json'), JSON.stringify({ dependencies, devDependencies }, undefined, 2));
}
