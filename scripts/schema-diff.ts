/**
 * What changed in the schema since the last release (`schema.released.graphql`). With `--check` it fails on a change that breaks
 * clients, unless what goes was marked `@deprecated` in the release, or a changeset names it in backticks, such as `Query.search`.
 */
import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core';
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

const root = new URL('../', import.meta.url);
const isCheck = process.argv.includes('--check');
const [released, current] = await Promise.all(['schema.released.graphql', 'schema.graphql'].map(schemaIn));

const changes = await diff(released!, current!);
const changesets = await unreleased();
const unannounced = changes.filter((change) => isBreaking(change) && !wasDeprecated(released!, change) && !isNamed(change, changesets));

const SIGNS = { [CriticalityLevel.Breaking]: 'breaks', [CriticalityLevel.Dangerous]: 'may break', [CriticalityLevel.NonBreaking]: 'adds' };
for (const change of isCheck ? unannounced : changes) {
  console.log(`${SIGNS[change.criticality.level].padEnd(9)} ${change.path ?? ''}: ${change.message}`);
}
if (isCheck && unannounced.length > 0) {
  console.log('\nMark what shall go @deprecated for one release first, or name it in a changeset (npx changeset), in backticks.');
  process.exitCode = 1;
} else console.log(`${changes.length} changes since the release, ${changes.filter(isBreaking).length} of them breaking.`);

async function schemaIn(file: string): Promise<GraphQLSchema> {
  return buildSchema(await readFile(new URL(file, root), 'utf8'));
}

/** The changesets that the next release will be made of. */
async function unreleased(): Promise<string> {
  const files = await Array.fromAsync(glob('.changeset/*.md', { cwd: fileURLToPath(root) }));
  return (await Promise.all(files.map(async (file) => readFile(new URL(file, root), 'utf8')))).join('\n');
}

function isBreaking({ criticality }: Change): boolean {
  return criticality.level === CriticalityLevel.Breaking;
}

function isNamed({ path = '' }: Change, changesets: string): boolean {
  return changesets.includes(`\`${path}\``);
}

/** Whether the field, argument, input field or value at the change's place had a reason to go in the released schema. */
function wasDeprecated(schema: GraphQLSchema, { path = '' }: Change): boolean {
  const [typeName = '', member = '', argument] = path.split('.');
  const type = schema.getType(typeName);
  if (isEnumType(type)) return type.getValue(member)?.deprecationReason != null;
  if (isInputObjectType(type)) return type.getFields()[member]?.deprecationReason != null;
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  const field = type.getFields()[member];
  const one = argument === undefined ? undefined : field?.args.find(({ name }) => name === argument);
  return (one ?? field)?.deprecationReason != null;
}
