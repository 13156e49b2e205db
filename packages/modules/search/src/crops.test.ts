import { STANDARD_FIT } from '@clipgraph/contracts';
import { fakeEncoder, twoColourPicture } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { calibratedScore } from './calibration.ts';
import { indexAssets, keysOf, recommend, search, type AssetVariables } from './testing/queries.ts';
import { base64Image, searchServer, type SearchServer } from './testing/search-server.ts';

let server: SearchServer;
beforeEach(async () => {
  server = await searchServer();
});
afterEach(() => server[Symbol.asyncDispose]());

async function createCollection(crops?: object, name = 'shop') {
  const query = `mutation ($name: String!, $crops: CropsInput) {
    createCollection(name: $name, crops: $crops) { name crops { levels keep } }
  }`;
  return server.ask(query, { name, crops });
}

/** A stripe of red over blue: too little of the picture to stand out, most of a tile. */
const striped = async (key: string, share: number, side = 64): Promise<AssetVariables> => ({
  key,
  image: base64Image(await twoColourPicture('red', 'blue', share, { width: side, height: side })),
});

/** A small thing in a large picture, and a larger one in a picture that is too small for tiles. */
const assets = () => Promise.all([striped('large', 0.25), striped('small', 0.4, 14)]);

const CROP = `query ($query: SearchQuery!, $first: Int, $after: String) {
  search(collection: "shop", query: $query, first: $first, after: $after) {
    totalCount pageInfo { endCursor } edges { cosine crop { left top width height } node { key } }
  }
}`;

