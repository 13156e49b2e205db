import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { colourAssets, createCollection, indexAssets, keysOf, recommend, search, storeVectors, unitVector } from './testing/queries.ts';
import { searchServer, type SearchServer } from './testing/search-server.ts';

let server: SearchServer;
beforeEach(async () => {
  server = await searchServer();
  await createCollection(server);
});
afterEach(() => server[Symbol.asyncDispose]());

const EAST = { vector: [...unitVector([1])] };
/** A vector of this cosine with {@link EAST}. */
const at = (cosine: number): number[] => [cosine, Math.sqrt(1 - cosine * cosine)];
const placed = (cosines: readonly number[]) =>
  storeVectors(
    server,
    cosines.map((cosine, i) => ({ key: `k${i}`, image: at(cosine) })),
  );

describe('a cutoff', () => {
  it('by cosine ends the result below it', async () => {
    await placed([0.9, 0.8, 0.7, 0.3]);
    const ended = async (cosine: number) => keysOf(await search(server, { query: EAST, cutoff: { cosine } }));
    expect(await ended(0.75)).toEqual(['k0', 'k1']);
    expect(await ended(-1)).toHaveLength(4);
    expect(await ended(1)).toEqual([]);
    const { pageInfo, totalCount } = (await search(server, { query: EAST, cutoff: { cosine: 0.75 }, first: 1 })).data.search;
    expect({ pageInfo, totalCount }).toMatchObject({ pageInfo: { hasNextPage: true }, totalCount: 4 });
  });

  it.each([
    ['the largest drop', [0.9, 0.88, 0.5, 0.4], 2],
    ['the first of equal drops', [0.75, 0.5, 0.25], 1],
    ['nowhere, where all are equal', [0.5, 0.5, 0.5], 3],
    ['nowhere, with one hit', [0.5], 1],
    ['nowhere, without hits', [], 0],
  ] as const)('auto ends the result at %s', async (_what, cosines, count) => {
    await placed(cosines);
    expect(keysOf(await search(server, { query: EAST, cutoff: { auto: true } }))).toHaveLength(count);
    expect(keysOf(await search(server, { query: EAST, cutoff: { auto: false } }))).toHaveLength(cosines.length);
  });

  it('auto looks at the first hundred only', async () => {
    await placed([...Array.from({ length: 120 }, (_, i) => 0.9 - i / 1000), -0.9]);
    expect(keysOf(await search(server, { query: EAST, cutoff: { auto: true }, first: 100 })).length).toBeLessThan(100);
  });

  it('is refused without cosines, or with one that there is not', async () => {
    await placed([0.9]);
    for (const cutoff of [{ cosine: 0.5 }, { auto: true }]) {
      const { errors } = await search(server, { query: EAST, target: 'BOTH', cutoff });
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining('ordered by ranks') }]);
    }
    for (const cosine of [1.1, -2]) {
      expect((await search(server, { query: EAST, cutoff: { cosine } })).errors).toMatchObject([
        { message: 'cutoff.cosine must be from -1 to 1.' },
      ]);
    }
  });
});

