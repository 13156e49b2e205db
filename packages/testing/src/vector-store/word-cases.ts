import { MAX_SEARCH_WORDS, type AssetRecord, type Filter } from '@clipgraph/contracts';
import { expect } from 'vitest';
import {
  afterRestart,
  type CapabilityCase,
  expectRefusal,
  filled,
  FINGERPRINT,
  record,
  type StoreWith,
  withPayload,
} from './store-case.ts';

const withText = (key: string, text: string): AssetRecord => record(key, { text });
/** Others, so that a word in one record is a rare one. */
const OTHERS = Array.from({ length: 20 }, (_, i) => withText(`other${i}`, `filler ${i}`));

const find = (store: StoreWith<'words'>, text: string, filter?: Filter): Promise<readonly string[]> =>
  store.words.search('pictures', { text, limit: 50, ...(filter ? { filter } : {}) });

export function wordCases(check: CapabilityCase<'words'>): void {
  check('words are found in texts and in payload strings at any depth, and nowhere else', async (store) => {
    await filled(store, [
      ...OTHERS,
      withText('text', 'A lighthouse by the sea'),
      withPayload('title', { title: 'Lighthouse' }),
      withPayload('deep', { notes: [{ of: ['one', 'lighthouse'] }], lighthouse2: 7 }),
      withPayload('name', { lighthouse: 'a field is no word' }),
      withPayload('part', { title: 'lighthouses', n: 1, yes: true, none: null }),
    ]);
    expect((await find(store, 'lighthouse')).toSorted()).toEqual(['deep', 'text', 'title']);
    expect(await find(store, 'true')).toEqual([]);
    expect(await find(store, 'other1')).toEqual([]);
  });

  check('a record needs any of the words; more of them, rarer ones and shorter records come first', async (store) => {
    await filled(store, [
      ...OTHERS,
      withText('both', 'harbour crane'),
      withText('rare', 'crane and'),
      ...['h1', 'h2', 'h3'].map((key) => withText(key, 'harbour and')),
      withText('long', 'harbour and many more words that say little about it at all'),
    ]);
    const found = await find(store, 'crane harbour');
    expect([found.slice(0, 2), found.slice(2, 5).toSorted(), found.slice(5)]).toEqual([['both', 'rare'], ['h1', 'h2', 'h3'], ['long']]);
    expect(await find(store, 'crane harbour')).toEqual(found);
    expect((await find(store, 'harbour nothing')).toSorted()).toEqual(['both', 'h1', 'h2', 'h3', 'long']);
  });

  check('case and Latin accents do not count, and other scripts are words too', async (store) => {
    const texts = {
      de: 'Die Brücke',
      es: 'el NIÑO',
      ru: 'Красная Площадь',
      el: 'Αθήνα',
      he: 'שלום עולם',
      hi: 'लाल किला',
      wide: 'ｆｕｌｌ',
    };
    await filled(store, [...OTHERS, ...Object.entries(texts).map(([key, text]) => withText(key, text))]);
    const queries = { de: 'BRUCKE', es: 'nin\u0303o', ru: 'красная', el: 'ΑΘΉΝΑ', he: 'עולם', hi: 'किला', wide: 'full' };
    for (const [key, text] of Object.entries(queries)) expect(await find(store, text)).toEqual([key]);
  });

  check('scripts without spaces are found inside longer runs', async (store) => {
    await filled(store, [...OTHERS, withText('ja', '東京の赤い橋'), withText('zh', '红色的桥'), withText('th', 'สะพานแดง')]);
    expect(await find(store, '赤い')).toEqual(['ja']);
    expect(await find(store, '红色')).toEqual(['zh']);
    expect(await find(store, 'แดง')).toEqual(['th']);
    expect(await find(store, '青い海')).toEqual([]);
  });

  check('what a user types is never a query language', async (store) => {
    await filled(store, [...OTHERS, withText('a', 'nearby'), withText('b', 'alpha')]);
    for (const text of [
      '"',
      '"alpha',
      "alpha' OR 'x'='x",
      'alpha*',
      'alpha)',
      '(alpha',
      'words:alpha',
      '{a b}: alpha',
      '^alpha',
      'alpha - ',
      '+alpha \0 x',
    ]) {
      expect(
        (await find(store, text)).every((key) => key === 'b'),
        text,
      ).toBe(true);
    }
    expect(await find(store, 'alph*')).toEqual([]);
    expect((await find(store, 'NEAR(alpha OR nearby)')).toSorted()).toEqual(['a', 'b']);
    expect(await find(store, 'NOT alpha')).toEqual(['b']);
  });

  check('a text without words finds nothing, one with thousands is answered', async (store) => {
    await filled(store, [...OTHERS, withText('a', 'alpha')]);
    for (const text of ['', '  ', '!?', '\0', '😀', '\ud83d']) expect(await find(store, text)).toEqual([]);
    const many = Array.from({ length: 20_000 }, (_, i) => `word${i}`);
    expect(await find(store, ['alpha', ...many].join(' '))).toEqual(['a']);
    expect(await find(store, [...many.slice(0, MAX_SEARCH_WORDS), 'alpha'].join(' '))).toEqual([]);
  });

  check('the filter decides who may be found, the limit how many', async (store) => {
    const records = Array.from({ length: 30 }, (_, i) => record(`k${String(i).padStart(2, '0')}`, { text: 'alpha', payload: { i } }));
    await filled(store, [...OTHERS, ...records]);
    const filter = { must: [{ kind: 'range', field: 'i', range: { gte: 20 } }] } as const;
    expect((await find(store, 'alpha', filter)).toSorted()).toEqual(records.slice(20).map(({ key }) => key));
    expect(new Set(await store.words.search('pictures', { text: 'alpha', limit: 3 })).size).toBe(3);
    for (const limit of [0, 1.5]) await expectRefusal(store.words.search('pictures', { text: 'alpha', limit }), 'INVALID_INPUT');
    await expectRefusal(store.words.search('none', { text: 'alpha', limit: 1 }), 'NOT_FOUND');
  });

  check('replacing, changing and deleting are seen at once, and collections are apart', async (store) => {
    await filled(store, [...OTHERS, record('a', { text: 'old', payload: { title: 'before' } }), withText('b', 'old')]);
    await store.upsert('pictures', FINGERPRINT, [record('a', { text: 'new', payload: { title: 'before' } })]);
    expect(await find(store, 'old')).toEqual(['b']);
    await store.setPayload('pictures', 'a', { title: 'after' });
    expect(await find(store, 'before')).toEqual([]);
    expect(await find(store, 'after')).toEqual(['a']);
    expect(await find(store, 'new')).toEqual(['a']);
    await store.delete('pictures', ['a']);
    expect(await find(store, 'after new')).toEqual([]);
    expect(await store.words.search('pictures', { text: 'filler', limit: 1 })).toHaveLength(1);
    await store.deleteCollection('pictures');
    await filled(store, [withText('c', 'new')]);
    expect(await find(store, 'new old')).toEqual(['c']);
  });

  check('words outlive the store', async (store, opened, context) => {
    await filled(store, [...OTHERS, withText('a', 'alpha')]);
    expect(await find(store, 'alpha')).toEqual(['a']);
    await afterRestart(store, opened, context, async (again) => {
      expect(await find(again, 'alpha')).toEqual(['a']);
    });
  });
}
