import { isCollectionName } from '@clipgraph/contracts';
import { fakeEncoder } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { colourAssets, createCollection, indexAssets, keptImages, search } from './testing/queries.ts';
import { PUBLIC_URL, searchServer, type SearchServer } from './testing/search-server.ts';

let server: SearchServer;
/** Names of the store's methods, as they are called. */
let calls: string[];

beforeEach(async () => {
  calls = [];
  server = await searchServer({
    encoders: () => [fakeEncoder(), fakeEncoder({ name: 'small', dimensions: 32 })],
    around: (store) =>
      new Proxy(store, {
        get(target, name) {
          calls.push(String(name));
          return Reflect.get(target, name);
        },
      }),
  });
});

afterEach(() => server[Symbol.asyncDispose]());

describe('collections', () => {
  it('are made for the default model or a named one, and listed by name', async () => {
    await createCollection(server, 'b');
    await createCollection(server, 'a', 'small');
    const { data, errors } = await server.ask('{ collections { id name modelName model { name dimensions } count createdAt } }');
    expect(errors).toEqual([]);
    expect(data.collections).toMatchObject([
      { name: 'a', modelName: 'small', model: { name: 'small', dimensions: 32 }, count: 0 },
      { name: 'b', modelName: 'fake', model: { name: 'fake', dimensions: 64 }, count: 0 },
    ]);
    expect(data.collections[0].createdAt).toMatch(/^2\d{3}-\d\d-\d\dT/);
  });

  it('need a name that is free and well-formed, and a model that is there', async () => {
    await createCollection(server);
    expect((await createCollection(server)).errors).toMatchObject([{ code: 'CONFLICT' }]);
    for (const name of ['', '-a', 'a b', 'ä', 'x'.repeat(65)]) {
      expect(isCollectionName(name)).toBe(false);
      expect((await createCollection(server, name)).errors).toEqual([
        { code: 'BAD_USER_INPUT', message: expect.stringContaining('The name must be 1 to 64') },
      ]);
    }
    expect((await createCollection(server, 'c', 'none')).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('are null where there is none', async () => {
    expect((await server.ask('{ a: collection(name: "none") { id } b: collection(name: "no name") { id } }')).data).toEqual({
      a: null,
      b: null,
    });
  });

  it('of a model that is not loaded can be read, but neither searched nor added to', async () => {
    const { fingerprint } = fakeEncoder({ name: 'gone' }).model;
    await server.store.createCollection({ name: 'old', fingerprint, model: 'gone', dimensions: 64 });
    await server.store.createCollection({ name: 'older', fingerprint: 'fake-0', model: 'fake', dimensions: 64 });
    expect(
      (await server.ask('{ collection(name: "old") { modelName model { name } count assets { totalCount } } }')).data.collection,
    ).toEqual({
      modelName: 'gone',
      model: null,
      count: 0,
      assets: { totalCount: 0 },
    });
    const notLoaded =
      'The vectors of this collection come from the model gone, which this server has not loaded; start it with that model, or migrate the collection to one that is loaded.';
    expect((await search(server, { collection: 'old' })).errors).toEqual([{ code: 'CONFLICT', message: notLoaded }]);
    expect((await indexAssets(server, [{ key: 'a', text: 'x' }], { collection: 'old' })).errors).toEqual([
      { code: 'CONFLICT', message: notLoaded },
    ]);
    expect((await search(server, { collection: 'older' })).errors[0]?.message).toContain('another version of the model fake');
  });

  it('go with their pictures, except those that others use', async () => {
    await createCollection(server);
    await createCollection(server, 'other');
    await indexAssets(server, await colourAssets(['red', 'blue', 'green']));
    await indexAssets(server, await colourAssets(['blue']), { collection: 'other' });
    expect((await server.ask('mutation { deleteCollection(name: "shop") }')).data).toEqual({ deleteCollection: true });
    expect((await server.ask('mutation { a: deleteCollection(name: "shop") b: deleteCollection(name: "no name") }')).data).toEqual({
      a: false,
      b: false,
    });
    const [record] = await server.store.get('other', ['blue']);
    expect(await keptImages(server)).toEqual([record!.imageId]);
  });
});

describe('the assets of a collection', () => {
  const assets = /* GraphQL */ `
    query ($first: Int, $after: String, $filter: Filter) {
      collection(name: "shop") {
        count
        assets(first: $first, after: $after, filter: $filter) {
          totalCount
          edges {
            cursor
            node {
              key
            }
          }
          nodes {
            key
            collection {
              name
              modelName
            }
          }
          pageInfo {
            hasNextPage
            hasPreviousPage
            startCursor
            endCursor
          }
        }
      }
    }
  `;
  const keys = (data: { collection: { assets: { nodes: { key: string }[] } } }) => data.collection.assets.nodes.map(({ key }) => key);

  beforeEach(async () => {
    await createCollection(server);
    const items = Array.from({ length: 9 }, (_, index) => ({
      key: `k${index}`,
      text: `text ${index}`,
      payload: { even: index % 2 === 0 },
    }));
    await indexAssets(server, items);
  });

  it('come by key, page after page, while others come and go', async () => {
    const first = (await server.ask(assets, { first: 4 })).data;
    expect(first.collection).toMatchObject({
      count: 9,
      assets: { totalCount: 9, pageInfo: { hasNextPage: true, hasPreviousPage: false } },
    });
    await indexAssets(server, [
      { key: 'k0a', text: 'too late' },
      { key: 'k5a', text: 'in time' },
    ]);
    await server.ask('mutation { deleteAssets(collection: "shop", keys: ["k3", "k4", "k1"]) }');
    const second = (await server.ask(assets, { first: 4, after: first.collection.assets.pageInfo.endCursor })).data;
    const third = (await server.ask(assets, { first: 4, after: second.collection.assets.edges[3].cursor })).data;
    expect([first, second, third].flatMap(keys)).toEqual(['k0', 'k1', 'k2', 'k3', 'k5', 'k5a', 'k6', 'k7', 'k8']);
    expect(third.collection.assets.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('can be filtered, and the cursor holds to the filter and the collection', async () => {
    const filter = { must: [{ match: { field: 'even', value: true } }] };
    const { data } = await server.ask(assets, { first: 2, filter });
    expect(keys(data)).toEqual(['k0', 'k2']);
    expect(data.collection.assets.totalCount).toBe(5);
    const after = data.collection.assets.pageInfo.endCursor;
    expect(keys((await server.ask(assets, { first: 2, filter, after })).data)).toEqual(['k4', 'k6']);
    for (const change of [{ filter: null }, { after: `${after}A` }, { after: 'x' }]) {
      expect((await server.ask(assets, { filter, after, ...change })).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    }
    await createCollection(server, 'other');
    const other = await server.ask('query ($after: String) { collection(name: "other") { assets(after: $after) { totalCount } } }', {
      after,
    });
    expect(other.errors[0]?.message).toContain('another collection or filter');
    const searched = await search(server, { first: 1, target: 'TEXT' });
    const foreign = await server.ask(assets, { after: searched.data.search.pageInfo.endCursor });
    expect(foreign.errors[0]?.message).toBe('after is not a cursor of a list of assets.');
  });

  it('know their collection without asking the store again', async () => {
    calls.length = 0;
    await server.ask('{ collection(name: "shop") { assets { nodes { collection { name modelName } } } } }');
    expect(calls).toEqual(['collection', 'scroll']);
    calls.length = 0;
    await server.ask('{ search(collection: "shop", query: { text: "text" }, target: TEXT) { nodes { key collection { name } } } }');
    expect(calls).toEqual(['collection', 'search', 'get']);
  });

  it('are found by their ids, together with one question, and are null when gone', async () => {
    const { data } = await server.ask('{ collection(name: "shop") { id assets { nodes { id } } } }');
    const ids = data.collection.assets.nodes.map(({ id }: { id: string }) => id);
    await server.ask('mutation { deleteAssets(collection: "shop", keys: ["k1"]) }');
    const made = (...parts: string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const others = [
      data.collection.id,
      made('Asset', 'none', 'k'),
      made('Asset', 'shop'),
      made('Asset', '../x', 'k'),
      made('Collection', '..'),
      'x',
    ];
    calls.length = 0;
    const answer = await server.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Asset { key collection { name } } ... on Collection { name } } }',
      { ids: [...ids, ...others] },
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data.nodes.slice(0, 9).map((node: { key: string } | null) => node?.key)).toEqual([
      'k0',
      undefined,
      'k2',
      'k3',
      'k4',
      'k5',
      'k6',
      'k7',
      'k8',
    ]);
    expect(answer.data.nodes.slice(9)).toEqual([
      { __typename: 'Collection', id: data.collection.id, name: 'shop' },
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(calls.filter((name) => name === 'get')).toHaveLength(1);
    const one = await server.ask('query ($id: ID!) { node(id: $id) { ... on Asset { key text } } }', { id: ids[0] });
    expect(one.data.node).toEqual({ key: 'k0', text: 'text 0' });
  });

  it('are found by references of other subgraphs, those of a collection with one question', async () => {
    const { data } = await server.ask('{ collection(name: "shop") { assets { nodes { id } } } }');
    const ids: string[] = data.collection.assets.nodes.map(({ id }: { id: string }) => id);
    const representations = [...ids.toReversed(), ids[0], 'x'].map((id) => ({ __typename: 'Asset', id }));
    calls.length = 0;
    const answer = await server.ask(
      'query ($representations: [_Any!]!) { entities: _entities(representations: $representations) { ... on Asset { id } } }',
      { representations },
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data.entities).toEqual([...ids.toReversed().map((id) => ({ id })), { id: ids[0] }, null]);
    expect(calls).toEqual(['collection', 'get']);
  });

  it('have their payload replaced whole', async () => {
    const update = (payload: object, key = 'k0') =>
      server.ask(
        'mutation ($key: String!, $payload: JSONObject!) { updatePayload(collection: "shop", key: $key, payload: $payload) { key text payload } }',
        {
          key,
          payload,
        },
      );
    expect((await update({ odd: 1 })).data.updatePayload).toEqual({ key: 'k0', text: 'text 0', payload: { odd: 1 } });
    expect(keys((await server.ask(assets, { filter: { must: [{ match: { field: 'odd', value: 1 } }] } })).data)).toEqual(['k0']);
    expect((await update({}, 'none')).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await update({ big: 'x'.repeat(70_000) })).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    const nowhere = await server.ask('mutation { updatePayload(collection: "none", key: "k0", payload: {}) { key } }');
    expect(nowhere.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('are deleted by key, each counted once, with pictures that no other uses', async () => {
    await indexAssets(server, await colourAssets(['red', 'red', 'blue'], ['a', 'b', 'c']));
    const remove = (list: readonly string[]) =>
      server.ask('mutation ($keys: [String!]!) { deleteAssets(collection: "shop", keys: $keys) }', { keys: list });
    // No record can have a key that is no text; the request that holds one is refused before anything is deleted.
    expect((await remove(['a', 'half \ud800'])).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect((await remove(['a', 'a', 'none', 'c'])).data).toEqual({ deleteAssets: 2 });
    expect(await keptImages(server)).toHaveLength(1);
    expect((await remove(['b'])).data).toEqual({ deleteAssets: 1 });
    expect(await keptImages(server)).toEqual([]);
    expect((await remove([])).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect((await remove(Array.from({ length: 1001 }, String))).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });
});

describe('the values of a field', () => {
  const facet = (args: string) => server.ask(`{ collection(name: "shop") { facet(${args}) { value count } } }`);

  beforeEach(async () => {
    await createCollection(server);
    const payloads = [{ tag: ['a', 'b'] }, { tag: 'a', n: 1 }, { tag: 'c', n: true }, { other: 1 }];
    await indexAssets(
      server,
      payloads.map((payload, index) => ({ key: `k${index}`, text: 'x', payload })),
    );
  });

  it('are counted, most frequent first', async () => {
    expect((await facet('field: "tag", limit: 2')).data.collection.facet).toEqual([
      { value: 'a', count: 2 },
      { value: 'b', count: 1 },
    ]);
    expect((await facet('field: "n"')).data.collection.facet).toEqual([
      { value: 1, count: 1 },
      { value: true, count: 1 },
    ]);
    expect((await facet('field: "tag", filter: { must: [{ exists: "n" }] }')).data.collection.facet).toHaveLength(2);
  });

  it.each(['field: ""', 'field: "a."', 'field: "tag", limit: 0', 'field: "tag", limit: 1001'])('are refused for (%s)', async (args) => {
    expect((await facet(args)).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });
});

describe('the addresses of a picture', () => {
  it('are of the whole, or of a copy in the size asked for', async () => {
    await createCollection(server);
    await indexAssets(server, [...(await colourAssets(['red'])), { key: 'words', text: 'no picture' }]);
    const { data } = await server.ask(
      '{ collection(name: "shop") { assets { nodes { imageHash imageUrl standard: thumbnailUrl big: thumbnailUrl(size: 2048) } } } }',
    );
    const [imageId] = await keptImages(server);
    const addressOf = (size: string | number) =>
      expect.stringMatching(`^${PUBLIC_URL}/assets/${imageId}/${size}/[\\w-]{22}\\.webp$`) as string;
    expect(data.collection.assets.nodes).toEqual([
      {
        imageHash: imageId,
        imageUrl: addressOf('full'),
        standard: addressOf(256),
        big: addressOf(2048),
      },
      { imageHash: null, imageUrl: null, standard: null, big: null },
    ]);
  });

  it.each([15, 2049])('are refused in a size of %s', async (size) => {
    await createCollection(server);
    await indexAssets(server, [{ key: 'words', text: 'no picture' }]);
    const { errors } = await server.ask(`{ collection(name: "shop") { assets { nodes { thumbnailUrl(size: ${size}) } } } }`);
    expect(errors).toEqual([{ code: 'BAD_USER_INPUT', message: 'size must be from 16 to 2048.' }]);
  });
});
