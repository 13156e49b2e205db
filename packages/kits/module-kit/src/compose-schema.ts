import { makeExecutableSchema } from '@graphql-tools/schema';
import type { IResolvers } from '@graphql-tools/utils';
import { invalidInput } from '@clipgraph/contracts';
import { isObjectType, Kind, type DefinitionNode, type GraphQLSchema } from 'graphql';

import { baseTypeDefs } from './base-schema.ts';
import { composedDocument, parsedTypeDefs } from './composed-type-defs.ts';
import { federationModule } from './federation.ts';
import { parseGlobalId } from './global-id.ts';
import { MAX_NODES } from './kit-limits.ts';
import { basePrices } from './kit-prices.ts';
import { foundAs, nodeType } from './node-type.ts';
import { priced } from './prices.ts';
import type { RequestContext } from './request-context.ts';
import { isRootType } from './root-types.ts';
import { scalars } from './scalars.ts';
import type { LoadNode, NodeLoader, SchemaModule } from './schema-module.ts';

const BASE = 'module-kit';

export interface ComposeOptions {
  /** Whether the schema is that of an Apollo Federation subgraph too; it says then which types are entities. */
  readonly federation?: boolean;
}

/**
 * One executable schema of the base types and every module's. Throws an Error that names both modules when two
 * define the same type, the same field of a root type or the loader of one type, or when one resolves a
 * type or field of the other: plain merging would let the last one win.
 */
export function composeSchema(modules: readonly SchemaModule[], { federation = false }: ComposeOptions = {}): GraphQLSchema {
  const loadNode = nodeLoading(modules);
  const parts = federation ? [...modules, federationModule(modules, baseTypeDefs, loadNode)] : modules;
  const documents = parsedTypeDefs([{ name: BASE, typeDefs: baseTypeDefs }, ...parts.map(({ name, typeDefs }) => ({ name, typeDefs }))]);
  const owners = claims(documents.flatMap(({ name, document }) => document.definitions.flatMap(ownedNames).map((owned) => [owned, name])));
  for (const module of parts) refuseForeignResolvers(module, owners);
  for (const { name, document } of documents) for (const definition of document.definitions) refuseRoots(definition, name);
  const schema = makeExecutableSchema({
    typeDefs: composedDocument(documents),
    resolvers: [scalarResolvers(), nodeResolvers(loadNode), ...parts.map(({ resolvers }) => resolvers as IResolvers)],
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
  });
  for (const module of modules) refuseStrangeLoaders(module, schema);
  return schema;
}

/** The roots are the gateway's: a module adds fields to two of them. */
function refuseRoots(definition: DefinitionNode, name: string): void {
  if (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION) {
    throw new Error(`${name} defines the schema itself; a module extends Query and Mutation.`);
  }
  if ('name' in definition && definition.name?.value === 'Subscription') {
    throw new Error(`${name} defines Subscription, which a gateway does not serve; a module extends Query and Mutation.`);
  }
}

/** `Query.node` can answer only with what is a Node. */
function refuseStrangeLoaders({ name, nodes = {}, entities = [] }: SchemaModule, schema: GraphQLSchema): void {
  for (const type of Object.keys(nodes)) {
    const found = schema.getType(type);
    if (!isObjectType(found)) throw new Error(`${name} has a loader of ${type}, and the schema has no such type.`);
    const isNode = found.getInterfaces().some((one) => one.name === 'Node');
    if (!isNode) throw new Error(`${name} has a loader of ${type}, which does not implement Node.`);
  }
  const missing = entities.find((entity) => !Object.hasOwn(nodes, entity));
  if (missing !== undefined) throw new Error(`${name} has the entity ${missing} but no loader of it.`);
}

/** The functions alone: a whole scalar would also replace the description of its type definition, by none. */
function scalarResolvers(): IResolvers {
  return Object.fromEntries(
    Object.entries(scalars).map(([name, { serialize, parseValue, parseLiteral }]) => [name, { serialize, parseValue, parseLiteral }]),
  ) as IResolvers;
}

/** Who defines what; refuses the second claim to anything. */
function claims(pairs: readonly (readonly [owned: string, by: string])[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [owned, name] of pairs) {
    const owner = owners.get(owned);
    if (owner === name) throw new Error(`${name} defines ${owned} twice.`);
    if (owner !== undefined) throw new Error(`Both ${owner} and ${name} define ${owned}.`);
    owners.set(owned, name);
  }
  return owners;
}

function ownedNames(definition: DefinitionNode): string[] {
  if (!('name' in definition) || !definition.name) return [];
  const { value: name } = definition.name;
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return [`@${name}`];
  const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
  return isObject && isRootType(name) ? (definition.fields ?? []).map((field) => `${name}.${field.name.value}`) : [name];
}

/** A name that nobody owns is left to makeExecutableSchema, which knows how to say so. */
function refuseForeignResolvers({ name, resolvers }: SchemaModule, owners: ReadonlyMap<string, string>): void {
  for (const [type, fields] of Object.entries(resolvers)) {
    const resolved = isRootType(type) ? Object.keys(fields as object).map((field) => `${type}.${field}`) : [type];
    for (const one of resolved) {
      const owner = owners.get(one) ?? name;
      if (owner !== name) throw new Error(`${name} resolves ${one}, which belongs to ${owner}.`);
    }
  }
}

function nodeLoading(modules: readonly SchemaModule[]): LoadNode {
  claims(modules.flatMap(({ name, nodes }) => Object.keys(nodes ?? {}).map((type) => [`the loader of ${type}`, name] as const)));
  const loaders = new Map<string, NodeLoader>(modules.flatMap(({ nodes }) => Object.entries(nodes ?? {})));
  return async (id, context) => {
    const parsed = parseGlobalId(id);
    const loader = parsed && loaders.get(parsed.type);
    return loader ? foundAs(parsed.type, await loader(parsed.parts, context)) : null;
  };
}

function nodeResolvers(load: LoadNode): IResolvers {
  return priced<IResolvers>(basePrices, {
    Node: { __resolveType: nodeType },
    Query: {
      node: (_root: unknown, { id }: { id: string }, context: RequestContext) => load(id, context),
      // Each in its own promise, so that one that fails is null alone.
      nodes: (_root: unknown, { ids }: { ids: readonly string[] }, context: RequestContext) => {
        if (ids.length > MAX_NODES) throw invalidInput('TOO_LARGE', `ids holds ${ids.length} items; at most ${MAX_NODES} are taken.`);
        return ids.map((id) => load(id, context));
      },
    },
  });
}
