/**
 * What changed in the schema since the last release (`schema.released.graphql`). With `--check` it fails on a change that breaks
 * clients, unless what goes was marked `@deprecated` in the release, or a changeset names it in backticks, such as `Query.search`.
 */
import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { buildSchema, type GraphQLSchema } from 'graphql';

import { schemaChanges } from './schema-changes.ts';

const root = new URL('../', import.meta.url);
const isCheck = process.argv.includes('--check');

const changes = await schemaChanges(await schemaIn('schema.released.graphql'), await schemaIn('schema.graphql'), await unreleased());
const unannounced = changes.filter(({ isAnnounced }) => !isAnnounced);

for (const { effect, place, message } of isCheck ? unannounced : changes) console.log(`${effect.padEnd(9)} ${place}: ${message}`);
if (isCheck && unannounced.length > 0) {
  console.log('\nMark what shall go @deprecated for one release first, or name it in a changeset (npx changeset), in backticks.');
  process.exitCode = 1;
} else {
  console.log(
    `${changes.length} changes of the schema since the release, ${changes.filter(({ effect }) => effect === 'breaks').length} breaking.`,
  );
}

async function schemaIn(file: string): Promise<GraphQLSchema> {
  return buildSchema(await readFile(new URL(file, root), 'utf8'));
}

/** The changesets that the next release will be made of. */
async function unreleased(): Promise<string> {
  const files = await Array.fromAsync(glob('.changeset/*.md', { cwd: fileURLToPath(root) }));
  return (await Promise.all(files.map(async (file) => readFile(new URL(file, root), 'utf8')))).join('\n');
}
