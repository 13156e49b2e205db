import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

/** A difference between two schemas. */
export interface SchemaChange {
  /** Such as `Query.search` or `SearchQuery.text`. */
  readonly place: string;
  readonly message: string;
  readonly effect: 'breaks' | 'may break' | 'adds';
  /** False for what breaks clients that were not told: neither deprecated in the release nor named in a changeset. */
  readonly isAnnounced: boolean;
}

const EFFECTS = {
  [CriticalityLevel.Breaking]: 'breaks',
  [CriticalityLevel.Dangerous]: 'may break',
  [CriticalityLevel.NonBreaking]: 'adds',
} as const;

/** What differs, and whether clients could know; `changesets` is the text of all, which name places in backticks. */
export async function schemaChanges(released: GraphQLSchema, current: GraphQLSchema, changesets: string): Promise<SchemaChange[]> {
  return (await diff(released, current)).map((change) => {
    const { path: place = '', message, criticality } = change;
    const effect = EFFECTS[criticality.level];
    const isAnnounced = effect !== 'breaks' || wasDeprecated(released, change) || changesets.includes(`\`${place}\``);
    return { place, message, effect, isAnnounced };
  });
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
