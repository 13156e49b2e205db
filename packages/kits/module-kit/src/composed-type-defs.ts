import { Kind, parse, print, type DefinitionNode, type DocumentNode } from 'graphql';

import { baseTypeDefs } from './base-schema.ts';
import { isRootType, ROOT_TYPES } from './root-types.ts';

/**
 * One SDL document of the base types and every part's. The roots, which several parts define or extend, are defined once and
 * extended afterwards, whichever way a part has written it. Throws a GraphQLError for text that is no SDL.
 */
export function composedTypeDefs(parts: readonly { readonly typeDefs?: string | undefined }[]): string {
  return print(composedDocument(parsedTypeDefs([{ typeDefs: baseTypeDefs }, ...parts])));
}

/** Those of the parts that have any: a module may have routes and jobs only. */
export function parsedTypeDefs<Part extends { readonly typeDefs?: string | undefined }>(
  parts: readonly Part[],
): readonly (Part & { readonly document: DocumentNode })[] {
  return parts.flatMap((part) => (part.typeDefs?.trim() ? [{ ...part, document: parse(part.typeDefs) }] : []));
}

export function composedDocument(parts: readonly { readonly document: DocumentNode }[]): DocumentNode {
  const defined = new Set<string>();
  const once = (definition: DefinitionNode): DefinitionNode => {
    const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
    if (!isObject || !isRootType(definition.name.value)) return definition;
    const { name, interfaces = [], directives = [], fields = [] } = definition;
    const rest = { name, interfaces, directives, fields };
    if (defined.has(name.value)) return { kind: Kind.OBJECT_TYPE_EXTENSION, ...rest };
    defined.add(name.value);
    const description = { kind: Kind.STRING, value: ROOT_TYPES[definition.name.value] } as const;
    return { kind: Kind.OBJECT_TYPE_DEFINITION, description, ...rest };
  };
  return { kind: Kind.DOCUMENT, definitions: parts.flatMap(({ document }) => document.definitions.map(once)) };
}
