import { leavingCaller } from '@clipgraph/module-testing';
import { colourPicture, fakeEncoder } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { assetId, colourAssets, createCollection, indexAssets, keysOf, recommend } from './testing/queries.ts';
import { base64Image, searchServer, type SearchServer } from './testing/search-server.ts';

const COLOURS = ['red', 'red', 'red', 'blue', 'blue', 'purple', 'green', 'yellow'] as const;
const KEYS = ['red', 'crimson', 'scarlet', 'blue', 'navy', 'purple', 'green', 'yellow'] as const;

let server: SearchServer;

beforeAll(async () => {
  server = await searchServer();
  await createCollection(server);
  await indexAssets(server, [...(await colourAssets(COLOURS, KEYS)), { key: 'words', text: 'a red balloon' }]);
  await createCollection(server, 'other');
  await indexAssets(server, await colourAssets(['blue'], ['red']), { collection: 'other' });
});

afterAll(() => server[Symbol.asyncDispose]());

const STRATEGIES = ['AVERAGE', 'BEST_SCORE', 'SUM_SCORES'] as const;

describe('a recommendation', () => {
  it.each(STRATEGIES)('by %s finds what is like the liked, without the examples themselves', async (strategy) => {
    const answer = await recommend(server, { strategy });
    expect(answer.errors).toEqual([]);
    expect(keysOf(answer).slice(0, 2).toSorted()).toEqual(['crimson', 'scarlet']);
    expect(keysOf(answer)).not.toContain('red');
    expect(keysOf(answer)).toHaveLength(7);
    expect(answer.data.recommend.totalCount).toBe(7);
  });

  it.each(STRATEGIES)('by %s keeps away from the disliked', async (strategy) => {
    const like = [{ key: 'blue' }, { key: 'red' }];
    expect(keysOf(await recommend(server, { strategy, like, unlike: [{ key: 'crimson' }] })).slice(0, 1)).toEqual(['navy']);
    const disliked = keysOf(await recommend(server, { strategy, like: [], unlike: [{ key: 'red' }] }));
    expect(disliked.slice(-2).toSorted()).toEqual(['crimson', 'scarlet']);
  });

  it('by BEST_SCORE serves each of several tastes before what lies between them', async () => {
    const like = [{ key: 'red' }, { text: 'green' }];
    expect(
      keysOf(await recommend(server, { strategy: 'BEST_SCORE', like }))
        .slice(0, 3)
        .toSorted(),
    ).toEqual(['crimson', 'green', 'scarlet']);
  });

  it('tells the cosine where one decided, and always the score', async () => {
    const [average, best] = [await recommend(server), await recommend(server, { strategy: 'BEST_SCORE' })];
    for (const { score, cosine } of average.data.recommend.edges) expect(cosine).toBe(score);
    expect(average.data.recommend.edges[0].cosine).toBeCloseTo(1, 3);
    // 0.5 · (1 / (1 + 1) + 1), of a cosine of 1.
    expect(best.data.recommend.edges[0]).toMatchObject({ cosine: null, score: expect.closeTo(0.75, 3) as number });
  });

  it('takes assets by id, keys, pictures and texts as examples', async () => {
    const image = base64Image(await colourPicture('blue', { format: 'jpeg' }));
    for (const example of [{ assetId: await assetId(server, 'navy') }, { key: 'navy' }, { image }, { text: 'a blue thing' }]) {
      expect(keysOf(await recommend(server, { like: [example] }))[0]).toBe('blue');
    }
    const byPicture = keysOf(await recommend(server, { like: [{ image: { assetId: await assetId(server, 'blue') } }] }));
    expect(byPicture[0]).toBe('navy');
    expect(byPicture).not.toContain('blue');
  });

  it('takes an asset of another collection of the same model, and leaves its namesake in', async () => {
    const like = [{ assetId: await assetId(server, 'red', 'other') }];
    const keys = keysOf(await recommend(server, { like }));
    expect(keys.slice(0, 2).toSorted()).toEqual(['blue', 'navy']);
    expect(keys).toContain('red');
  });

  it('compares an asset without a picture by its text, and finds texts when these are the target', async () => {
    expect(
      keysOf(await recommend(server, { like: [{ key: 'words' }] }))
        .slice(0, 3)
        .toSorted(),
    ).toEqual(['crimson', 'red', 'scarlet']);
    expect(keysOf(await recommend(server, { target: 'TEXT' }))).toEqual(['words']);
  });

  it('lets through what the filter lets through', async () => {
    const filter = { should: [{ keys: ['red', 'scarlet', 'blue'] }] };
    expect(keysOf(await recommend(server, { filter }))).toEqual(['scarlet', 'blue']);
  });

  it.each(STRATEGIES)('by %s comes in pages that stay the same and cost no new work', async (strategy) => {
    const variables = { strategy, like: [{ text: 'red' }], first: 3 };
    const first = await recommend(server, variables);
    const second = await recommend(server, { ...variables, after: first.data.recommend.pageInfo.endCursor, first: 5 });
    const whole = keysOf(await recommend(server, { ...variables, first: 20 }));
    expect([...keysOf(first), ...keysOf(second)]).toEqual(whole);
    expect(first.cost).toBe(3 + 40 + 50 + (strategy === 'BEST_SCORE' ? 20 : 0));
    expect(second.cost).toBe(5);
  });

  it.each([
    ['examples', { like: [{ key: 'blue' }] }],
    ['dislikes', { unlike: [{ key: 'blue' }] }],
    ['strategy', { strategy: 'SUM_SCORES' }],
    ['filter', { filter: {} }],
    ['target', { target: 'TEXT' }],
    ['collection', { collection: 'other' }],
  ] as const)('refuses the cursor of one with another %s', async (_what, change) => {
    const after = (await recommend(server, { first: 2 })).data.recommend.pageInfo.endCursor;
    expect((await recommend(server, { after })).errors).toEqual([]);
    expect((await recommend(server, { after, ...change })).errors).toMatchObject([{ message: expect.stringContaining('other arguments') }]);
  });

  it.each(STRATEGIES)('by %s serves one who liked five hundred', async (strategy) => {
    await using large = await searchServer();
    await createCollection(large);
    const vectors = Array.from({ length: 600 }, (_, i) => Float32Array.from({ length: 64 }, (_, j) => (j === i % 60 ? 1 : 0)));
    const records = vectors.map((image, i) => ({ key: `k${i}`, payload: {}, vectors: { image } }));
    const { fingerprint } = (await large.store.collection('shop'))!;
    await large.store.upsert('shop', fingerprint, records);
    const like = Array.from({ length: 500 }, (_, i) => ({ key: `k${i}` }));
    const answer = await recommend(large, { strategy, like, unlike: [{ key: 'k599' }], first: 100 });
    // k500 to k598 are left; those in the direction of k599 come last.
    expect(keysOf(answer)).toHaveLength(99);
    expect(keysOf(answer).at(-1)).toBe('k539');
  });

  it.each([
    ['an asset that is not there', { like: [{ key: 'red' }, { key: 'none' }] }, /^like\[1\]: there is no such asset/],
    ['a key that none can have', { like: [{ key: '' }] }, /^like\[0\]/],
    ['an id of something else', { like: [{ key: 'red' }], unlike: [{ assetId: 'abc' }] }, /^unlike\[0\]: This is not the id/],
    ['a broken picture', { like: [{ key: 'red' }, { image: { base64: 'AAAA' } }] }, /^like\[1\]: The image/],
    ['an empty text', { like: [{ text: 'red' }, { text: ' ' }] }, /^like\[1\]: The text is empty/],
    ['no example', { like: [], unlike: null }, /^like and unlike are empty/],
    ['too many', { like: Array.from({ length: 501 }, () => ({ key: 'red' })) }, /^like holds 501 items/],
  ] as const)('with %s says which example is wrong', async (_what, variables, message) => {
    const { data, errors } = await recommend(server, variables);
    expect(data).toBeNull();
    expect(errors).toEqual([{ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) as string }]);
  });

  it('refuses likes and dislikes that leave no direction', async () => {
    await indexAssets(server, await colourAssets(['red'], ['again']), { collection: 'other' });
    const { image } = (await server.store.vectors('shop', ['red']))[0]!;
    const { fingerprint } = (await server.store.collection('other'))!;
    await server.store.upsert('other', fingerprint, [{ key: 'opposite', payload: {}, vectors: { image: image!.map((value) => -value) } }]);
    const like = [{ key: 'again' }, { key: 'opposite' }];
    expect((await recommend(server, { collection: 'other', like })).errors).toMatchObject([{ message: expect.stringContaining('cancel') }]);
  });

  it('needs the model only for pictures and texts', async () => {
    await using other = await searchServer({ encoders: () => [fakeEncoder({ name: 'another' })], around: () => server.store });
    expect(
      keysOf(await recommend(other))
        .slice(0, 2)
        .toSorted(),
    ).toEqual(['crimson', 'scarlet']);
    expect((await recommend(other, { like: [{ text: 'red' }] })).errors).toMatchObject([{ code: 'CONFLICT' }]);
  });

  it('stops when the caller leaves', async () => {
    const [caller, encoder] = [leavingCaller(), fakeEncoder()];
    await using stopping = await searchServer({ encoders: () => [caller.around(encoder)], around: () => server.store });
    await expect(recommend(stopping, { like: [{ text: 'red' }] }, { signal: caller.signal })).rejects.toThrow('The caller left.');
    await caller.told;
    expect(encoder.runs).toEqual([]);
  });
});
