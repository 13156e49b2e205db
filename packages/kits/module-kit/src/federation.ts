import { invalidInput } from '@clipgraph/contracts';
import { Kind, parse, print, type ConstDirectiveNode, type DefinitionNode, type ScalarTypeDefinitionNode } from 'graphql';

import { parseGlobalId } from './global-id.ts';
import { MAX_REPRESENTATIONS } from './kit-limits.ts';
import { federationPrices } from './kit-prices.ts';
import { nodeType } from './node-type.ts';
import { priced } from './prices.ts';
import type { RequestContext } from './request-context.ts';
import { isRootType } from './root-types.ts';
import type { LoadNode, SchemaModule } from './schema-module.ts';

const KEY = directives('@key(fields: "id")');
const SHAREABLE = directives('@shareable');

/**
 * What makes a schema of these modules a subgraph by the Apollo Federation subgraph specification
 * (https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec): `_service` and
 * `_entities`. A reference resolves by its `id`, which the nodes of the type have too; one that names nothing is null.
 * Throws an Error where no module has an entity, or where one has no loader.
 */
export function federationModule(modules: readonly SchemaModule[], baseTypeDefs: string, loadNode: LoadNode): SchemaModule {
  const entities = new Set(modules.flatMap(entitiesOf));
  if (entities.size === 0) throw new Error('A subgraph needs an entity, and no module has one.');
  const sdl = subgraphSdl(
    [baseTypeDefs, ...modules.map(({ typeDefs }) => typeDefs).filter((typeDefs) => typeDefs.trim() !== '')],
    entities,
  );
  const typeDefs = /* GraphQL */ `
    "A reference to an entity, from a router: its __typename and its key."
    scalar _Any
    union _Entity = ${[...entities].join(' | ')}
    type _Service {
      sdl: String!
    }
    extend type Query {
      "This schema as a subgraph."
      _service: _Service!
      "Entities in the order of the references, null where there is none; at most ${MAX_REPRESENTATIONS}."
      _entities(representations: [_Any!]!): [_Entity]!
    }
  `;
  const resolvers = priced(federationPrices, {
    _Entity: { __resolveType: nodeType },
    Query: {
      _service: () => ({ sdl }),
      // Each in its own promise, so that one that fails is null alone; all in one turn, so that loaders see them together.
      _entities: (_root: unknown, { representations }: { representations: readonly unknown[] }, context: RequestContext) => {
        const { length } = representations;
        if (length > MAX_REPRESENTATIONS) {
          throw invalidInput('TOO_LARGE', `representations holds ${length} items; at most ${MAX_REPRESENTATIONS} are taken.`);
        }
        return representations.map((representation) => {
          const id = entityId(representation, entities);
          return id === undefined ? null : loadNode(id, context);
        });
      },
    },
  });
  return { name: 'federation', typeDefs, resolvers: resolvers as SchemaModule['resolvers'] };
}

function entitiesOf({ name, entities = [], nodes = {} }: SchemaModule): readonly string[] {
  for (const entity of entities) {
    if (!Object.hasOwn(nodes, entity)) throw new Error(`${name} has the entity ${entity} but no loader of it.`);
  }
  return entities;
}

/** The id that a representation carries, where it is one of the entity that it names. */
function entityId(representation: unknown, entities: ReadonlySet<string>): string | undefined {
  if (typeof representation !== 'object' || representation === null) return undefined;
  const { __typename: type, id } = representation as Readonly<Record<string, unknown>>;
  if (typeof type !== 'string' || !entities.has(type) || typeof id !== 'string') return undefined;
  return parseGlobalId(id)?.type === type ? id : undefined;
}

/** What a composition reads: the types with their directives, without what every subgraph has by the specification. */
function subgraphSdl(typeDefs: readonly string[], entities: ReadonlySet<string>): string {
  const annotated = (definition: DefinitionNode): DefinitionNode => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return definition;
    const { name, description: _, ...rest } = definition;
    // Several modules define a root; in one document all but one of these must be extensions, and all may be.
    if (isRootType(name.value)) return { ...rest, name, kind: Kind.OBJECT_TYPE_EXTENSION };
    if (entities.has(name.value)) return { ...definition, directives: [...(rest.directives ?? []), ...KEY] };
    // Whoever pages in the Relay way has the same one.
    return name.value === 'PageInfo' ? { ...definition, directives: [...(rest.directives ?? []), ...SHAREABLE] } : definition;
  };
  return [
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])',
    // Composition (2.14) does not know it by itself, and drops it: the router lets through what this server then refuses.
    'directive @oneOf on INPUT_OBJECT',
    print({ kind: Kind.DOCUMENT, definitions: typeDefs.flatMap((part) => parse(part).definitions.map(annotated)) }),
  ].join('\n\n');
}

function directives(text: string): readonly ConstDirectiveNode[] {
  return (parse(`scalar Any ${text}`).definitions[0] as ScalarTypeDefinitionNode).directives ?? [];
}
