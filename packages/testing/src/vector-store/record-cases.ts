import { expect } from 'vitest';
import { expectRefusal, filled, FINGERPRINT, record, type StoreCase, unit, vectorsOf, withPayload } from './store-case.ts';

const angle = (i: number): Float32Array => unit(Math.cos(i / 100), Math.sin(i / 100));

export function recordCases(check: StoreCase): void {
  check('records come in the order of the keys asked for, with gaps and repetitions', async (store) => {
    await filled(store, [record('a'), record('b'), record('c')]);
    const found = await store.get('pictures', ['c', 'none', 'a', 'c', '']);
    expect(found.map((one) => one?.key)).toEqual(['c', undefined, 'a', 'c', undefined]);
    expect(await store.get('pictures', [])).toEqual([]);
  });

  check('vectors come in the order of the keys asked for, with gaps and repetitions', async (store) => {
    await filled(store, [record('a'), record('b', { vectors: { image: unit(0, 1), text: unit(0, 0, 1) } })]);
    const [both, one] = [{ image: unit(0, 1), text: unit(0, 0, 1) }, { image: unit(1) }];
    expect(await store.vectors('pictures', ['b', 'none', 'a', 'b', ''])).toEqual([both, undefined, one, both, undefined]);
    expect(await store.vectors('pictures', [])).toEqual([]);
  });

  check('a payload is replaced whole, and the rest of the record stays', async (store) => {
    await filled(store, [record('a', { payload: { old: 1, both: 1 }, text: 'words', imageId: 'f00' })]);
    const [before] = await store.get('pictures', ['a']);
    const changed = await store.setPayload('pictures', 'a', { new: 2, both: 2 });
    expect(changed).toEqual({ ...before, payload: { new: 2, both: 2 } });
    expect(await store.get('pictures', ['a'])).toEqual([changed]);
    expect(await vectorsOf(store, 'a')).toEqual({ image: unit(1) });
  });

  check('filters see a replaced payload, and no longer the old one', async (store) => {
    await filled(store, [withPayload('a', { colour: 'red' }), withPayload('b', { colour: 'red' })]);
    const red = { must: [{ kind: 'match', field: 'colour', anyOf: ['red'] }] } as const;
    expect(await store.count('pictures', red)).toBe(2);
    await store.setPayload('pictures', 'a', { colour: 'blue' });
    expect(await store.count('pictures', red)).toBe(1);
    await store.upsert('pictures', FINGERPRINT, [withPayload('b', { colour: 'green' })]);
    expect(await store.count('pictures', red)).toBe(0);
    expect((await store.scroll('pictures', { limit: 9 })).map(({ payload }) => payload)).toEqual([{ colour: 'blue' }, { colour: 'green' }]);
  });

  check('a payload for a missing record is refused', async (store) => {
    await filled(store, [record('a')]);
    await expectRefusal(store.setPayload('pictures', 'none', {}), 'NOT_FOUND');
    expect(await store.count('pictures')).toBe(1);
  });

  check('deleting tells how many there were, each key once', async (store) => {
    await filled(store, [record('a'), record('b'), record('c')]);
    expect(await store.delete('pictures', ['a', 'none', 'c', 'a'])).toBe(2);
    expect(await store.delete('pictures', ['a'])).toBe(0);
    expect(await store.delete('pictures', [])).toBe(0);
    expect((await store.scroll('pictures', { limit: 9 })).map(({ key }) => key)).toEqual(['b']);
  });

  check('a deleted record is nowhere any more, and can come back as a new one', async (store) => {
    await filled(store, [record('a', { imageId: 'f00', payload: { n: 1 } }), record('b')]);
    await store.delete('pictures', ['a']);
    expect(await store.get('pictures', ['a'])).toEqual([undefined]);
    expect(await vectorsOf(store, 'a')).toBeUndefined();
    expect(await store.count('pictures', { must: [{ kind: 'exists', field: 'n' }] })).toBe(0);
    const search = () => store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 9 });
    expect((await search()).hits.map(({ key }) => key)).toEqual(['b']);
    await store.upsert('pictures', FINGERPRINT, [record('a')]);
    expect((await search()).hits.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  check('many records come and go and leave the others searchable', async (store) => {
    const keys = Array.from({ length: 600 }, (_, i) => `k${i}`);
    await filled(
      store,
      keys.map((key, i) => record(key, { vectors: { image: angle(i) } })),
    );
    await store.delete(
      'pictures',
      keys.filter((_, i) => i % 3 === 0),
    );
    await store.upsert('pictures', FINGERPRINT, [
      record('k0', { vectors: { image: angle(0) } }),
      record('late', { vectors: { image: angle(700) } }),
    ]);
    for (const [i, key] of [
      [0, 'k0'],
      [1, 'k1'],
      [299, 'k299'],
      [598, 'k598'],
      [700, 'late'],
    ] as const) {
      const { hits } = await store.search('pictures', FINGERPRINT, { vector: angle(i), target: 'image', limit: 1 });
      expect(hits[0]?.key).toBe(key);
    }
    expect(await store.count('pictures')).toBe(402);
  });
}
