import { compareCodePoints, type Filter, type VectorStore } from '@clipgraph/contracts';
import { expect } from 'vitest';
import { expectRefusal, filled, FINGERPRINT, record, type StoreCase, withPayload } from './store-case.ts';

/** Every page after the other. */
async function scrolled(store: VectorStore, limit: number, filter?: Filter): Promise<string[]> {
  const keys: string[] = [];
  for (;;) {
    const after = keys.at(-1);
    const page = await store.scroll('pictures', { limit, ...(filter && { filter }), ...(after !== undefined && { after }) });
    expect(page.length).toBeLessThanOrEqual(limit);
    keys.push(...page.map(({ key }) => key));
    if (page.length < limit) return keys;
  }
}

const KEYS = ['10', '9', 'B', 'a', 'a\0', 'a\0b', 'a ', 'aa', 'b', 'ä', '\ue000', '\uff5e', '😀', '😀a', '\u{10ffff}'].sort(
  compareCodePoints,
);

export function scrollCases(check: StoreCase): void {
  check('pages of any size together are every record in code-point order', async (store) => {
    await filled(
      store,
      KEYS.toReversed().map((key) => record(key)),
    );
    for (const limit of [1, 2, 5, KEYS.length, 100]) expect(await scrolled(store, limit)).toEqual(KEYS);
  });

  check('pages under a filter together are every record that passes', async (store) => {
    const keys = Array.from({ length: 200 }, (_, i) => `k${String(i).padStart(3, '0')}`);
    await filled(
      store,
      keys.map((key, i) => withPayload(key, { n: i % 7 })),
    );
    const filter: Filter = { must: [{ kind: 'match', field: 'n', anyOf: [3, 4] }] };
    const expected = keys.filter((_, i) => i % 7 === 3 || i % 7 === 4);
    for (const limit of [1, 10, expected.length, 1000]) expect(await scrolled(store, limit, filter)).toEqual(expected);
    expect(await store.count('pictures', filter)).toBe(expected.length);
  });

  check('a page may begin after a key that is not there', async (store) => {
    await filled(store, [record('a'), record('c')]);
    const after = async (after: string) => (await store.scroll('pictures', { after, limit: 9 })).map(({ key }) => key);
    expect(await after('b')).toEqual(['c']);
    expect(await after('a')).toEqual(['c']);
    expect(await after('c')).toEqual([]);
    expect(await after('')).toEqual(['a', 'c']);
    expect(await after("a' OR '1'='1")).toEqual(['c']);
  });

  check('a page holds whole records', async (store) => {
    await filled(store, [record('a', { payload: { n: 1 }, text: 'words', imageId: 'f00' })]);
    expect(await store.scroll('pictures', { limit: 1 })).toEqual(await store.get('pictures', ['a']));
    const filter: Filter = { must: [{ kind: 'exists', field: 'n' }] };
    expect(await store.scroll('pictures', { filter, limit: 1 })).toEqual(await store.get('pictures', ['a']));
  });

  check('records that come and go between pages neither repeat nor hide others', async (store) => {
    await filled(
      store,
      ['b', 'd', 'f', 'h'].map((key) => record(key)),
    );
    const first = await store.scroll('pictures', { limit: 2 });
    await store.delete('pictures', ['b', 'd', 'f']);
    await store.upsert('pictures', FINGERPRINT, [record('a'), record('g')]);
    const second = await store.scroll('pictures', { after: first.at(-1)!.key, limit: 9 });
    expect(second.map(({ key }) => key)).toEqual(['g', 'h']);
  });

  check('limits below 1 are refused', async (store) => {
    await filled(store, [record('a')]);
    for (const limit of [0, -1, 0.5]) await expectRefusal(store.scroll('pictures', { limit }), 'INVALID_INPUT');
  });

  check('counting counts records, not vectors', async (store) => {
    await filled(store, [record('a'), record('b', { vectors: { text: Float32Array.of(1, 0, 0, 0), image: Float32Array.of(1, 0, 0, 0) } })]);
    expect(await store.count('pictures')).toBe(2);
    expect(await store.count('pictures', { must: [{ kind: 'keys', keys: ['b'] }] })).toBe(1);
  });
}
