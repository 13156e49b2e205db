import type { PlainAnswer } from '@clipgraph/module-testing';
import { leavingCaller, type LeavingCaller } from '@clipgraph/module-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { colourAssets, createCollection, indexAssets, storeVectors } from './testing/queries.ts';
import { searchServer, type SearchServer } from './testing/search-server.ts';

let server: SearchServer;
/** Leaves at the first search that the store is asked for, where a test says so. */
let caller: LeavingCaller;
let isLeaving: boolean;
beforeEach(async () => {
  caller = leavingCaller();
  isLeaving = false;
  server = await searchServer({
    costLimits: [15_000],
    around: (store) => ({
      ...store,
      async search(collection, fingerprint, query, options) {
        if (isLeaving) await caller.leave(options);
        return store.search(collection, fingerprint, query, options);
      },
    }),
  });
  await createCollection(server);
});
afterEach(() => server[Symbol.asyncDispose]());

interface Variables {
  readonly threshold?: number | null;
  readonly first?: number;
  readonly after?: string;
}

async function duplicates(variables: Variables = {}, options: { signal?: AbortSignal; costLimit?: number } = {}): Promise<PlainAnswer> {
  const query = /* GraphQL */ `
    query ($threshold: Float, $first: Int, $after: String) {
      collection(name: "shop") {
        duplicates(threshold: $threshold, first: $first, after: $after) {
          nodes {
            similarity
            assets {
              key
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `;
  return server.ask(query, variables as Record<string, unknown>, options);
}

const groupsOf = ({ data }: PlainAnswer): string[][] =>
  data.collection.duplicates.nodes.map(({ assets }: { assets: { key: string }[] }) => assets.map(({ key }) => key));
const pageInfoOf = ({ data }: PlainAnswer): { hasNextPage: boolean; endCursor: string } => data.collection.duplicates.pageInfo;

/** A direction at so many degrees. */
const at = (degrees: number): number[] => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];

