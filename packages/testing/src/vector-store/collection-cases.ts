import { expect } from 'vitest';
import { collectionSpec, expectRefusal, filled, FINGERPRINT, record, type StoreCase, unit } from './store-case.ts';

export function collectionCases(check: StoreCase): void {
  check('a new store has none', async (store) => {
    expect(await store.collections()).toEqual([]);
    expect(await store.collection('pictures')).toBeUndefined();
  });

  check('a created one is found with what it was made of', async (store) => {
    const before = Date.now();
    const created = await store.createCollection(collectionSpec());
    expect(created).toEqual({ ...collectionSpec(), createdAt: created.createdAt });
    expect(created.createdAt.getTime()).toBeGreaterThanOrEqual(before - 1);
    expect(created.createdAt.getTime()).toBeLessThanOrEqual(Date.now() + 1);
    expect(await store.collection('pictures')).toEqual(created);
    expect(await store.count('pictures')).toBe(0);
  });

  check('a taken name is a conflict and leaves the first one alone', async (store) => {
    await filled(store, [record('a')]);
    await expectRefusal(store.createCollection(collectionSpec({ dimensions: 8 })), 'CONFLICT');
    expect(await store.collection('pictures')).toMatchObject(collectionSpec());
    expect(await store.count('pictures')).toBe(1);
  });

  check('crops are kept with a collection, and none where it has none', async (store) => {
    const pooled = collectionSpec({ name: 'pooled', crops: { levels: 4, keep: 'pooled' } });
    expect(await store.createCollection(pooled)).toMatchObject(pooled);
    await store.createCollection(collectionSpec({ name: 'whole' }));
    expect((await store.collections()).map(({ crops }) => crops)).toEqual([{ levels: 4, keep: 'pooled' }, undefined]);
    expect(await store.collection('pooled')).toMatchObject(pooled);
    expect(Object.keys((await store.collection('whole'))!)).not.toContain('crops');
  });

  check('names that differ in case are different', async (store) => {
    await store.createCollection(collectionSpec({ name: 'a' }));
    await store.createCollection(collectionSpec({ name: 'A' }));
    expect((await store.collections()).map(({ name }) => name)).toEqual(['A', 'a']);
  });

  check('they are listed by name in code-point order', async (store) => {
    const names = ['b', 'a_1', 'Z', 'a-1', '0', 'a1', 'b'.repeat(64), 'constructor', 'select'];
    for (const name of names) await store.createCollection(collectionSpec({ name }));
    const listed = await store.collections();
    expect(listed.map(({ name }) => name)).toEqual(['0', 'Z', 'a-1', 'a1', 'a_1', 'b', 'b'.repeat(64), 'constructor', 'select']);
    expect(listed[0]).toEqual(await store.collection('0'));
  });

  check('a name that is empty, too long or has other characters is refused', async (store) => {
    for (const name of ['', 'x'.repeat(65), '-a', '_a', 'a b', 'é', 'a/b', '../a', "a'b", 'a\n', 'a\0']) {
      await expectRefusal(store.createCollection(collectionSpec({ name })), 'INVALID_INPUT');
    }
    expect(await store.collections()).toEqual([]);
  });

  check('dimensions that are not a whole number from 1 on are refused', async (store) => {
    for (const dimensions of [0, -1, 1.5, Number.NaN, Infinity]) {
      await expectRefusal(store.createCollection(collectionSpec({ dimensions })), 'INVALID_INPUT');
    }
    expect(await store.collections()).toEqual([]);
  });

  check('asking for one by an impossible name finds nothing', async (store) => {
    for (const name of ['', '../a', "x' OR '1'='1", '__proto__', 'constructor']) {
      expect(await store.collection(name)).toBeUndefined();
      expect(await store.deleteCollection(name)).toBe(false);
      await expectRefusal(store.count(name), 'NOT_FOUND');
    }
  });

  check('a deleted one is gone with its records, and its name is free', async (store) => {
    await filled(store, [record('a')]);
    expect(await store.deleteCollection('pictures')).toBe(true);
    expect(await store.deleteCollection('pictures')).toBe(false);
    expect(await store.collections()).toEqual([]);
    await expectRefusal(store.count('pictures'), 'NOT_FOUND');
    await store.createCollection(collectionSpec({ fingerprint: 'fingerprint-b', dimensions: 2 }));
    expect(await store.count('pictures')).toBe(0);
    expect(await store.get('pictures', ['a'])).toEqual([undefined]);
  });

  check('they do not see each other', async (store) => {
    await filled(store, [record('a', { payload: { in: 'pictures' } })]);
    await store.createCollection(collectionSpec({ name: 'others', fingerprint: 'fingerprint-b', dimensions: 2 }));
    await store.upsert('others', 'fingerprint-b', [record('a', { vectors: { image: Float32Array.of(0, 1) }, payload: { in: 'others' } })]);
    expect((await store.get('pictures', ['a']))[0]?.payload).toEqual({ in: 'pictures' });
    expect((await store.get('others', ['a']))[0]?.payload).toEqual({ in: 'others' });
    await store.delete('others', ['a']);
    expect(await store.count('pictures')).toBe(1);
    await store.deleteCollection('others');
    expect((await store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 5 })).hits).toHaveLength(1);
  });

  check('every call on an unknown one says so', async (store) => {
    const calls = [
      store.upsert('none', FINGERPRINT, [record('a')]),
      store.get('none', ['a']),
      store.vectors('none', ['a']),
      store.setPayload('none', 'a', {}),
      store.delete('none', ['a']),
      store.search('none', FINGERPRINT, { vector: unit(1), target: 'image', limit: 1 }),
      store.scroll('none', { limit: 1 }),
      store.count('none'),
    ];
    for (const refusal of await Promise.allSettled(calls)) {
      expect(refusal).toMatchObject({ status: 'rejected', reason: { name: 'PluginError', code: 'NOT_FOUND' } });
    }
  });
}
