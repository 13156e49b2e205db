import { expect } from 'vitest';
import { afterRestart, type CapabilityCase, collectionSpec, filled, FINGERPRINT, record, type StoreWith } from './store-case.ts';

const isUsed = async (store: StoreWith<'pictures'>, imageId: string): Promise<boolean> =>
  (await store.pictures.used([imageId])).has(imageId);

export function pictureCases(check: CapabilityCase<'pictures'>): void {
  check('a picture is known as long as one record of any collection shows it', async (store) => {
    await filled(store, [record('a', { imageId: 'f00' }), record('b', { imageId: 'f00' }), record('c')]);
    await store.createCollection({ name: 'others', fingerprint: FINGERPRINT, model: 'a-model', dimensions: 4 });
    await store.upsert('others', FINGERPRINT, [record('a', { imageId: 'f00' })]);
    await store.delete('pictures', ['a', 'b']);
    expect(await isUsed(store, 'f00')).toBe(true);
    await store.deleteCollection('others');
    expect(await isUsed(store, 'f00')).toBe(false);
    expect(await store.pictures.used(['', "x' OR '1'='1"])).toEqual(new Set());
  });

  check('of many pictures, those are told that a record shows', async (store) => {
    const ids = Array.from({ length: 700 }, (_, i) => `${i}`.padStart(64, '0'));
    await filled(
      store,
      ids.slice(0, 350).map((imageId, i) => record(`k${i}`, { imageId })),
    );
    expect(await store.pictures.used([...ids, ...ids])).toEqual(new Set(ids.slice(0, 350)));
    expect(await store.pictures.used([])).toEqual(new Set());
  });

  check('a picture goes with the last record that shows it, however that goes', async (store) => {
    await filled(store, [record('a', { imageId: 'f00' })]);
    await store.setPayload('pictures', 'a', { new: 2 });
    expect(await isUsed(store, 'f00')).toBe(true);
    await store.upsert('pictures', FINGERPRINT, [record('a', { imageId: 'f01' })]);
    expect(await store.pictures.used(['f00', 'f01'])).toEqual(new Set(['f01']));
    await store.delete('pictures', ['a']);
    expect(await isUsed(store, 'f01')).toBe(false);
    await store.upsert('pictures', FINGERPRINT, [record('a', { imageId: 'f00' })]);
    await store.deleteCollection('pictures');
    expect(await isUsed(store, 'f00')).toBe(false);
    await store.createCollection(collectionSpec());
    expect(await isUsed(store, 'f00')).toBe(false);
  });

  check('after a restart they are known', async (store, opened, context) => {
    await filled(store, [record('a', { imageId: 'f00' }), record('gone', { imageId: 'f01' })]);
    await store.delete('pictures', ['gone']);
    expect(await store.pictures.used(['f00', 'f01'])).toEqual(new Set(['f00']));
    await afterRestart(store, opened, context, async (again) => {
      expect(await again.pictures.used(['f00', 'f01'])).toEqual(new Set(['f00']));
    });
  });
}