describe('duplicates', () => {
  it('are found among pictures', async () => {
    await indexAssets(server, await colourAssets(['red', 'blue', 'red', 'green', 'blue', 'red'], ['r1', 'b1', 'r2', 'g', 'b2', 'r3']));
    const answer = await duplicates();
    expect(groupsOf(answer)).toEqual([
      ['b1', 'b2'],
      ['r1', 'r2', 'r3'],
    ]);
    expect(answer.data.collection.duplicates.nodes[0].similarity).toBeCloseTo(1, 4);
    expect(pageInfoOf(answer).hasNextPage).toBe(false);
  });

  it('are linked through each other, by cosines of at least the threshold', async () => {
    // 10 degrees apart: a cosine of 0.985 with the next, of 0.940 with the one after.
    await storeVectors(server, [
      { key: 'c', image: at(0) },
      { key: 'a', image: at(10) },
      { key: 'b', image: at(20) },
      { key: 'far', image: at(60) },
      { key: 'text', text: at(10) },
    ]);
    const answer = await duplicates();
    expect(groupsOf(answer)).toEqual([['a', 'b', 'c']]);
    expect(answer.data.collection.duplicates.nodes[0].similarity).toBeCloseTo(Math.cos(Math.PI / 18), 5);
    expect(groupsOf(await duplicates({ threshold: 0.99 }))).toEqual([]);
    expect(groupsOf(await duplicates({ threshold: null }))).toEqual([['a', 'b', 'c']]);
  });

  it('at threshold 1 are those with equal vectors', async () => {
    const numbers = Array.from({ length: 64 }, (_, i) => Math.sin(i + 1));
    await storeVectors(server, [
      { key: 'a', image: numbers },
      { key: 'b', image: numbers },
      { key: 'near', image: numbers.map((value, i) => value + (i === 3 ? 0.1 : 0)) },
    ]);
    expect(groupsOf(await duplicates({ threshold: 1 }))).toEqual([['a', 'b']]);
  });

  it('come in pages, each group once, whatever the page size', async () => {
    const pairs = Array.from({ length: 9 }, (_, i) => ['left', 'right'].map((side) => ({ key: `${side}${i}`, image: at(i * 35) }))).flat();
    await storeVectors(server, pairs);
    const expected = Array.from({ length: 9 }, (_, i) => [`left${i}`, `right${i}`]);
    for (const first of [1, 2, 4, 9, 20]) {
      const seen: string[][] = [];
      let page = await duplicates({ first });
      for (;;) {
        expect(page.errors).toEqual([]);
        expect(groupsOf(page).length).toBeLessThanOrEqual(first);
        seen.push(...groupsOf(page));
        if (!pageInfoOf(page).hasNextPage) break;
        page = await duplicates({ first, after: pageInfoOf(page).endCursor });
      }
      expect(seen).toEqual(expected);
    }
  });

  it('take bounded work a page: a page may be empty and still lead on', async () => {
    // No two of the first 400 are near; the last two are the same.
    const apart = Array.from({ length: 400 }, (_, i) => ({
      key: `k${String(i).padStart(3, '0')}`,
      image: Array.from({ length: 64 }, (_, j) => ((Math.sin((i * 64 + j + 1) * 12.9898) * 43_758.5453) % 1) - 0.01),
    }));
    await storeVectors(server, [...apart, { key: 'y', image: at(5) }, { key: 'z', image: at(5) }]);
    const first = await duplicates();
    expect({ groups: groupsOf(first), hasNextPage: pageInfoOf(first).hasNextPage, cost: first.cost }).toEqual({
      groups: [],
      hasNextPage: true,
      cost: 300 * 50 + 1,
    });
    const second = await duplicates({ after: pageInfoOf(first).endCursor });
    expect(groupsOf(second)).toEqual([['y', 'z']]);
    expect((await duplicates({}, { costLimit: 15_000 })).errors).toMatchObject([{ code: 'COST_LIMIT_EXCEEDED' }]);
  });

  it('go through a bounded number of assets, also of those without a picture', async () => {
    await storeVectors(
      server,
      Array.from({ length: 3100 }, (_, i) => ({ key: `k${String(i).padStart(4, '0')}`, text: at(5) })),
    );
    await storeVectors(server, [
      { key: 'y', image: at(5) },
      { key: 'z', image: at(5) },
    ]);
    const first = await duplicates();
    expect({ groups: groupsOf(first), hasNextPage: pageInfoOf(first).hasNextPage }).toEqual({ groups: [], hasNextPage: true });
    expect(groupsOf(await duplicates({ after: pageInfoOf(first).endCursor }))).toEqual([['y', 'z']]);
  });

  it('come fifty at a time where hundreds are the same', async () => {
    await storeVectors(
      server,
      Array.from({ length: 120 }, (_, i) => ({ key: `k${String(i).padStart(3, '0')}`, image: at(5) })),
    );
    const answer = await duplicates();
    expect(groupsOf(answer)[0]).toHaveLength(50);
    expect(groupsOf(answer)[0]![0]).toBe('k000');
  });

  it('stay the same while others come', async () => {
    await storeVectors(server, [
      { key: 'b1', image: at(0) },
      { key: 'b2', image: at(0) },
      { key: 'd1', image: at(50) },
      { key: 'd2', image: at(50) },
    ]);
    const first = await duplicates({ first: 1 });
    await storeVectors(server, [
      { key: 'a', image: at(90) },
      { key: 'c1', image: at(130) },
      { key: 'c2', image: at(130) },
    ]);
    const second = await duplicates({ after: pageInfoOf(first).endCursor });
    expect([...groupsOf(first), ...groupsOf(second)]).toEqual([
      ['b1', 'b2'],
      ['c1', 'c2'],
      ['d1', 'd2'],
    ]);
  });

  it('of an empty collection are none', async () => {
    const answer = await duplicates();
    expect(groupsOf(answer)).toEqual([]);
    expect(pageInfoOf(answer)).toEqual({ hasNextPage: false, endCursor: null });
  });

  it('are refused with a threshold, size or cursor that is wrong', async () => {
    for (const threshold of [0.79, 1.01]) {
      expect((await duplicates({ threshold })).errors).toMatchObject([{ message: 'threshold must be from 0.8 to 1.' }]);
    }
    expect((await duplicates({ first: 0 })).errors).toMatchObject([{ message: 'first must be from 1 to 100.' }]);
    await storeVectors(server, [{ key: 'a', image: at(0) }]);
    const after = pageInfoOf(await duplicates()).endCursor;
    expect((await duplicates({ after, threshold: 0.9 })).errors).toMatchObject([
      { message: expect.stringContaining('another collection') },
    ]);
    const { data } = await server.ask('{ collection(name: "shop") { assets { pageInfo { endCursor } } } }');
    const other = data.collection.assets.pageInfo.endCursor;
    expect((await duplicates({ after: other })).errors).toMatchObject([{ message: 'after is not a cursor of duplicates.' }]);
  });

  it('stop when the caller leaves', async () => {
    await storeVectors(server, [{ key: 'a', image: at(0) }]);
    isLeaving = true;
    await expect(duplicates({}, { signal: caller.signal })).rejects.toThrow('The caller left.');
    await caller.told;
  });
});
