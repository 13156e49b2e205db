import { dot, normalised } from '@clipgraph/contracts';
import { leavingCaller } from '@clipgraph/module-testing';
import { colourPicture, fakeEncoder } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { colourAssets, createCollection, indexAssets, keysOf, search } from './testing/queries.ts';
import { base64Image, searchServer, type SearchServer } from './testing/search-server.ts';

let server: SearchServer;

beforeAll(async () => {
  server = await searchServer({ encoders: () => [fakeEncoder(), fakeEncoder({ name: 'small', dimensions: 32 })], costLimits: [189, 190] });
  await createCollection(server);
  const pictures = await colourAssets(['red', 'blue', 'green', 'yellow']);
  await indexAssets(server, [
    { ...pictures[0]!, text: 'a red car', payload: { price: 10, tags: ['old', 'fast'], sold: '2026-03-01', maker: { name: 'Ada' } } },
    { ...pictures[1]!, text: 'a blue boat', payload: { price: 20, tags: ['fast'], sold: '2026-06-01T12:00:00Z' } },
    { ...pictures[2]!, text: 'a green tree', payload: { price: 30, tags: [], sold: null, rare: true } },
    { ...pictures[3]!, payload: { price: '30' } },
    { key: 'words', text: 'a red balloon', payload: { price: 5 } },
  ]);
});

afterAll(() => server[Symbol.asyncDispose]());

describe('a search', () => {
  it('by text finds pictures', async () => {
    for (const colour of ['red', 'blue', 'green', 'yellow']) {
      expect(keysOf(await search(server, { query: { text: `a photo of a ${colour} thing` } }))[0]).toBe(colour);
    }
  });

  it('by text finds texts, when these are the target', async () => {
    const answer = await search(server, { target: 'TEXT', query: { text: 'balloon' } });
    expect(keysOf(answer)[0]).toBe('words');
    expect(keysOf(answer)).not.toContain('yellow');
    expect(answer.data.search.totalCount).toBe(4);
  });

  it('by picture finds pictures', async () => {
    const answer = await search(server, { query: { image: base64Image(await colourPicture('green', { format: 'jpeg' })) } });
    expect(keysOf(answer)[0]).toBe('green');
    expect(answer.cost).toBe(250 + 50 + 20);
  });

  it('by the picture of an asset finds it first', async () => {
    const { data } = await server.ask('{ collection(name: "shop") { assets { nodes { id key } } } }');
    const { id } = data.collection.assets.nodes.find(({ key }: { key: string }) => key === 'blue');
    expect(keysOf(await search(server, { query: { image: { assetId: id } } }))[0]).toBe('blue');
  });

  it('by vector finds what that vector is near to, whatever its length', async () => {
    const [yellow] = await server.store.vectors('shop', ['yellow']);
    for (const scale of [1, 1e-30, 1e30, 1e-160, 1e200]) {
      const answer = await search(server, { query: { vector: Array.from(yellow!.image!, (value) => value * scale) } });
      expect(keysOf(answer)[0]).toBe('yellow');
      expect(answer.data.search.edges[0].cosine).toBeCloseTo(1, 5);
    }
  });

  it('by vector in base64 finds the same with the same cosines', async () => {
    const vector = normalised(Array.from({ length: 64 }, (_, index) => Math.sin(index)));
    const vectorBase64 = Buffer.from(vector.buffer)
      .toString('base64')
      .replace(/(.{60})/g, '$1\n');
    const [list, base64] = [await search(server, { query: { vector: [...vector] } }), await search(server, { query: { vectorBase64 } })];
    const scores = (answer: typeof list) =>
      answer.data.search.edges.map(({ cosine, node }: { cosine: number; node: object }) => ({ cosine, node }));
    expect(scores(base64)).toEqual(scores(list));
    const [stored] = await server.store.vectors('shop', keysOf(list).slice(0, 1));
    expect(list.data.search.edges[0].cosine).toBeCloseTo(dot(vector, stored!.image!), 5);
  });

  it.each([
    ['too short a vector', { vector: [1, 2] }, 'query: vector holds 2 numbers; the vectors of this collection have 64.'],
    ['a vector of zeros', { vector: Array.from({ length: 64 }, () => 0) }, 'query: vector is all zeros and so has no direction.'],
    ['what is not base64', { vectorBase64: 'a*b' }, 'query: vectorBase64 is not base64.'],
    ['too few bytes', { vectorBase64: 'AAAA' }, 'query: vectorBase64 holds 3 bytes; 64 float32 numbers are 256.'],
    [
      'a number that is not finite',
      { vectorBase64: Buffer.from(new Float32Array(64).fill(Infinity, 3).buffer).toString('base64') },
      'query: vectorBase64 holds a number that is not finite, at index 3.',
    ],
    [
      'a picture that is none',
      { image: { base64: 'AAAA' } },
      'query: The image is in no supported format; supported are jpeg, png, webp, gif, avif.',
    ],
    ['an empty text', { text: '  ' }, 'query: The text is empty.'],
  ] as const)('by %s is refused', async (_what, query, message) => {
    const { data, errors } = await search(server, { query });
    expect(data).toBeNull();
    expect(errors).toEqual([{ code: 'BAD_USER_INPUT', message }]);
  });

  it('takes exactly one kind of query', async () => {
    for (const query of [{}, { text: 'red', vector: [1] }, { text: null }]) {
      expect((await search(server, { query })).errors[0]?.message).toMatch(/[Ee]xactly one|must be non-null/);
    }
  });

  it('in no or an unknown collection is refused, in an empty one answered with nothing', async () => {
    for (const collection of ['none', '', '../..']) {
      expect((await search(server, { collection })).errors).toEqual([
        { code: 'NOT_FOUND', message: 'There is no collection of that name.' },
      ]);
    }
    await createCollection(server, 'empty');
    expect((await search(server, { collection: 'empty' })).data.search).toMatchObject({
      edges: [],
      totalCount: 0,
      pageInfo: { hasNextPage: false, startCursor: null, endCursor: null },
    });
  });

  it('uses the model that made the collection, whichever is the default', async () => {
    await createCollection(server, 'tiny', 'small');
    await indexAssets(server, await colourAssets(['red', 'blue']), { collection: 'tiny' });
    expect(keysOf(await search(server, { collection: 'tiny', query: { text: 'blue' } }))).toEqual(['blue', 'red']);
  });

  it('is charged before it runs and refused when it costs too much', async () => {
    const query = '{ search(collection: "shop", query: { text: "red" }, first: 100) { nodes { key } } }';
    expect((await server.ask(query, {}, { costLimit: 189 })).errors).toMatchObject([{ code: 'COST_LIMIT_EXCEEDED' }]);
    expect((await server.ask(query, {}, { costLimit: 190 })).cost).toBe(190);
  });

  it('ends when its caller leaves', async () => {
    const [caller, encoder] = [leavingCaller(), fakeEncoder()];
    await using stopping = await searchServer({ encoders: () => [caller.around(encoder)], around: () => server.store });
    const asked = stopping.ask('{ search(collection: "shop", query: { text: "red" }) { nodes { key } } }', {}, { signal: caller.signal });
    await expect(asked).rejects.toThrow('The caller left.');
    await caller.told;
    expect(encoder.runs).toEqual([]);
  });
});

