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

  check('a sample holds stored vectors, as many as asked for or there are, and the same ones again', async (store) => {
    const keys = Array.from({ length: 300 }, (_, i) => `k${i}`);
    await filled(
      store,
      keys.map((key, i) => record(key, { vectors: i % 2 === 0 ? { image: angle(i) } : { text: angle(i) } })),
    );
    const firsts = async (target: 'image' | 'text', limit: number) =>
      (await store.sample('pictures', target, limit)).map(([x]) => x!.toFixed(5)).toSorted();
    const images = keys.flatMap((_, i) => (i % 2 === 0 ? [angle(i)[0]!.toFixed(5)] : [])).toSorted();
    expect(await firsts('image', 1000)).toEqual(images);
    const sampled = await firsts('image', 40);
    expect(new Set(sampled).size).toBe(40);
    expect(images).toEqual(expect.arrayContaining(sampled));
    expect(await firsts('image', 40)).toEqual(sampled);
    expect(await firsts('text', 7)).toHaveLength(7);
    await expectRefusal(store.sample('pictures', 'image', 0), 'INVALID_INPUT');
  });

  check('a payload is replaced whole, and the rest of the record stays', async (store) => {
    await filled(store, [record('a', { payload: { old: 1, both: 1 }, text: 'words', imageId: 'f00' })]);
    const [before] = await store.get('pictures', ['a']);
    const changed = await store.setPayload('pictures', 'a', { new: 2, both: 2 });
    expect(changed).toEqual({ ...before, payload: { new: 2, both: 2 } });
    expect(await store.get('pictures', ['a'])).toEqual([changed]);
    expect(await vectorsOf(store, 'a')).toEqual({ image: unit(1) });
    expect(await store.hasImage('f00')).toBe(true);
  });

  check('filters see a replaced payload, and no longer the old one', async (store) => {
    await filled(store, [withPayload('a', { colour: 'red' }), withPayload('b', { colour: 'red' })]);
    const red = { must: [{ kind: 'match', field: 'colour', anyOf: ['red'] }] } as const;
    expect(await store.count('pictures', red)).toBe(2);
    await store.setPayload('pictures', 'a', { colour: 'blue' });
    expect(await store.count('pictures', red)).toBe(1);
    await store.upsert('pictures', FINGERPRINT, [withPayload('b', { colour: 'green' })]);
    expect(await store.count('pictures', red)).toBe(0);
    expect((await store.facet('pictures', 'colour', { limit: 9 })).map(({ value }) => value)).toEqual(['blue', 'green']);
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
    expect(await store.hasImage('f00')).toBe(false);
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

  check('a picture is known as long as one record of any collection shows it', async (store) => {
    await filled(store, [record('a', { imageId: 'f00' }), record('b', { imageId: 'f00' }), record('c')]);
    await store.createCollection({ name: 'others', fingerprint: FINGERPRINT, model: 'a-model', dimensions: 4 });
    await store.upsert('others', FINGERPRINT, [record('a', { imageId: 'f00' })]);
    await store.delete('pictures', ['a', 'b']);
    expect(await store.hasImage('f00')).toBe(true);
    await store.deleteCollection('others');
    expect(await store.hasImage('f00')).toBe(false);
    expect(await store.hasImage('')).toBe(false);
    expect(await store.hasImage("x' OR '1'='1")).toBe(false);
  });
}
