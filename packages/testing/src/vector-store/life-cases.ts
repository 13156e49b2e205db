import { checkStoreContract, type VectorStore } from '@clipgraph/contracts';
import { expect } from 'vitest';
import { afterRestart, collectionSpec, expectRefusal, filled, FINGERPRINT, record, type StoreCase, unit } from './store-case.ts';

export function lifeCases(check: StoreCase): void {
  check('it names itself and the contract that it speaks', async (store) => {
    expect(store.name).toMatch(/\S/);
    expect(() => checkStoreContract(store)).not.toThrow();
  });

  check('an open store is healthy', async (store) => {
    await expect(store.health()).resolves.toBeUndefined();
  });

  check('writes and searches at the same time all end well', async (store) => {
    await store.createCollection(collectionSpec());
    const writes = Array.from({ length: 40 }, (_, w) =>
      store.upsert(
        'pictures',
        FINGERPRINT,
        Array.from({ length: 10 }, (_, i) => record(`k${(w % 20) * 10 + i}`, { payload: { w } })),
      ),
    );
    const searches = Array.from({ length: 40 }, () =>
      store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 500 }),
    );
    await Promise.all(writes);
    for (const { hits } of await Promise.all(searches)) expect(new Set(hits.map(({ key }) => key)).size).toBe(hits.length);
    expect(await store.count('pictures')).toBe(200);
  });

  check('a write is seen whole or not at all', async (store) => {
    await store.createCollection(collectionSpec());
    const keys = ['a', 'b', 'c', 'd'];
    const versions = Array.from({ length: 20 }, (_, version) => version);
    const writes = versions.map((version) =>
      store.upsert(
        'pictures',
        FINGERPRINT,
        keys.map((key) => record(key, { payload: { version } })),
      ),
    );
    const reads = versions.map(() => store.get('pictures', keys));
    await Promise.all(writes);
    for (const found of await Promise.all(reads)) expect(new Set(found.map((one) => one?.payload['version'])).size).toBe(1);
  });

  check('of creating one name many times at once exactly one succeeds', async (store) => {
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => store.createCollection(collectionSpec())));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await store.collections()).toHaveLength(1);
  });

  check('what was awaited is seen by the next call', async (store) => {
    await filled(store, []);
    for (let i = 0; i < 20; i++) {
      await store.upsert('pictures', FINGERPRINT, [record(`k${i}`, { payload: { i } })]);
      expect(await store.count('pictures', { must: [{ kind: 'match', field: 'i', anyOf: [i] }] })).toBe(1);
      const { hits } = await store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 100 });
      expect(hits).toHaveLength(i + 1);
    }
  });

  check('closing twice is closing once, and a closed store is unavailable', async (store) => {
    await filled(store, [record('a')]);
    await Promise.all([store.close(), store.close()]);
    await store.close();
    await expectRefusal(store.health(), 'UNAVAILABLE');
    await expectRefusal(store.collections(), 'UNAVAILABLE');
    await expectRefusal(store.upsert('pictures', FINGERPRINT, [record('b')]), 'UNAVAILABLE');
    await expectRefusal(store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 1 }), 'UNAVAILABLE');
  });

  check('calls that were made before closing are answered', async (store) => {
    await filled(store, [record('a')]);
    const search = store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 1 });
    const write = store.upsert('pictures', FINGERPRINT, [record('b')]);
    await store.close();
    expect((await search).hits).toHaveLength(1);
    await expect(write).resolves.toBeUndefined();
  });

  check('after a restart everything is there', async (store, opened, context) => {
    await filled(store, [
      record('both', { payload: { n: 1, '😀': [null] }, text: 'words', imageId: 'f00', vectors: { image: unit(1), text: unit(0, 1) } }),
      record('gone'),
      record('text', { payload: { n: 2 }, vectors: { text: unit(1, 1) } }),
    ]);
    await store.createCollection(collectionSpec({ name: 'empty', dimensions: 7 }));
    await store.createCollection(collectionSpec({ name: 'deleted' }));
    await store.upsert('deleted', FINGERPRINT, [record('both')]);
    await store.deleteCollection('deleted');
    await store.delete('pictures', ['gone']);
    await store.setPayload('pictures', 'text', { n: 3 });
    const before = await everythingOf(store);
    await afterRestart(store, opened, context, async (again) => {
      expect(await everythingOf(again)).toEqual(before);
      await again.upsert('pictures', FINGERPRINT, [record('new')]);
      await expectRefusal(again.upsert('pictures', 'fingerprint-b', [record('new')]), 'CONFLICT');
      expect(await again.count('pictures')).toBe(3);
    });
  });
}

async function everythingOf(store: VectorStore): Promise<unknown> {
  const search = (target: 'image' | 'text') => store.search('pictures', FINGERPRINT, { vector: unit(1, 2), target, limit: 9 });
  return {
    collections: await store.collections(),
    records: await store.scroll('pictures', { limit: 99 }),
    vectors: await store.vectors('pictures', ['both', 'text']),
    hits: [await search('image'), await search('text')],
    filtered: await store.count('pictures', { must: [{ kind: 'range', field: 'n', range: { gte: 2 } }] }),
  };
}
