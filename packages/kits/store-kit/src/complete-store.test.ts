import { arrayStore } from '@clipgraph/array-store';
import type { VectorStore } from '@clipgraph/contracts';
import { testStoreCapability, testStoreCore } from '@clipgraph/testing';
import { describe, expect, it } from 'vitest';

import { completeStore } from './complete-store.ts';

const SPEC = { name: 'pictures', fingerprint: 'f', model: 'm', dimensions: 2 };

const openCompleted = async () => ({ store: completeStore(arrayStore()), dispose: async () => undefined });

// What stands in for a capability means what the capability means.
for (const capability of ['facets', 'recommendations', 'samples', 'pictures'] as const) {
  testStoreCapability('completeStore over a core', capability, openCompleted);
}

testStoreCore('completeStore', openCompleted);

describe('completeStore', () => {
  it('refuses a search for words over a store without them, and names the capability', async () => {
    const store = completeStore(arrayStore());
    await store.createCollection(SPEC);
    await expect(store.words.search('pictures', { text: 'boat', limit: 1 })).rejects.toMatchObject({
      name: 'PluginError',
      code: 'UNSUPPORTED',
      message: 'The store "array" cannot search for words: it lacks the capability "words".',
    });
  });

  it('refuses a collection that keeps vectors of parts of pictures, and takes one that pools them', async () => {
    const store = completeStore(arrayStore());
    await expect(store.createCollection({ ...SPEC, crops: { levels: 2, keep: 'each' } })).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: 'The store "array" cannot keep vectors of parts of pictures: it lacks the capability "crops".',
    });
    expect(await store.collections()).toEqual([]);
    await store.createCollection({ ...SPEC, crops: { levels: 2, keep: 'pooled' } });
    await store.upsert('pictures', 'f', [{ key: 'a', payload: {}, vectors: { image: Float32Array.of(1, 0) } }]);
    const { hits } = await store.crops.search('pictures', 'f', { vector: Float32Array.of(1, 0), target: 'image', limit: 5 });
    expect(hits).toEqual([{ key: 'a', cosine: 1 }]);
    expect(await store.crops.vectors('pictures', ['a'])).toEqual([{ image: Float32Array.of(1, 0) }]);
  });

  it('leaves the capabilities that a store has to the store', () => {
    const words = { search: async () => ['a'] };
    const facets = { count: async () => [] };
    const store = completeStore({ ...arrayStore(), words, facets });
    expect(store.words).toBe(words);
    expect(store.facets).toBe(facets);
  });

  it('takes a store that is an instance of a class', async () => {
    class Store {
      readonly #inner = arrayStore();
      readonly contract = 1;
      readonly name = 'of a class';
      async collections() {
        return this.#inner.collections();
      }
    }
    expect(await completeStore(new Store() as unknown as VectorStore).collections()).toEqual([]);
  });

  it.each([
    [2, 'The store "newer" speaks contract 2; this gateway speaks 1.'],
    [undefined, 'The store "newer" names no contract; this gateway speaks 1.'],
    ['1', 'The store "newer" names no contract; this gateway speaks 1.'],
  ])('refuses a store of contract %s by its name', (contract, message) => {
    const store = { ...arrayStore(), contract, name: 'newer' } as unknown as VectorStore;
    expect(() => completeStore(store)).toThrow(expect.objectContaining({ name: 'PluginError', code: 'UNSUPPORTED', message }));
  });
});
