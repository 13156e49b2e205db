import type { VectorStore } from '@clipgraph/contracts';
import { expect } from 'vitest';
import { type CapabilityCase, collectionSpec, expectRefusal, filled, FINGERPRINT, record, unit } from './store-case.ts';

export function exchangeCases(check: CapabilityCase<'exchange'>): void {
  check('two change places with all that is theirs', async (store, { reopen }) => {
    await filled(store, [record('a', { text: 'a red boat', imageId: 'f00' })]);
    const other = collectionSpec({ name: 'others', fingerprint: 'fingerprint-b', dimensions: 2 });
    await store.createCollection(other);
    await store.upsert('others', 'fingerprint-b', [record('b', { vectors: { image: Float32Array.of(0, 1) } })]);
    expect(await store.exchange.names('pictures', 'others')).toBe(true);
    const expectExchanged = async (opened: VectorStore): Promise<void> => {
      expect(await opened.collection('pictures')).toMatchObject({ ...other, name: 'pictures' });
      expect(await opened.collection('others')).toMatchObject(collectionSpec({ name: 'others' }));
      expect((await opened.collections()).map(({ name }) => name)).toEqual(['others', 'pictures']);
      expect((await opened.scroll('pictures', { limit: 9 })).map(({ key }) => key)).toEqual(['b']);
      expect((await opened.search('others', FINGERPRINT, { vector: unit(1), target: 'image', limit: 5 })).hits).toHaveLength(1);
      if (opened.words) expect(await opened.words.search('others', { text: 'boat', limit: 5 })).toEqual(['a']);
      await expectRefusal(opened.upsert('pictures', FINGERPRINT, [record('c')]), 'CONFLICT');
    };
    await expectExchanged(store);
    for (const [a, b] of [
      ['pictures', 'none'],
      ['none', 'pictures'],
      ['../a', 'pictures'],
    ] as const) {
      expect(await store.exchange.names(a, b)).toBe(false);
    }
    expect(await store.deleteCollection('pictures')).toBe(true);
    await store.createCollection(collectionSpec());
    expect([await store.count('others'), await store.count('pictures')]).toEqual([1, 0]);
    expect(await store.exchange.names('others', 'pictures')).toBe(true);
    if (!reopen) return;
    await store.close();
    const again = await reopen();
    expect([await again.count('others'), await again.count('pictures')]).toEqual([0, 1]);
    await again.close();
  });
}