describe('a filter', () => {
  const passing = async (filter: Readonly<Record<string, unknown>>): Promise<string[]> => keysOf(await search(server, { filter })).sort();

  it.each([
    ['a value', { must: [{ match: { field: 'price', value: 30 } }] }, ['green']],
    ['one of several', { must: [{ anyOf: { field: 'tags', values: ['old', 'fast'] } }] }, ['blue', 'red']],
    ['a range', { must: [{ range: { field: 'price', gt: 10, lte: 30 } }] }, ['blue', 'green']],
    ['a time', { must: [{ range: { field: 'sold', after: '2026-03-01T00:00:01Z' } }] }, ['blue']],
    ['presence', { must: [{ exists: 'sold' }] }, ['blue', 'red']],
    ['a nested field', { must: [{ match: { field: 'maker.name', value: 'Ada' } }] }, ['red']],
    ['keys', { must: [{ keys: ['red', 'words', 'none'] }] }, ['red']],
    ['a negation', { mustNot: [{ match: { field: 'tags', value: 'fast' } }] }, ['green', 'yellow']],
    ['a choice', { should: [{ match: { field: 'rare', value: true } }, { keys: ['red'] }] }, ['green', 'red']],
    ['a nested choice', { must: [{ nested: { should: [{ exists: 'rare' }] } }, { exists: 'price' }] }, ['green']],
    ['nothing', {}, ['blue', 'green', 'red', 'yellow']],
  ])('by %s lets the right assets pass', async (_what, filter, keys) => {
    expect(await passing(filter)).toEqual(keys);
  });

  it.each([
    [
      'two kinds of bounds',
      { must: [{ range: { field: 'a', gt: 1, after: '2026-01-01T00:00:00Z' } }] },
      'filter.must[0].range takes either',
    ],
    ['an empty field', { mustNot: [{ exists: '' }] }, 'filter.mustNot[0].exists: a field needs a name'],
  ])('with %s is refused where it stands', async (_what, filter, message) => {
    expect((await search(server, { filter })).errors).toEqual([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) }]);
  });

  it.each([
    ['two conditions in one', { must: [{ exists: 'a', keys: ['b'] }] }],
    ['no condition in one', { must: [{}] }],
    ['an object as value', { must: [{ match: { field: 'a', value: { b: 1 } } }] }],
    ['a wrong time', { must: [{ range: { field: 'a', after: 'yesterday' } }] }],
  ])('with %s is refused by its type', async (_what, filter) => {
    const { data, errors } = await search(server, { filter });
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
  });
});
