import { arrayStore } from '@clipgraph/array-store';
import { CONTRACT, definePlugin, type VectorsPlugin } from '@clipgraph/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { colourAssets, createCollection, indexAssets, keptImages, keysOf, recommend, search } from './testing/queries.ts';
import { searchServer, type SearchServer } from './testing/search-server.ts';

/** The store that has the core only. */
const inAnArray: VectorsPlugin = definePlugin({ contract: CONTRACT, name: 'array', open: async () => arrayStore() });
const COLOURS = ['red', 'red', 'red', 'blue', 'blue', 'purple', 'green', 'yellow'] as const;
const KEYS = ['red', 'crimson', 'scarlet', 'blue', 'navy', 'purple', 'green', 'yellow'] as const;

let core: SearchServer;
let whole: SearchServer;

beforeAll(async () => {
  [core, whole] = [await searchServer({ vectors: inAnArray }), await searchServer()];
  for (const server of [core, whole]) {
    await createCollection(server);
    await indexAssets(server, [...(await colourAssets(COLOURS, KEYS)), { key: 'words', text: 'a red balloon' }]);
  }
});

afterAll(async () => {
  for (const server of [core, whole]) await server[Symbol.asyncDispose]();
});

describe('over a store that has the core only', () => {
  it('a search answers as over one that has everything', async () => {
    const query = { query: { text: 'red' } };
    const [found, expected] = [await search(core, query), await search(whole, query)];
    expect(found.errors).toEqual([]);
    expect(keysOf(found)).toEqual(keysOf(expected));
    expect(keysOf(found).slice(0, 3).toSorted()).toEqual(['crimson', 'red', 'scarlet']);
    expect(found.data.search.totalCount).toBe(expected.data.search.totalCount);
  });

  it.each(['AVERAGE', 'BEST_SCORE', 'SUM_SCORES'] as const)('a recommendation by %s does too', async (strategy) => {
    const examples = { strategy, like: [{ key: 'blue' }, { key: 'red' }], unlike: [{ key: 'crimson' }] };
    const [found, expected] = [await recommend(core, examples), await recommend(whole, examples)];
    expect(found.errors).toEqual([]);
    expect(keysOf(found)).toEqual(keysOf(expected));
    expect(keysOf(found)[0]).toBe('navy');
  });

  it('values of a field are counted', async () => {
    const facet = '{ collection(name: "shop") { facet(field: "colour", limit: 2) { value count } } }';
    const { data, errors } = await core.ask(facet);
    expect(errors).toEqual([]);
    expect(data.collection.facet).toEqual([
      { value: 'red', count: 3 },
      { value: 'blue', count: 2 },
    ]);
    expect(data).toEqual((await whole.ask(facet)).data);
  });

  it('a mix of queries by vector reads a sample', async () => {
    const query = { query: { mix: { parts: [{ query: { text: 'red' } }, { query: { text: 'blue' } }] } } };
    const answer = await search(core, query);
    expect(answer.errors).toEqual([]);
    expect(keysOf(answer)).toEqual(keysOf(await search(whole, query)));
  });

  it('a picture is deleted with the last asset that shows it', async () => {
    await indexAssets(core, await colourAssets(['white', 'white'], ['one', 'two']));
    const files = (await keptImages(core)).length;
    await core.ask('mutation { deleteAssets(collection: "shop", keys: ["one"]) }');
    expect(await keptImages(core)).toHaveLength(files);
    await core.ask('mutation { deleteAssets(collection: "shop", keys: ["two"]) }');
    expect(await keptImages(core)).toHaveLength(files - 1);
  });

  it('a search for words says which capability is missing', async () => {
    const { data, errors } = await search(core, { query: { text: 'balloon' }, keywords: true });
    expect(data).toBeNull();
    expect(errors).toEqual([
      { code: 'UNSUPPORTED', message: 'The store "array" cannot search for words: it lacks the capability "words".' },
    ]);
    expect((await search(whole, { query: { text: 'balloon' }, keywords: true })).errors).toEqual([]);
  });

  it('a collection that keeps the vectors of tiles is refused, one that pools them is not', async () => {
    const create = (name: string, keep: string) =>
      core.ask(`mutation { createCollection(name: "${name}", crops: { levels: 2, keep: ${keep} }) { name } }`);
    expect((await create('tiles', 'EACH')).errors).toEqual([
      { code: 'UNSUPPORTED', message: 'The store "array" cannot keep vectors of parts of pictures: it lacks the capability "crops".' },
    ]);
    expect((await create('pooled', 'POOLED')).errors).toEqual([]);
  });
});
