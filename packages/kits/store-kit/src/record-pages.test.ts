import { arrayStore } from '@clipgraph/array-store';
import type { VectorStore } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';

import { keysOf, recordPages, vectorPages } from './record-pages.ts';

const UNIT = Float32Array.of(1, 0);

async function storeOf(count: number): Promise<VectorStore> {
  const store = arrayStore();
  await store.createCollection({ name: 'pictures', fingerprint: 'f', model: 'm', dimensions: 2 });
  const records = Array.from({ length: count }, (_, i) => ({ key: `k${i}`, payload: { even: i % 2 === 0 }, vectors: { image: UNIT } }));
  await store.upsert('pictures', 'f', records);
  return store;
}

describe('recordPages', () => {
  it.each([0, 1, 3, 4, 8, 9])('goes through %i records by key, in pages that are never empty', async (count) => {
    const pages = await Array.fromAsync(recordPages(await storeOf(count), 'pictures', { pageSize: 4 }));
    expect(pages.map(({ length }) => length)).toEqual(
      Array.from({ length: Math.ceil(count / 4) }, (_, page) => Math.min(4, count - page * 4)),
    );
    expect(pages.flatMap(keysOf)).toEqual(Array.from({ length: count }, (_, i) => `k${i}`));
  });

  it('reads what passes a filter, after a key', async () => {
    const filter = { must: [{ kind: 'match', field: 'even', anyOf: [true] }] } as const;
    const pages = await Array.fromAsync(recordPages(await storeOf(9), 'pictures', { filter, after: 'k2', pageSize: 2 }));
    expect(pages.map(keysOf)).toEqual([['k4', 'k6'], ['k8']]);
  });

  it('ends with the reason of the signal, before it asks for another page', async () => {
    const store = await storeOf(9);
    const leaving = new AbortController();
    const seen: string[] = [];
    const walk = async (): Promise<void> => {
      for await (const page of recordPages(store, 'pictures', { pageSize: 4, signal: leaving.signal })) {
        seen.push(...keysOf(page));
        leaving.abort(new Error('the caller left'));
      }
    };
    await expect(walk()).rejects.toThrow('the caller left');
    expect(seen).toHaveLength(4);
  });

  it('rejects with NOT_FOUND where there is no such collection', async () => {
    await expect(Array.fromAsync(recordPages(arrayStore(), 'none'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('vectorPages', () => {
  it('brings the vectors along, and none of a record that was deleted between the two questions', async () => {
    const store = await storeOf(3);
    const vectors: VectorStore['vectors'] = async (collection, keys) => {
      await store.delete(collection, ['k1']);
      return store.vectors(collection, keys);
    };
    const [page] = await Array.fromAsync(vectorPages({ scroll: (...args) => store.scroll(...args), vectors }, 'pictures'));
    expect(page!.map(({ record, vectors }) => [record.key, vectors?.image])).toEqual([['k0', UNIT], ['k1', undefined], ['k2', UNIT]]); // prettier-ignore
  });
});
