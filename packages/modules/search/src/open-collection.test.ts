import { fakeEncoder } from '@clipgraph/testing';
import { expect, it } from 'vitest';

import { searchServer } from './testing/search-server.ts';

const INDEX = 'mutation { indexAssets(collection: "photos", assets: [{ key: "a", text: "a red car" }]) { __typename } }';
const SEARCH = '{ search(collection: "photos", query: { text: "a red car" }, target: TEXT) { edges { cosine node { key } } } }';

it.each([
  ['searching', 'search', SEARCH],
  ['indexing', 'upsert', INDEX],
])('%s goes on with the other model when a collection changes its model meanwhile', async (_name, at, question) => {
  const [old, other] = [fakeEncoder({ name: 'old' }), fakeEncoder({ name: 'other', dimensions: 32 })];
  let isDue = false;
  await using server = await searchServer({
    encoders: () => [old, other],
    around(store) {
      /** As a migration does it, as far as anyone can tell who holds the old collection. */
      async function switched(call: string): Promise<void> {
        if (!isDue || call !== at) return;
        isDue = false;
        const { name: model, fingerprint, dimensions } = other.model;
        const [text] = await other.text!.run([await other.text!.prepare('a red car')]);
        await store.deleteCollection('photos');
        await store.createCollection({ name: 'photos', model, fingerprint, dimensions });
        await store.upsert('photos', fingerprint, [{ key: 'a', payload: {}, text: 'a red car', vectors: { text: text! } }]);
      }
      return {
        ...store,
        search: async (...args) => switched('search').then(() => store.search(...args)),
        upsert: async (...args) => switched('upsert').then(() => store.upsert(...args)),
      };
    },
  });
  await server.ask('mutation { createCollection(name: "photos") { name } }');
  await server.ask(INDEX);
  isDue = true;
  expect((await server.ask(question)).errors).toEqual([]);
  expect(isDue).toBe(false);
  expect((await server.store.collection('photos'))?.model).toBe('other');
  const { data } = await server.ask(SEARCH);
  expect(data.search.edges).toEqual([{ cosine: expect.closeTo(1, 5), node: { key: 'a' } }]);
});