describe('diversity', () => {
  const twins = [
    { key: 'a1', image: [1, 0.3] },
    { key: 'a2', image: [1, 0.301] },
    { key: 'a3', image: [1, 0.302] },
    { key: 'b', image: [1, -0.4] },
    { key: 'far', image: [-1, 0.1] },
  ];

  it('puts what is unlike the hits before it first', async () => {
    await storeVectors(server, twins);
    expect(keysOf(await search(server, { query: EAST, diversity: 0 }))).toEqual(['a1', 'a2', 'a3', 'b', 'far']);
    const keys = keysOf(await search(server, { query: EAST, diversity: 0.4 }));
    expect(keys.slice(0, 2)).toEqual(['a1', 'b']);
    expect(keysOf(await search(server, { query: EAST, diversity: 1 })).slice(0, 2)).toEqual(['a1', 'far']);
    expect(keys.toSorted()).toEqual(['a1', 'a2', 'a3', 'b', 'far']);
  });

  it('leaves each hit its cosine, and those after the first 200 their order', async () => {
    const cosines = Array.from({ length: 230 }, (_, i) => 0.99 - i / 250);
    const sides = cosines.map((cosine, i) => ({ key: `k${i}`, image: [cosine, Math.sqrt(1 - cosine * cosine) * (i % 3 === 0 ? 1 : -1)] }));
    await storeVectors(server, sides);
    const whole = async (diversity: number) => {
      const edges: { cosine: number; node: { key: string } }[] = [];
      let after: string | null = null;
      do {
        const { data } = await search(server, { query: EAST, diversity, first: 100, after });
        edges.push(...data.search.edges);
        after = data.search.pageInfo.hasNextPage ? data.search.pageInfo.endCursor : null;
      } while (after !== null);
      return edges.map(({ cosine, node: { key } }) => ({ cosine, key }));
    };
    const [plain, diverse] = [await whole(0), await whole(0.6)];
    expect(diverse.slice(0, 200)).not.toEqual(plain.slice(0, 200));
    expect(diverse.slice(200)).toEqual(plain.slice(200));
    expect(diverse.toSorted((a, b) => b.cosine - a.cosine)).toEqual(plain);
  });

  it('goes with recommendations, with fused ranks and with assets that have no picture', async () => {
    await storeVectors(server, [...twins, { key: 'text', text: [1, 0.2] }, { key: 'liked', image: [1] }]);
    const like = [{ key: 'liked' }];
    expect(keysOf(await recommend(server, { like, diversity: 0.4 })).slice(0, 2)).toEqual(['a1', 'b']);
    expect(keysOf(await search(server, { query: EAST, target: 'BOTH', diversity: 0.5 }))).toHaveLength(7);
  });

  it('is charged, and refused out of its range', async () => {
    await storeVectors(server, twins);
    const [plain, diverse] = [await search(server, { query: EAST }), await search(server, { query: EAST, diversity: 0.5 })];
    expect(diverse.cost - plain.cost).toBe(150);
    for (const diversity of [-0.1, 1.1]) {
      expect((await search(server, { query: EAST, diversity })).errors).toMatchObject([{ message: 'diversity must be from 0 to 1.' }]);
    }
  });
});

describe('groupBy', () => {
  beforeEach(async () => {
    const pictures = await colourAssets(['red', 'red', 'red', 'blue', 'blue', 'green'], ['r1', 'r2', 'r3', 'b1', 'b2', 'g']);
    const groups = [{ album: 'x' }, { album: ['x', 'y'] }, { album: 'y' }, { album: 7 }, {}, { album: null }];
    await indexAssets(
      server,
      pictures.map((asset, i) => ({ ...asset, payload: groups[i]! })),
    );
  });

  const groupsOf = async (groupBy: { field: string; size?: number }) => {
    const { edges } = (await search(server, { groupBy })).data.search;
    return edges.map(({ group, node }: { group: unknown; node: { key: string } }) => [node.key, group]);
  };

  it('keeps the best of each group, in the order of the groups’ best; who has no value stands alone', async () => {
    expect(await groupsOf({ field: 'album' })).toEqual([
      ['r1', 'x'],
      ['r3', 'y'],
      ['b1', 7],
      ['b2', null],
      ['g', null],
    ]);
  });

  it('keeps as many as its size, those of a group together', async () => {
    expect((await groupsOf({ field: 'album', size: 2 })).slice(0, 3)).toEqual([
      ['r1', 'x'],
      ['r2', 'x'],
      ['r3', 'y'],
    ]);
  });

  it('goes with pages, and its cursors are bound to it', async () => {
    const groupBy = { field: 'album' };
    const first = await search(server, { groupBy, first: 2 });
    const after = first.data.search.pageInfo.endCursor;
    expect(keysOf(await search(server, { groupBy, after }))).toEqual(['b1', 'b2', 'g']);
    for (const change of [{}, { groupBy: { field: 'album', size: 2 } }, { groupBy, diversity: 0.5 }, { groupBy, cutoff: { auto: true } }]) {
      expect((await search(server, { ...change, after })).errors).toMatchObject([{ message: expect.stringContaining('other arguments') }]);
    }
    expect(first.cost).toBe(2 + 40 + 50 + 100);
  });

  it('is refused for a size or a field out of range', async () => {
    for (const size of [0, 101]) {
      expect((await search(server, { groupBy: { field: 'a', size } })).errors).toMatchObject([
        { message: 'groupBy.size must be from 1 to 100.' },
      ]);
    }
    expect((await search(server, { groupBy: { field: 'a..b' } })).errors).toMatchObject([
      { message: expect.stringMatching(/^groupBy.field/) as string },
    ]);
  });
});
