import { buildSubgraphSchema } from '@apollo/subgraph';
import { isUnionType, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { documented } from './documented.ts';
import { testGateway, type TestCaller, type TestGateway } from './gateway.ts';

const KEYS = { operator: 'key-of-the-operator-01', acme: 'key-of-acme-0123456789', bravo: 'key-of-bravo-0123456789' };

const SDL = '{ service: _service { sdl } }';
const INDEX = `mutation ($assets: [AssetInput!]!) { indexAssets(collection: "photos", assets: $assets) { ... on Asset { id } } }`;
const ENTITIES = `query ($representations: [_Any!]!) {
  entities: _entities(representations: $representations) { __typename ... on Asset { id key payload collection { name } } }
}`;

interface Entities {
  readonly entities: readonly ({ readonly key: string; readonly payload: object } | null)[];
}

const madeId = (...parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
const reference = (id: unknown): object => ({ __typename: 'Asset', id });

describe('a server that is no subgraph', () => {
  it('has nothing of a federation', async () => {
    const gateway = await testGateway();
    try {
      for (const query of [SDL, '{ _entities(representations: []) { __typename } }']) {
        const { status, errors } = await gateway.query(query);
        expect(status).toBe(400);
        expect(errors![0]!.message).toMatch(/^Cannot query field "_(service|entities)" on type "Query"/);
      }
    } finally {
      await gateway.close();
    }
  });
});

describe('a server that is a subgraph', () => {
  let gateway: TestGateway;
  let acme: TestCaller;
  /** Ids of acme's assets a, b, c and d. */
  let ids: string[];

  const index = async (caller: TestCaller, of: string, keys: readonly string[]): Promise<string[]> => {
    await caller.data('mutation { createCollection(name: "photos") { id } }');
    const assets = keys.map((key) => ({ key, text: `${of} ${key}`, payload: { of } }));
    return (await caller.data<{ indexAssets: { id: string }[] }>(INDEX, { assets })).indexAssets.map(({ id }) => id);
  };
  const entities = async (caller: TestCaller, representations: readonly unknown[]): Promise<Entities['entities']> =>
    (await caller.data<Entities>(ENTITIES, { representations })).entities;

  beforeAll(async () => {
    gateway = await testGateway({
      federation: true,
      introspection: false,
      apiKeys: [
        { key: KEYS.operator, name: 'ops' },
        { key: KEYS.acme, name: 'router', tenant: 'acme' },
        { key: KEYS.bravo, name: 'router', tenant: 'bravo' },
      ],
      limits: { operationCost: 1000 },
    });
    acme = gateway.as(KEYS.acme);
    ids = await index(acme, 'acme', ['a', 'b', 'c', 'd']);
    await index(gateway.as(KEYS.bravo), 'bravo', ['a']);
  });
  afterAll(async () => gateway.close());

  it('says its schema in a way that Apollo takes for a subgraph', async () => {
    const { sdl } = (await gateway.data<{ service: { sdl: string } }>(SDL)).service;
    expect(sdl).toContain('@link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])');
    expect(sdl).toContain('type Asset implements Node @key(fields: "id") {');
    expect(sdl).toContain('type PageInfo @shareable {');
    // Composition refuses a directive that the schema does not define.
    expect(sdl).toContain('directive @oneOf on INPUT_OBJECT');
    expect(sdl).toContain('input ImageInput @oneOf {');
    expect(sdl).not.toContain('_entities');

    const schema = buildSubgraphSchema(parse(sdl));
    expect(String(schema.getQueryType()!.getFields()['_entities']!.type)).toBe('[_Entity]!');
    const entity = schema.getType('_Entity');
    expect(isUnionType(entity) && entity.getTypes().map(String)).toEqual(['Asset']);
    expect(Object.keys(schema.getQueryType()!.getFields())).toEqual(expect.arrayContaining(['embed', 'search', 'policies', 'node']));
    expect(Object.keys(schema.getMutationType()!.getFields())).toEqual(expect.arrayContaining(['indexAssets', 'moderate']));
  });

  it('finds assets in the order of their references, twice where asked for twice', async () => {
    const [a, b, c, d] = ids;
    const found = await entities(acme, [d, a, c, a, b].map(reference));
    expect(found).toMatchObject(['d', 'a', 'c', 'a', 'b'].map((key) => ({ __typename: 'Asset', key, collection: { name: 'photos' } })));
    expect(await entities(acme, [])).toEqual([]);
  });

  it('answers null for what it does not have, and the assets beside it', async () => {
    const collection = madeId('Collection', 'photos');
    const wrong = [
      ...[madeId('Asset', 'photos', 'gone'), madeId('Asset', 'nowhere', 'a'), madeId('Asset', 'photos'), collection].map(reference),
      ...['', 'no id', '{}', 7, null, ['x'], { id: ids[0] }].map(reference),
      { __typename: 'Collection', id: collection },
      { __typename: 'Product', id: ids[0] },
      { __typename: '__proto__', id: ids[0] },
      { __typename: 'Asset', key: 'a' },
      { id: ids[0] },
      'Asset',
      7,
      true,
      [],
      {},
    ];
    const found = await entities(acme, [reference(ids[0]), ...wrong, reference(ids[1])]);
    expect(found.slice(1, -1)).toEqual(wrong.map(() => null));
    expect([found[0]?.key, found.at(-1)?.key]).toEqual(['a', 'b']);
  });

  it('takes references written into the query', async () => {
    const representation = (id: string): string =>
      `_entities(representations: [{ __typename: "Asset", id: ${id} }]) { ... on Asset { key } }`;
    expect(await acme.data(`{ ${representation(`"${ids[2]}"`)} }`)).toEqual({ _entities: [{ key: 'c' }] });
    expect(await acme.data(`query ($id: ID!) { ${representation('$id')} }`, { id: ids[3] })).toEqual({ _entities: [{ key: 'd' }] });
  });

  it('keeps its limits: references, cost, depth, one of several', async () => {
    const hundred = Array.from({ length: 100 }, () => reference(ids[0]));
    expect((await acme.query(ENTITIES, { representations: hundred })).extensions?.cost?.charged).toBeGreaterThanOrEqual(100);
    const tooMany = await acme.query(ENTITIES, { representations: [...hundred, reference(ids[0])] });
    expect(tooMany.errors).toMatchObject([
      { message: 'representations holds 101 items; at most 100 are taken.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);

    const costly = `query ($representations: [_Any!]!) { entities: _entities(representations: $representations) { ... on Asset { similar { totalCount } } } }`;
    const { errors } = await acme.query(costly, { representations: hundred });
    expect(errors!.some(({ extensions }) => extensions.code === 'COST_LIMIT_EXCEEDED')).toBe(true);

    const deep = `{ _entities(representations: []) { ... on Asset { ${'similar { nodes { '.repeat(7)} key ${'} } '.repeat(7)} } } }`;
    expect((await acme.query(deep)).errors![0]!.message).toMatch(/depth/i);

    const both = 'query { embed(inputs: [{ text: "x", image: { url: "https://example.com" } }]) { __typename } }';
    expect((await acme.query(both)).errors![0]!.message).toMatch(/exactly one/i);
    expect((await acme.query('{ __schema { queryType { name } } }')).errors).toHaveLength(1);
  });

  it('knows each tenant by its key, and nobody with a wrong one', async () => {
    const references = ids.map(reference);
    expect((await entities(acme, references)).map((asset) => asset?.payload)).toEqual(ids.map(() => ({ of: 'acme' })));
    const [shared, ...others] = await entities(gateway.as(KEYS.bravo), references);
    expect(shared).toMatchObject({ key: 'a', payload: { of: 'bravo' } });
    expect(others).toEqual([null, null, null]);
    expect(await entities(gateway, references)).toEqual([null, null, null, null]);
    for (const query of [SDL, '{ _entities(representations: []) { __typename } }']) {
      const { status, data } = await gateway.as('a-key-that-is-not-one-01').query(query);
      expect([status, data]).toEqual([401, undefined]);
    }
  });

  it('does what its page shows', async () => {
    const page = await documented('federation.md');
    const representations = [reference(ids[0]), reference(madeId('Asset', 'photos', 'gone'))];
    expect(await acme.data(page.get('Pictures')!, { representations })).toMatchObject({ _entities: [{ key: 'a', imageUrl: null }, null] });
  });
});
