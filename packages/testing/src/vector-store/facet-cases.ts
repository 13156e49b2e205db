import { expect } from 'vitest';
import type { JsonObject } from '@clipgraph/contracts';
import { FIELD_NAMES } from './filter-cases.ts';
import {
  afterRestart,
  type CapabilityCase,
  collectionSpec,
  expectRefusal,
  filled,
  FINGERPRINT,
  record,
  withPayload,
} from './store-case.ts';

export function facetCases(check: CapabilityCase<'facets'>): void {
  check('the most frequent value comes first, equally frequent ones by their text', async (store) => {
    const colours = ['red', 'blue', 'red', 'green', 'blue', 'red', '\u{1f600}', '\uff5e', 'Blue'];
    await filled(
      store,
      colours.map((colour, i) => withPayload(`k${i}`, { colour })),
    );
    expect(await store.facets.count('pictures', 'colour', { limit: 10 })).toEqual([
      { value: 'red', count: 3 },
      { value: 'blue', count: 2 },
      { value: 'Blue', count: 1 },
      { value: 'green', count: 1 },
      { value: '\uff5e', count: 1 },
      { value: '\u{1f600}', count: 1 },
    ]);
  });

  check('a limit keeps the first ones', async (store) => {
    await filled(
      store,
      [1, 2, 2, 3, 3, 3].map((n, i) => withPayload(`k${i}`, { n })),
    );
    expect(await store.facets.count('pictures', 'n', { limit: 2 })).toEqual([
      { value: 3, count: 3 },
      { value: 2, count: 2 },
    ]);
    for (const limit of [0, -1, 0.5]) await expectRefusal(store.facets.count('pictures', 'n', { limit }), 'INVALID_INPUT');
  });

  check('lists count for each member, a repeated member once a record', async (store) => {
    await filled(store, [
      withPayload('a', { tags: ['x', 'y', 'x', ['x']] }),
      withPayload('b', { tags: 'x' }),
      withPayload('c', { tags: [] }),
    ]);
    expect(await store.facets.count('pictures', 'tags', { limit: 10 })).toEqual([
      { value: 'x', count: 2 },
      { value: 'y', count: 1 },
    ]);
  });

  check('values of different types are different; null and objects do not count', async (store) => {
    const values = [1, '1', 1, true, 'true', true, true, null, { x: 1 }, 0.5];
    await filled(
      store,
      values.map((v, i) => withPayload(`k${i}`, { v })),
    );
    const facets = await store.facets.count('pictures', 'v', { limit: 10 });
    expect(facets.slice(0, 2)).toEqual([
      { value: true, count: 3 },
      { value: 1, count: 2 },
    ]);
    expect(facets.slice(2)).toEqual([
      { value: 0.5, count: 1 },
      { value: '1', count: 1 },
      { value: 'true', count: 1 },
    ]);
  });

  check('a dotted field goes into objects and through lists of them', async (store) => {
    await filled(store, [
      withPayload('a', { by: { name: 'Ada' } }),
      withPayload('b', { by: [{ name: 'Ada' }, { name: 'Bob' }] }),
      withPayload('c', { 'by.name': 'Ada' }),
    ]);
    expect(await store.facets.count('pictures', 'by.name', { limit: 10 })).toEqual([
      { value: 'Ada', count: 2 },
      { value: 'Bob', count: 1 },
    ]);
  });

  check('a filter leaves its records out', async (store) => {
    await filled(store, [
      withPayload('a', { c: 'red', n: 1 }),
      withPayload('b', { c: 'red', n: 2 }),
      withPayload('c', { c: 'blue', n: 2 }),
    ]);
    const filter = { must: [{ kind: 'match', field: 'n', anyOf: [2] }] } as const;
    expect(await store.facets.count('pictures', 'c', { filter, limit: 10 })).toEqual([
      { value: 'blue', count: 1 },
      { value: 'red', count: 1 },
    ]);
  });

  check('a field that nobody has has no values', async (store) => {
    await filled(store, [withPayload('a', { n: 1 })]);
    expect(await store.facets.count('pictures', 'none', { limit: 10 })).toEqual([]);
    expect(await store.facets.count('pictures', 'n.n', { limit: 10 })).toEqual([]);
  });

  check('fields may have any name', async (store) => {
    const payloads = FIELD_NAMES.map((name) => JSON.parse(`{${JSON.stringify(name)}: 1}`) as JsonObject);
    await filled(store, [withPayload('none', {}), ...payloads.map((payload, i) => withPayload(`k${i}`, payload))]);
    for (const field of FIELD_NAMES) {
      expect(await store.facets.count('pictures', field, { limit: 5 })).toEqual([{ value: 1, count: 1 }]);
    }
  });

  check('replaced payloads count, and no longer the old ones', async (store) => {
    await filled(store, [withPayload('a', { colour: 'red' }), withPayload('b', { colour: 'red' })]);
    await store.setPayload('pictures', 'a', { colour: 'blue' });
    await store.upsert('pictures', FINGERPRINT, [withPayload('b', { colour: 'green' })]);
    expect((await store.facets.count('pictures', 'colour', { limit: 9 })).map(({ value }) => value)).toEqual(['blue', 'green']);
  });

  check('a write is counted whole or not at all', async (store) => {
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
    const reads = versions.map(() => store.facets.count('pictures', 'version', { limit: 50 }));
    await Promise.all(writes);
    for (const facets of await Promise.all(reads)) expect(facets.filter(({ count }) => count !== keys.length)).toEqual([]);
  });

  check('an unknown collection is refused', async (store) => {
    await expectRefusal(store.facets.count('none', 'a', { limit: 1 }), 'NOT_FOUND');
  });

  check('after a restart they are the same', async (store, opened, context) => {
    await filled(store, [withPayload('a', { n: 1 }), withPayload('b', { n: 3 }), withPayload('c', { n: 3 })]);
    const before = await store.facets.count('pictures', 'n', { limit: 9 });
    expect(before).toHaveLength(2);
    await afterRestart(store, opened, context, async (again) => {
      expect(await again.facets.count('pictures', 'n', { limit: 9 })).toEqual(before);
    });
  });
}
