import { PluginError } from '@clipgraph/contracts';
import { graphql } from 'graphql';
import { describe, expect, it } from 'vitest';

import { composeSchema } from './compose-schema.ts';
import { costMeter } from './cost.ts';
import { globalId } from './global-id.ts';
import type { SchemaModule } from './schema-module.ts';

function module(name: string, typeDefs: string, rest: Partial<SchemaModule> = {}): SchemaModule {
  return { name, typeDefs, resolvers: {}, ...rest };
}

const fruit = module('fruit', 'type Apple implements Node { id: ID! } type Query { apples: [Apple!]! }', {
  resolvers: { Query: { apples: () => [{ id: 'a' }] } } as SchemaModule['resolvers'],
  nodes: {
    Apple: async ([key]) => {
      if (key === 'rotten') throw new PluginError('UNAVAILABLE', 'The cellar is locked.');
      return key === 'none' ? null : { __typename: 'Apple', id: globalId('Apple', key!) };
    },
  },
});

async function ask(modules: SchemaModule[], source: string, variableValues: Record<string, unknown> = {}) {
  const cost = costMeter(1000);
  const contextValue = { requestId: 'test', signal: new AbortController().signal, cost };
  const { data, errors } = await graphql({ schema: composeSchema(modules), source, variableValues, contextValue });
  return { data: data && JSON.parse(JSON.stringify(data)), errors, cost: cost.charged };
}

describe('the composed schema', () => {
  it('answers the queries of every module', async () => {
    const tools = module('tools', 'type Query { hammer: String! }', {
      resolvers: { Query: { hammer: () => 'bang' } } as SchemaModule['resolvers'],
    });
    expect((await ask([fruit, tools], '{ apples { id } hammer }')).data).toEqual({ apples: [{ id: 'a' }], hammer: 'bang' });
  });

  it('may be added to with type Query or with extend type Query', () => {
    const schema = composeSchema([fruit, module('a', 'extend type Query { a: Int }'), module('b', 'extend type Query { b: Int }')]);
    expect(Object.keys(schema.getQueryType()!.getFields())).toEqual(expect.arrayContaining(['node', 'apples', 'a', 'b']));
  });

  it.each([
    ['one type', 'type Apple { x: Int }', 'Both fruit and other define Apple.'],
    ['one type, by extension', 'extend type Apple { x: Int }', 'Both fruit and other define Apple.'],
    ['one name as two kinds of type', 'enum Apple { X }', 'Both fruit and other define Apple.'],
    ['one field of Query', 'type Query { apples: Int }', 'Both fruit and other define Query.apples.'],
    ['one field of Query, by extension', 'extend type Query { apples: Int }', 'Both fruit and other define Query.apples.'],
    ['a type of the base', 'type PageInfo { x: Int }', 'Both module-kit and other define PageInfo.'],
    ['a field of the base', 'type Query { node: Int }', 'Both module-kit and other define Query.node.'],
    ['one field twice in one module', 'type Query { b: Int } extend type Query { b: Int }', 'other defines Query.b twice.'],
  ])('refuses two owners of %s and names both', (_, typeDefs, message) => {
    expect(() => composeSchema([fruit, module('other', typeDefs)])).toThrow(message);
  });

  it('refuses two definitions of one field of Mutation and of one directive', () => {
    const [a, b] = ['a', 'b'].map((name) => module(name, 'type Mutation { add: Int }'));
    expect(() => composeSchema([a!, b!])).toThrow('Both a and b define Mutation.add.');
    const [c, d] = ['c', 'd'].map((name) => module(name, 'directive @apple on FIELD'));
    expect(() => composeSchema([c!, d!])).toThrow('Both c and d define @apple.');
    expect(() => composeSchema([c!, module('e', 'type apple { x: Int }')])).not.toThrow();
  });

  it('refuses resolvers and loaders for what another module owns', () => {
    const resolving = (resolvers: object) =>
      module('other', 'type Query { b: Int }', { resolvers: resolvers as SchemaModule['resolvers'] });
    expect(() => composeSchema([fruit, resolving({ Apple: { id: () => 'x' } })])).toThrow('other resolves Apple, which belongs to fruit.');
    expect(() => composeSchema([fruit, resolving({ Query: { apples: () => [] } })])).toThrow(
      'other resolves Query.apples, which belongs to fruit.',
    );
    expect(() => composeSchema([fruit, resolving({ URL: {} })])).toThrow('other resolves URL, which belongs to module-kit.');
    const loading = module('other', 'type Query { b: Int }', { nodes: { Apple: async () => null } });
    expect(() => composeSchema([fruit, loading])).toThrow('Both fruit and other define the loader of Apple.');
  });

  it('refuses a resolver of a field that does not exist, naming it', () => {
    const wrong = module('wrong', 'type Query { b: Int }', { resolvers: { Query: { c: () => 1 } } as SchemaModule['resolvers'] });
    expect(() => composeSchema([wrong])).toThrow(/Query\.c/);
  });
});

describe('node and nodes', () => {
  it('find an object by its id, and null for what is not there or no id at all', async () => {
    const ids = [globalId('Apple', 'red'), globalId('Apple', 'none'), globalId('Pear', 'x'), 'no id', '', '{}', globalId('constructor')];
    const { data, errors } = await ask([fruit], 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids });
    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual([{ __typename: 'Apple', id: ids[0] }, null, null, null, null, null, null]);
    expect((await ask([fruit], 'query ($id: ID!) { node(id: $id) { id } }', { id: ids[0] })).data.node).toEqual({ id: ids[0] });
  });

  it('fail for one object alone', async () => {
    const ids = [globalId('Apple', 'rotten'), globalId('Apple', 'red')];
    const { data, errors } = await ask([fruit], 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(data.nodes).toEqual([null, { id: ids[1] }]);
    expect(errors).toMatchObject([{ message: 'The cellar is locked.', path: ['nodes', 0] }]);
  });

  it('cost a point each and take at most a hundred', async () => {
    const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const ids = Array.from({ length: 101 }, (_, i) => globalId('Apple', `${i}`));
    expect((await ask([fruit], nodes, { ids: ids.slice(1) })).cost).toBe(100);
    expect((await ask([fruit], nodes, { ids })).errors).toMatchObject([{ message: 'ids holds 101 items; at most 100 are taken.' }]);
  });
});
