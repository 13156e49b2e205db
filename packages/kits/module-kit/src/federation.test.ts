import { PluginError } from '@clipgraph/contracts';
import { graphql, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { composeSchema } from './compose-schema.ts';
import { costMeter } from './cost.ts';
import { globalId } from './global-id.ts';
import type { SchemaModule } from './schema-module.ts';

const fruit: SchemaModule = {
  name: 'fruit',
  typeDefs: 'type Apple implements Node { id: ID! } type Query { apples: Int } type Mutation { eat: Int }',
  resolvers: {},
  nodes: {
    Apple: async ([key]) => {
      if (key === 'rotten') throw new PluginError('UNAVAILABLE', 'The cellar is locked.');
      return { __typename: 'Apple', id: globalId('Apple', key!) };
    },
  },
  entities: ['Apple'],
};
const tools: SchemaModule = { name: 'tools', typeDefs: '"Tools too." type Query { hammers: Int }', resolvers: {} };

async function ask(source: string, variableValues: Record<string, unknown> = {}) {
  const cost = costMeter(1000);
  const contextValue = { requestId: 'test', signal: new AbortController().signal, cost };
  const schema = composeSchema([fruit, tools], { federation: true });
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  return { data: data && JSON.parse(JSON.stringify(data)), errors, cost: cost.charged };
}

describe('a subgraph', () => {
  it('says its types with their keys; each root is one type, extended by every module', async () => {
    const { data } = await ask('{ service: _service { sdl } }');
    const { sdl } = data.service;
    expect(sdl).toContain('type Apple implements Node @key(fields: "id") {');
    expect(sdl.match(/^extend type Query \{/gm)).toHaveLength(3);
    expect(sdl).not.toMatch(/^type (Query|Mutation)/m);
    expect(() => parse(sdl)).not.toThrow();
  });

  it('fails for one entity alone, and prices them as nodes', async () => {
    const query = 'query ($representations: [_Any!]!) { entities: _entities(representations: $representations) { ... on Apple { id } } }';
    const representations = ['rotten', 'red'].map((key) => ({ __typename: 'Apple', id: globalId('Apple', key) }));
    const { data, errors, cost } = await ask(query, { representations });
    expect(data.entities).toEqual([null, { id: representations[1]!.id }]);
    expect(errors).toMatchObject([{ message: 'The cellar is locked.', path: ['entities', 0] }]);
    expect(cost).toBe(2);
  });

  it('needs an entity, and a loader of each', () => {
    expect(() => composeSchema([tools], { federation: true })).toThrow('A subgraph needs an entity, and no module has one.');
    const { nodes: _, ...unloaded } = fruit;
    expect(() => composeSchema([unloaded], { federation: true })).toThrow('fruit has the entity Apple but no loader of it.');
  });

  it('leaves no place for a module of the same names', () => {
    const other: SchemaModule = { name: 'other', typeDefs: 'type _Service { x: Int }', resolvers: {} };
    expect(() => composeSchema([fruit, other], { federation: true })).toThrow('Both other and federation define _Service.');
    expect(() => composeSchema([fruit, other])).not.toThrow();
  });
});
