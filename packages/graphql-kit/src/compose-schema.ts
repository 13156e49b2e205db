import { makeExecutableSchema } from '@graphql-tools/schema';
import type { IResolvers } from '@graphql-tools/utils';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';

import { baseTypeDefs } from './base-schema.ts';
import { parseGlobalId } from './global-id.ts';
import type { RequestContext } from './request-context.ts';
import { scalars } from './scalars.ts';
import type { NodeLoader, SchemaModule } from './schema-module.ts';

const SHARED_ROOTS = new Set(['Query', 'Mutation']);

/**
 * One executable schema of the base types and every module's. Throws an Error that names both modules when two
 * define the same type, or the same field of Query or Mutation: plain merging would let the last one win.
 */
export function composeSchema(modules: readonly SchemaModule[]): GraphQLSchema {
  const sources = [{ name: 'graphql-kit', typeDefs: baseTypeDefs }, ...modules];
  const documents = sources.map(({ name, typeDefs }) => ({ name, document: parse(typeDefs) }));
  refuseTwoOwners(documents);
  return makeExecutableSchema({
    typeDefs: documents.map(({ document }) => document),
    resolvers: [scalars, nodeResolvers(modules), ...modules.map(({ resolvers }) => resolvers as IResolvers)],
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
  });
}

function refuseTwoOwners(documents: readonly { name: string; document: DocumentNode }[]): void {
  const owners = new Map<string, string>();
  for (const { name, document } of documents) {
    for (const owned of document.definitions.flatMap(ownedNames)) {
      const owner = owners.get(owned);
      if (owner !== undefined) throw new Error(`Both ${owner} and ${name} define ${owned}.`);
      owners.set(owned, name);
    }
  }
}

function ownedNames(definition: DocumentNode['definitions'][number]): string[] {
  if (!('name' in definition) || !definition.name) return [];
  const type = definition.name.value;
  const isRoot = definition.kind === 'ObjectTypeDefinition' && SHARED_ROOTS.has(type);
  return isRoot ? (definition.fields ?? []).map((field) => `${type}.${field.name.value}`) : [type];
}

function nodeResolvers(modules: readonly SchemaModule[]): IResolvers {
  const loaders = new Map<string, NodeLoader>(modules.flatMap(({ nodes }) => Object.entries(nodes ?? {})));
  const load = async (id: string, context: RequestContext): Promise<unknown> => {
    const parsed = parseGlobalId(id);
    const loader = parsed && loaders.get(parsed.type);
    return loader ? loader(parsed.parts, context) : null;
  };
  return {
    Node: { __resolveType: (value: { __typename: string }) => value.__typename },
    Query: {
      node: (_root: unknown, { id }: { id: string }, context: RequestContext) => load(id, context),
      nodes: (_root: unknown, { ids }: { ids: string[] }, context: RequestContext) => Promise.all(ids.map((id) => load(id, context))),
    },
  };
}
