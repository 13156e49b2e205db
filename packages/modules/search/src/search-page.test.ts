import type { PlainAnswer } from '@clipgraph/module-testing';
import { setTimeout as sleep } from 'node:timers/promises';

import { fakeEncoder, noisePicture } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { colourAssets, createCollection, indexAssets, keysOf, search } from './testing/queries.ts';
import { base64Image, searchServer, type SearchServer } from './testing/search-server.ts';

let server: SearchServer;

async function noiseAssets(count: number, prefix: string) {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => ({ key: `${prefix}${index}`, image: base64Image(await noisePicture(index)) })),
  );
}

beforeEach(async () => {
  server = await searchServer();
  await createCollection(server);
  await indexAssets(server, await noiseAssets(25, 'noise-'));
});

afterEach(() => server[Symbol.asyncDispose]());

const refusal = (answer: PlainAnswer) => ({ ...answer.errors[0], data: answer.data });

describe('pages of a search', () => {
  it('follow each other to the end', async () => {
    const first = await search(server, { first: 10 });
    expect(first.data.search).toMatchObject({ totalCount: 25, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    expect(first.data.search.pageInfo.startCursor).toBe(first.data.search.edges[0].cursor);
    const second = await search(server, { first: 10, after: first.data.search.pageInfo.endCursor });
    expect(second.data.search.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const third = await search(server, { first: 10, after: second.data.search.edges.at(-1).cursor });
    expect(third.data.search).toMatchObject({ totalCount: 25, pageInfo: { hasNextPage: false, hasPreviousPage: true } });
    const whole = await search(server, { first: 100 });
    expect([first, second, third].flatMap(keysOf)).toEqual(keysOf(whole));
    const cosines: number[] = whole.data.search.edges.map(({ cosine }: { cosine: number }) => cosine);
    expect(cosines).toEqual(cosines.toSorted((a, b) => b - a));
  });

  it('are the same again from the same cursor, in any size, also after the last one', async () => {
    const first = await search(server, { first: 5 });
    const after = first.data.search.edges[2].cursor;
    const [short, long] = [await search(server, { first: 4, after }), await search(server, { first: 9, after })];
    expect(keysOf(long).slice(0, 4)).toEqual(keysOf(short));
    expect(keysOf(short).slice(0, 2)).toEqual(keysOf(first).slice(3));
    const whole = await search(server, { first: 100 });
    const beyond = await search(server, { after: whole.data.search.pageInfo.endCursor });
    expect(beyond.data.search).toMatchObject({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  it('neither repeat nor skip while better assets come and others go', async () => {
    const expected = keysOf(await search(server, { first: 100 }));
    let page = await search(server, { first: 4 });
    const seen = keysOf(page);
    const gone = new Set<string>();
    for (let round = 0; page.data.search.pageInfo.hasNextPage; round++) {
      await indexAssets(server, await colourAssets(['red'], [`new-${round}`]));
      const going = expected.findLast((key) => !gone.has(key) && !seen.includes(key))!;
      gone.add(going);
      await server.ask('mutation ($keys: [String!]!) { deleteAssets(collection: "shop", keys: $keys) }', { keys: [going] });
      page = await search(server, { first: 4, after: page.data.search.pageInfo.endCursor });
      expect(page.errors).toEqual([]);
      seen.push(...keysOf(page));
    }
    expect(gone.size).toBeGreaterThan(3);
    expect(seen).toEqual(expected.filter((key) => !gone.has(key)));
  });

  it('lead on even when all of their assets are deleted', async () => {
    const all = keysOf(await search(server, { first: 100 }));
    const first = await search(server, { first: 5 });
    await server.ask('mutation ($keys: [String!]!) { deleteAssets(collection: "shop", keys: $keys) }', { keys: all.slice(5, 10) });
    const second = await search(server, { first: 5, after: first.data.search.pageInfo.endCursor });
    expect(second.data.search).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true } });
    const third = await search(server, { first: 5, after: second.data.search.pageInfo.endCursor });
    expect(keysOf(third)).toEqual(all.slice(10, 15));
  });

  it('cost no search and no embedding after the first', async () => {
    const first = await search(server, { first: 5 });
    const second = await search(server, { first: 5, after: first.data.search.pageInfo.endCursor });
    expect(first.cost).toBe(40 + 50 + 5);
    expect(second.cost).toBe(5);
  });

  it('end at the limit of results', async () => {
    await using small = await searchServer({ limits: { maxResults: 7 } });
    await createCollection(small);
    await indexAssets(small, await noiseAssets(12, ''));
    const first = await search(small, { first: 5 });
    const second = await search(small, { first: 5, after: first.data.search.pageInfo.endCursor });
    expect([keysOf(first), keysOf(second)].map(({ length }) => length)).toEqual([5, 2]);
    expect(second.data.search).toMatchObject({ totalCount: 12, pageInfo: { hasNextPage: false } });
  });

  it.each([0, -1, 101])('refuse a size of %s', async (first) => {
    const answer = await search(server, { first });
    expect(refusal(answer)).toMatchObject({ code: 'BAD_USER_INPUT', message: 'first must be from 1 to 100.', data: null });
  });

  it('take null as the default size', async () => {
    expect(keysOf(await search(server, { first: null, after: null, target: null }))).toHaveLength(20);
  });
});

describe('a cursor', () => {
  let after: string;
  beforeEach(async () => {
    after = (await search(server, { first: 5 })).data.search.pageInfo.endCursor;
  });

  it.each([
    ['another text', { query: { text: 'blue' } }],
    ['another filter', { filter: { must: [{ exists: 'colour' }] } }],
    ['another target', { target: 'TEXT' }],
    ['another collection', { collection: 'other' }],
  ] as const)('of a search with %s is refused', async (_what, change) => {
    await createCollection(server, 'other');
    expect(refusal(await search(server, { after, ...change }))).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('other arguments'),
    });
  });

  it('that is changed, cut or made up is refused', async () => {
    const bytes = Buffer.from(after, 'base64url');
    bytes[bytes.length - 4]! ^= 1;
    for (const forged of [bytes.toString('base64url'), after.slice(0, 30), after.slice(0, 10), 'abc', '', '\u0000é']) {
      expect(refusal(await search(server, { after: forged }))).toMatchObject({ code: 'BAD_USER_INPUT', data: null });
    }
  });

  it('of another server, of a list of assets or of another search field is refused', async () => {
    await using stranger = await searchServer();
    await createCollection(stranger);
    expect(refusal(await search(stranger, { after }))).toMatchObject({ code: 'BAD_USER_INPUT' });
    const { data } = await server.ask(
      '{ collection(name: "shop") { assets(first: 1) { edges { cursor node { similar(first: 1) { pageInfo { endCursor } } } } } } }',
    );
    const [{ cursor, node }] = data.collection.assets.edges;
    expect(refusal(await search(server, { after: cursor })).message).toBe('after is not a cursor of a search.');
    expect(refusal(await search(server, { after: node.similar.pageInfo.endCursor })).message).toContain('other arguments');
  });

  it('whose result expired or had to make room says what to do', async () => {
    const message = 'The result that after continues is no longer kept; leave after out to search again.';
    for (const limits of [{ keptResultMs: 1 }, { keptResultBytes: 1 }]) {
      await using brief = await searchServer({ limits });
      await createCollection(brief);
      await indexAssets(brief, await noiseAssets(3, ''));
      const { endCursor } = (await search(brief, { first: 1 })).data.search.pageInfo;
      await sleep(10);
      expect(refusal(await search(brief, { first: 1, after: endCursor }))).toMatchObject({ code: 'BAD_USER_INPUT', message });
    }
  });

  it('from before a restart is not mistaken for one of now', async () => {
    await using restarted = await searchServer();
    await createCollection(restarted);
    await indexAssets(restarted, await noiseAssets(3, ''));
    const { endCursor } = (await search(restarted, { first: 1 })).data.search.pageInfo;
    await restarted.restart();
    expect(refusal(await search(restarted, { after: endCursor })).message).toContain('no longer kept');
  });

  it('of a collection that was deleted and made again is refused', async () => {
    await server.ask('mutation { deleteCollection(name: "shop") }');
    expect(refusal(await search(server, { after }))).toMatchObject({ code: 'NOT_FOUND' });
    await createCollection(server);
    expect(refusal(await search(server, { after })).message).toContain('other arguments');
  });
});

describe('similar assets', () => {
  const similar = /* GraphQL */ `
    query ($filter: Filter, $after: String, $first: Int) {
      collection(name: "shop") {
        assets(first: 1, filter: { must: [{ keys: ["red"] }] }) {
          nodes {
            similar(first: $first, after: $after, filter: $filter) {
              totalCount
              edges {
                cosine
                node {
                  key
                }
              }
              nodes {
                key
              }
              pageInfo {
                hasNextPage
                endCursor
              }
            }
          }
        }
      }
    }
  `;
  const connection = ({ data }: PlainAnswer) => data.collection.assets.nodes[0].similar;
  const keys = (answer: PlainAnswer): string[] => connection(answer).nodes.map(({ key }: { key: string }) => key);

  beforeEach(async () => {
    await server.ask('mutation { deleteCollection(name: "shop") }');
    await createCollection(server);
    await indexAssets(server, await colourAssets(['red', 'red', 'blue', 'red'], ['red', 'crimson', 'navy', 'scarlet']));
  });

  it('come nearest first, itself left out', async () => {
    const answer = await server.ask(similar);
    expect(keys(answer)).toEqual(['crimson', 'scarlet', 'navy']);
    expect(connection(answer).totalCount).toBe(3);
    expect(connection(answer).edges[0].cosine).toBeCloseTo(1, 5);
  });

  it('pass the filter, whose own conditions still hold', async () => {
    const filter = { should: [{ match: { field: 'colour', value: 'blue' } }, { keys: ['red', 'scarlet'] }] };
    expect(keys(await server.ask(similar, { filter }))).toEqual(['scarlet', 'navy']);
  });

  it('come in pages that stay the same', async () => {
    const first = await server.ask(similar, { first: 2 });
    expect(connection(first).pageInfo.hasNextPage).toBe(true);
    const second = await server.ask(similar, { first: 2, after: connection(first).pageInfo.endCursor });
    expect(keys(second)).toEqual(['navy']);
  });

  it('of an asset without a picture go by its text', async () => {
    await indexAssets(server, [
      { key: 'red', text: 'a green car' },
      { key: 'car', text: 'an old green car' },
      { key: 'cat', text: 'a cat' },
    ]);
    expect(keys(await server.ask(similar))).toEqual(['car', 'cat']);
  });

  it('need no loaded model, unlike a search', async () => {
    await using other = await searchServer({ encoders: () => [fakeEncoder({ name: 'other' })], around: () => server.store });
    expect(keys(await other.ask(similar))).toEqual(['crimson', 'scarlet', 'navy']);
    expect(refusal(await search(other))).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('the model fake') });
  });
});
