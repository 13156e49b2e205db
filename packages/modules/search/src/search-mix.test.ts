import { dot } from '@clipgraph/contracts';
import { colourPicture } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { assetId, colourAssets, createCollection, indexAssets, keysOf, search, storeVectors, unitVector } from './testing/queries.ts';
import { base64Image, searchServer, type SearchServer } from './testing/search-server.ts';

let server: SearchServer;
beforeEach(async () => {
  server = await searchServer();
  await createCollection(server);
});
afterEach(() => server[Symbol.asyncDispose]());

const COLOURS = ['red', 'blue', 'green', 'yellow', 'purple'] as const;
const FUSIONS = ['AVERAGE', 'RANK'] as const;

describe('a mix of queries', () => {
  it.each(FUSIONS)('fused by %s finds what fits the parts before what fits none', async (fusion) => {
    await indexAssets(server, await colourAssets(COLOURS));
    const image = base64Image(await colourPicture('blue'));
    const answer = await search(server, { query: { mix: { fusion, parts: [{ query: { text: 'red' } }, { query: { image } }] } } });
    expect(answer.errors).toEqual([]);
    expect(keysOf(answer).slice(0, 2).toSorted()).toEqual(['blue', 'red']);
    expect(keysOf(answer)).toHaveLength(5);
  });

  it.each(FUSIONS)('fused by %s goes by the weights', async (fusion) => {
    await indexAssets(server, await colourAssets(COLOURS));
    const first = async (red: number, green: number) => {
      const parts = [
        { query: { text: 'red' }, weight: red },
        { query: { text: 'green' }, weight: green },
      ];
      return keysOf(await search(server, { query: { mix: { fusion, parts } } }))[0];
    };
    expect(await first(3, 1)).toBe('red');
    expect(await first(1, 3)).toBe('green');
  });

  it.each(FUSIONS)('fused by %s keeps away from what to avoid', async (fusion) => {
    await indexAssets(server, await colourAssets(COLOURS));
    const parts = [{ query: { text: 'red' } }, { query: { text: 'green' } }];
    const keys = keysOf(await search(server, { query: { mix: { fusion, parts, avoid: [{ query: { text: 'green' }, weight: 2 }] } } }));
    expect(keys[0]).toBe('red');
    expect(keys.at(-1)).toBe('green');
  });

  it('of one part is that query', async () => {
    await indexAssets(server, await colourAssets(COLOURS));
    const plain = (await search(server, { query: { text: 'a red thing' } })).data.search.edges;
    for (const fusion of FUSIONS) {
      const { edges } = (await search(server, { query: { mix: { fusion, parts: [{ query: { text: 'a red thing' } }] } } })).data.search;
      expect(edges.map(({ cosine }: { cosine: number }) => cosine)).toEqual(plain.map(({ cosine }: { cosine: number }) => cosine));
    }
  });

  it('gives a part with close cosines and one with distant cosines the same say', async () => {
    // Against the picture query [1, 0] cosines differ by up to 0.6, against the text query [0, 0, 1] by up to 0.1, as in CLIP's space.
    const grid = [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3].flatMap((x) => [-0.05, -0.03, 0, 0.03, 0.05].map((z) => ({ x, z })));
    await storeVectors(
      server,
      grid.map(({ x, z }, i) => ({ key: `k${i}`, image: [0.5 + x, 1, z] })),
    );
    const [picture, text] = [unitVector([1, 0, 0]), unitVector([0, 0, 1])];
    const parts = [picture, text].map((vector) => ({ query: { vector: [...vector] } }));
    const keys = keysOf(await search(server, { query: { mix: { parts } }, first: 100 }));

    const vectors = (await server.store.vectors('shop', keys)).map((found) => found!.image!);
    const places = keys.map((_, rank) => rank);
    const agreement = (query: Float32Array) =>
      -correlation(
        places,
        vectors.map((vector) => dot(vector, query)),
      );
    expect(agreement(picture)).toBeGreaterThan(0.5);
    expect(agreement(text)).toBeGreaterThan(0.5);
    // The plain sum is ordered by the picture alone.
    const plain = keysOf(await search(server, { query: { vector: [1, 0, 1].concat(Array.from({ length: 61 }, () => 0)) }, first: 100 }));
    const plainVectors = (await server.store.vectors('shop', plain)).map((found) => found!.image!);
    expect(
      -correlation(
        places,
        plainVectors.map((vector) => dot(vector, text)),
      ),
    ).toBeLessThan(0.4);
  });

  it('is charged for every part and every scan, on the first page only', async () => {
    await indexAssets(server, await colourAssets(COLOURS));
    const image = { assetId: await assetId(server, 'red') };
    const query = {
      mix: { fusion: 'RANK', parts: [{ query: { text: 'red' } }, { query: { image } }], avoid: [{ query: { text: 'blue' } }] },
    };
    const first = await search(server, { query, first: 2 });
    expect(first.cost).toBe(2 + 40 + 250 + 40 + 3 * 50);
    const second = await search(server, { query, first: 2, after: first.data.search.pageInfo.endCursor });
    expect(second.cost).toBe(2);
    expect((await search(server, { query: { mix: { ...query.mix, fusion: 'AVERAGE' } }, first: 2 })).cost).toBe(2 + 330 + 50);
    const after = first.data.search.pageInfo.endCursor;
    const heavier = { mix: { ...query.mix, avoid: [{ query: { text: 'blue' }, weight: 2 }] } };
    expect((await search(server, { query: heavier, after })).errors).toMatchObject([
      { message: expect.stringContaining('other arguments') },
    ]);
  });

  const red = { query: { text: 'red' } };
  it.each([
    ['no parts', { parts: [] }, 'query.mix.parts is empty.'],
    ['too many parts', { parts: Array.from({ length: 17 }, () => red) }, 'query.mix.parts holds 17 items; at most 16 are taken.'],
    [
      'too much to avoid',
      { parts: [red], avoid: Array.from({ length: 17 }, () => red) },
      'query.mix.avoid holds 17 items; at most 16 are taken.',
    ],
    ['a mix inside', { parts: [red, { query: { mix: { parts: [red] } } }] }, /^query.mix.parts\[1\]: a mix takes no other mix.$/],
    ['no weight', { parts: [{ ...red, weight: 0 }] }, /^query.mix.parts\[0\].weight must be above 0/],
    ['a weight below zero', { parts: [red], avoid: [{ ...red, weight: -1 }] }, /^query.mix.avoid\[0\].weight must be above 0/],
    ['a huge weight', { parts: [{ ...red, weight: 1e9 }] }, /at most 1000/],
    ['an empty text', { parts: [red], avoid: [red, { query: { text: '' } }] }, /^query.mix.avoid\[1\]: The text is empty.$/],
    ['a wrong vector', { parts: [red, { query: { vector: [1] } }] }, /^query.mix.parts\[1\]: vector holds 1 numbers/],
    ['parts that cancel', { parts: [red], avoid: [red] }, /cancel each other out/],
  ] as const)('with %s is refused where it is wrong', async (_what, mix, message) => {
    const { errors } = await search(server, { query: { mix } });
    expect(errors).toEqual([{ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) as string }]);
  });
});

