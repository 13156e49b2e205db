import { Kind, parse, print, visit, type DefinitionNode } from 'graphql';

import { composedDocument, parsedTypeDefs } from '../packages/kits/module-kit/src/composed-type-defs.ts';
import { isRootType } from '../packages/kits/module-kit/src/root-types.ts';

/**
 * A module's own type definitions and, of others', those that they lead to: no field of Query and no type that others alone use.
 * A name that nobody defines is left to whoever reads the result.
 */
export function usedTypeDefs(own: string, others: readonly string[]): string {
  const rest = new Map<string, DefinitionNode>();
  for (const definition of others.flatMap((text) => parse(text).definitions)) {
    if (definition.kind !== Kind.OBJECT_TYPE_EXTENSION && 'name' in definition && definition.name && !isRootType(definition.name.value))
      rest.set(definition.name.value, definition);
  }
  const used: DefinitionNode[] = [...composedDocument(parsedTypeDefs([{ typeDefs: own }])).definitions];
  const take = (name: string): void => {
    const definition = rest.get(name);
    if (definition) used.push(definition);
    rest.delete(name);
  };
  // It grows while it is gone through.
  for (const definition of used) {
    if (definition.kind === Kind.OBJECT_TYPE_EXTENSION) take(definition.name.value);
    visit(definition, { NamedType: ({ name }) => take(name.value) });
  }
  return print({ kind: Kind.DOCUMENT, definitions: used });
}