describe('a collection in crops', () => {
  it('says how it embeds; without, or with levels that there are not, it does not', async () => {
    const made = { name: 'shop', crops: { levels: 2, keep: 'EACH' } };
    expect((await createCollection({})).data.createCollection).toEqual(made);
    expect((await createCollection({ levels: 4, keep: 'POOLED' }, 'other')).data.createCollection.crops).toEqual({
      levels: 4,
      keep: 'POOLED',
    });
    expect((await createCollection(undefined, 'whole')).data.createCollection.crops).toBeNull();
    expect((await createCollection({ levels: 1 }, 'none')).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    const { data } = await server.ask('{ collections { name crops { levels } } collection(name: "shop") { crops { keep } } }');
    expect(data.collections.map(({ name }: { name: string }) => name)).toEqual(['other', 'shop', 'whole']);
    expect(data.collection.crops.keep).toBe('EACH');
  });

  it('kept each finds an asset by its best tile, and says which one that was', async () => {
    await createCollection({ levels: 3, keep: 'EACH' });
    await indexAssets(server, await assets());
    const { data } = await server.ask(CROP, { query: { text: 'red' } });
    expect(data.search.edges.map(({ node }: { node: { key: string } }) => node.key)).toEqual(['large', 'small']);
    const [first, second] = data.search.edges;
    expect(first.cosine).toBeGreaterThan(0.9);
    expect(first.crop.top).toBe(0);
    expect(first.crop.height).toBeLessThan(0.4);
    expect(second.crop).toBeNull();
    expect(data.search.totalCount).toBe(2);
  });

  it('as a whole does not find it first, pooled lies between', async () => {
    const cosineOf = async (collection: string): Promise<number> => {
      await indexAssets(server, await assets(), { collection });
      const { data } = await search(server, { collection, query: { text: 'red' } });
      return data.search.edges.find(({ node }: { node: { key: string } }) => node.key === 'large').cosine;
    };
    await createCollection(undefined, 'whole');
    await createCollection({ levels: 3, keep: 'EACH' }, 'each');
    const [whole, each] = [await cosineOf('whole'), await cosineOf('each')];
    expect(keysOf(await search(server, { collection: 'whole', query: { text: 'red' } }))).toEqual(['small', 'large']);
    expect(each).toBeGreaterThan(whole + 0.3);
    await createCollection({ levels: 3, keep: 'POOLED' }, 'pooled');
    expect(await cosineOf('pooled')).toBeLessThan(each);
  });

  it('tells tiles on later pages too, for one search more', async () => {
    await createCollection({ levels: 2, keep: 'EACH' });
    await indexAssets(server, await Promise.all([striped('a', 0.3), striped('b', 0.2), striped('c', 0.1)]));
    const first = await server.ask(CROP, { query: { text: 'red' }, first: 1 });
    const after = first.data.search.pageInfo.endCursor;
    const { data, cost } = await server.ask(CROP, { query: { text: 'red' }, first: 2, after });
    expect(data.search.edges.map(({ crop }: { crop: { top: number } }) => crop.top)).toEqual([0, 0]);
    expect(cost).toBe(2 + 50);
  });

  it('tells none where the order does not go by tiles', async () => {
    await createCollection({ levels: 2, keep: 'EACH' });
    await indexAssets(server, [{ ...(await striped('a', 0.3)), text: 'red' }]);
    const query = `{ search(collection: "shop", query: { text: "red" }, target: BOTH) { edges { crop { left } } } }`;
    expect((await server.ask(query)).data.search.edges).toEqual([{ crop: null }]);
    await createCollection({ levels: 2, keep: 'POOLED' }, 'pooled');
    await indexAssets(server, [await striped('a', 0.3)], { collection: 'pooled' });
    expect((await server.ask(query.replace('shop', 'pooled').replace(', target: BOTH', ''))).data.search.edges).toEqual([{ crop: null }]);
  });

  it('is charged so many images a picture before any is embedded', async () => {
    const price = 2 * (1 + 14 * 250);
    await using server = await searchServer({ costLimits: [price - 1, price] });
    await server.ask('mutation { createCollection(name: "shop", crops: { levels: 3, keep: EACH }) { name } }');
    const variables = { collection: 'shop', assets: await assets() };
    const index = `mutation ($collection: String!, $assets: [AssetInput!]!) {
      indexAssets(collection: $collection, assets: $assets) { __typename }
    }`;
    expect(await server.ask(index, variables, { costLimit: price - 1 })).toMatchObject({
      errors: [{ code: 'COST_LIMIT_EXCEEDED' }],
      cost: 0,
    });
    expect(await server.store.count('shop')).toBe(0);
    expect(await server.ask(index, variables, { costLimit: price })).toMatchObject({ errors: [], cost: price });
  });

  it('replaces tiles with the picture, and answers a wrong one in its place', async () => {
    await createCollection({ levels: 3, keep: 'EACH' });
    const broken = { key: 'broken', image: base64Image(Buffer.from('not an image')) };
    const { data } = await indexAssets(server, [await striped('a', 0.25), broken]);
    expect(data.indexAssets).toMatchObject([{ key: 'a' }, { code: 'UNSUPPORTED_FORMAT' }]);
    await indexAssets(server, [await striped('a', 0)]);
    expect((await search(server, { query: { text: 'red' } })).data.search.edges[0].cosine).toBeLessThan(0.3);
  });

  it('compares whole pictures for what is like an asset, and finds its near copies', async () => {
    await createCollection({ levels: 3, keep: 'EACH' });
    await indexAssets(server, await Promise.all([striped('a', 0.25), striped('b', 0.26), striped('red', 1), striped('blue', 0)]));
    const similar = `{ collection(name: "shop") {
      assets(first: 1) { nodes { key similar(first: 3) { edges { crop { left } node { key } } } } }
      duplicates(threshold: 0.99) { nodes { assets { key } } }
    } }`;
    const { data } = await server.ask(similar);
    expect(data.collection.assets.nodes[0].similar.edges).toMatchObject([
      { crop: null, node: { key: 'b' } },
      { node: { key: 'blue' } },
      {},
    ]);
    expect(data.collection.duplicates.nodes).toMatchObject([{ assets: [{ key: 'a' }, { key: 'b' }] }]);
    for (const strategy of ['AVERAGE', 'BEST_SCORE', 'SUM_SCORES'] as const) {
      expect(keysOf(await recommend(server, { like: [{ key: 'a' }], strategy }))[0]).toBe('b');
    }
  });

  it('calibrates by the best of each picture of a sample', async () => {
    await createCollection({ levels: 2, keep: 'EACH' });
    await indexAssets(server, await Promise.all(Array.from({ length: 40 }, (_, i) => striped(`k${i}`, i / 80))));
    const query = `{ search(collection: "shop", query: { text: "red" }, first: 40) { edges { cosine calibrated } } }`;
    const edges: { cosine: number; calibrated: number }[] = (await server.ask(query)).data.search.edges;
    expect(edges).toHaveLength(40);
    // All of the collection is the sample.
    const scoreOf = calibratedScore(
      edges.map(({ cosine }) => cosine),
      STANDARD_FIT.relevance,
    )!;
    for (const { cosine, calibrated } of edges) expect(calibrated).toBeCloseTo(scoreOf(cosine), 5);
  });

  it('of a model that does not cut pictures refuses them', async () => {
    const { image, ...encoder } = fakeEncoder();
    const { prepareCrops: _none, ...whole } = image;
    await using blind = await searchServer({ encoders: () => [{ ...encoder, image: whole }] });
    await blind.ask('mutation { createCollection(name: "shop", crops: {}) { name } }');
    expect((await indexAssets(blind, await assets())).errors).toMatchObject([{ code: 'UNSUPPORTED' }]);
  });
});
