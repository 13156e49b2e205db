import { expect } from 'vitest';
import { expectRefusal, filled, type StoreCase, withPayload } from './store-case.ts';

export function facetCases(check: StoreCase): void {
  check('the most frequent value comes first, equally frequent ones by their text', async (store) => {
    const colours = ['red', 'blue', 'red', 'green', 'blue', 'red', '\u{1f600}', '\uff5e', 'Blue'];
    await filled(
      store,
      colours.map((colour, i) => withPayload(`k${i}`, { colour })),
    );
    expect(await store.facet('pictures', 'colour', { limit: 10 })).toEqual([
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
    expect(await store.facet('pictures', 'n', { limit: 2 })).toEqual([
      { value: 3, count: 3 },
      { value: 2, count: 2 },
    ]);
    for (const limit of [0, -1, 0.5]) await expectRefusal(store.facet('pictures', 'n', { limit }), 'INVALID_INPUT');
  });

  check('lists count for each member, a repeated member once a record', async (store) => {
    await filled(store, [
      withPayload('a', { tags: ['x', 'y', 'x', ['x']] }),
      withPayload('b', { tags: 'x' }),
      withPayload('c', { tags: [] }),
    ]);
    expect(await store.facet('pictures', 'tags', { limit: 10 })).toEqual([
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
    const facets = await store.facet('pictures', 'v', { limit: 10 });
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
    expect(await store.facet('pictures', 'by.name', { limit: 10 })).toEqual([
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
    expect(await store.facet('pictures', 'c', { filter, limit: 10 })).toEqual([
      { value: 'blue', count: 1 },
      { value: 'red', count: 1 },
    ]);
  });

  check('a field that nobody has has no values', async (store) => {
    await filled(store, [withPayload('a', { n: 1 })]);
    expect(await store.facet('pictures', 'none', { limit: 10 })).toEqual([]);
    expect(await store.facet('pictures', 'n.n', { limit: 10 })).toEqual([]);
  });
}