describe('a search of pictures and texts together', () => {
  it('is not decided by how near texts are to texts', async () => {
    // Every text is nearer to the query than any picture, as in CLIP's space.
    await storeVectors(server, [
      { key: 'good picture', image: [1, 3] },
      { key: 'poor picture', image: [0, 3, 1] },
      { key: 'good text', text: [3, 1] },
      { key: 'poor text', text: [3, 2] },
      { key: 'both', image: [0.9, 3], text: [3, 1.5] },
    ]);
    const vector = [...unitVector([1])];
    const keys = keysOf(await search(server, { query: { vector }, target: 'BOTH' }));
    expect(keys).toEqual(['both', 'good picture', 'good text', 'poor picture', 'poor text']);
    expect(keysOf(await search(server, { query: { vector }, target: 'TEXT' }))).toEqual(['good text', 'both', 'poor text']);
  });

  it('has scores, but no cosines and no count', async () => {
    await storeVectors(server, [{ key: 'a', image: [1], text: [1] }]);
    const { totalCount, edges } = (await search(server, { query: { vector: [...unitVector([1])] }, target: 'BOTH' })).data.search;
    expect(totalCount).toBeNull();
    expect(edges).toMatchObject([{ cosine: null, score: expect.closeTo(2 / 61, 6) as number }]);
  });

  it('goes with mixes and filters, and costs a scan for each', async () => {
    await indexAssets(server, [...(await colourAssets(COLOURS)), { key: 'words', text: 'red' }]);
    const parts = [{ query: { text: 'red' } }, { query: { text: 'blue' } }];
    const filter = { mustNot: [{ keys: ['red'] }] };
    const answer = await search(server, { query: { mix: { parts } }, target: 'BOTH', filter, first: 10 });
    expect(keysOf(answer).slice(0, 2).toSorted()).toEqual(['blue', 'words']);
    expect(answer.cost).toBe(10 + 80 + 100);
  });
});

describe('a search with keywords', () => {
  beforeEach(async () => {
    await indexAssets(server, [
      ...(await colourAssets(COLOURS)),
      { key: 'named', text: 'the Zanzibar ferry', payload: {} },
      ...(await colourAssets(['purple'], ['titled'])).map((asset) => ({ ...asset, payload: { title: 'Zanzibar at night' } })),
    ]);
  });

  it('finds what holds the words, whatever its vector', async () => {
    const query = { text: 'red zanzibar' };
    expect(keysOf(await search(server, { query }))[0]).toBe('red');
    const keys = keysOf(await search(server, { query, keywords: true }));
    expect(keys.slice(0, 3).toSorted()).toEqual(['named', 'red', 'titled']);
    expect(keysOf(await search(server, { query, keywords: true, filter: { must: [{ exists: 'title' }] } }))).toEqual(['titled']);
  });

  it('goes by the texts of a mix that are wanted, and by no query language', async () => {
    const mix = { parts: [{ query: { text: 'red' } }, { query: { text: 'NOT "zanzibar*' } }], avoid: [{ query: { text: 'ferry' } }] };
    const answer = await search(server, { query: { mix }, keywords: true, first: 10 });
    expect(keysOf(answer).slice(0, 3)).toEqual(expect.arrayContaining(['red', 'titled']));
    expect(answer.cost).toBe(10 + 3 * 40 + 2 * 50);
  });

  it('needs a text', async () => {
    const { errors } = await search(server, { query: { vector: [...unitVector([1])] }, keywords: true });
    expect(errors).toEqual([{ code: 'BAD_USER_INPUT', message: 'keywords needs a text in the query.' }]);
  });

  it('binds its cursors', async () => {
    const after = (await search(server, { keywords: true, first: 2 })).data.search.pageInfo.endCursor;
    expect((await search(server, { keywords: true, after })).errors).toEqual([]);
    expect((await search(server, { after })).errors).toMatchObject([{ message: expect.stringContaining('other arguments') }]);
  });
});

/** Pearson's. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const centred = (values: readonly number[]) => values.map((value) => value - values.reduce((sum, one) => sum + one, 0) / values.length);
  const [x, y] = [centred(a), centred(b)];
  const product = (left: readonly number[], right: readonly number[]) => left.reduce((sum, value, i) => sum + value * right[i]!, 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}
