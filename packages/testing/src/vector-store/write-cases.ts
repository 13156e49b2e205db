import { MAX_KEY_LENGTH, type AssetRecord } from '@clipgraph/contracts';
import { expect } from 'vitest';
import { collectionSpec, expectRefusal, filled, FINGERPRINT, record, type StoreCase, unit, vectorsOf } from './store-case.ts';

/** Texts that a database, an object or a wire format might trip over. */
const KEYS = [
  'a',
  ' ',
  'white space ',
  "it's; DROP TABLE records --",
  '"quoted"',
  '\\',
  'ß',
  'ñ',
  'n\u0303',
  '日本語',
  '👩‍👩‍👧‍👦',
  '\u{10ffff}',
  '\u{feff}bom',
  'line\nbreak\ttab',
  'zero\0inside',
  'zero',
  '%_*?',
  '__proto__',
  'constructor',
  'a'.repeat(MAX_KEY_LENGTH),
  '😀'.repeat(MAX_KEY_LENGTH / 2),
];

export function writeCases(check: StoreCase): void {
  check('an inserted record comes back as it was', async (store) => {
    const payload = {
      title: 'Ünïcode 😀 "quoted" \0',
      tags: ['a', ['b', null]],
      nested: { n: -0.5, ok: true, none: null },
      empty: {},
      list: [],
    };
    await filled(store, [record('a', { payload, text: 'A line\nand 😀', imageId: 'f00' })]);
    const [stored] = await store.get('pictures', ['a']);
    expect(stored).toEqual({ key: 'a', payload, text: 'A line\nand 😀', imageId: 'f00', createdAt: stored!.createdAt });
    expect(Math.abs(stored!.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
  });

  check('a copy keeps the time of its original, unless it replaces a record', async (store) => {
    const createdAt = new Date('2020-02-02T20:20:20.202Z');
    await filled(store, [record('a', { createdAt }), record('b')]);
    const [a, b] = await store.get('pictures', ['a', 'b']);
    expect(a?.createdAt).toEqual(createdAt);
    expect(b!.createdAt.getTime()).toBeGreaterThan(createdAt.getTime());
    await store.upsert('pictures', FINGERPRINT, [record('a'), record('b', { createdAt })]);
    expect((await store.get('pictures', ['a', 'b'])).map((stored) => stored?.createdAt)).toEqual([createdAt, b!.createdAt]);
  });

  check('a copy of no time is refused', async (store) => {
    await filled(store, []);
    await expectRefusal(store.upsert('pictures', FINGERPRINT, [record('a', { createdAt: new Date('') })]), 'INVALID_INPUT');
    expect(await store.count('pictures')).toBe(0);
  });

  check('absent texts and pictures stay absent, an empty text stays empty', async (store) => {
    await filled(store, [record('a'), record('b', { text: '' })]);
    const [a, b] = await store.get('pictures', ['a', 'b']);
    expect(Object.keys(a!).toSorted()).toEqual(['createdAt', 'key', 'payload']);
    expect(b!.text).toBe('');
  });

  check('vectors come back as they were, each under its name', async (store) => {
    const image = unit(0.1, 0.2, 0.3, 0.4);
    const text = unit(-1, 2, -3, 4);
    await filled(store, [
      record('both', { vectors: { image, text } }),
      record('image', { vectors: { image } }),
      record('text', { vectors: { text } }),
    ]);
    const both = await vectorsOf(store, 'both');
    image.forEach((value, i) => expect(both!.image![i]).toBeCloseTo(value, 6));
    text.forEach((value, i) => expect(both!.text![i]).toBeCloseTo(value, 6));
    expect(Object.keys((await vectorsOf(store, 'image'))!)).toEqual(['image']);
    expect(Object.keys((await vectorsOf(store, 'text'))!)).toEqual(['text']);
    expect(await vectorsOf(store, 'none')).toBeUndefined();
  });

  check('what the caller does with its vectors afterwards changes nothing', async (store) => {
    await store.createCollection(collectionSpec());
    const image = unit(1);
    const written = store.upsert('pictures', FINGERPRINT, [record('a', { vectors: { image } })]);
    image.set(unit(0, 1));
    await written;
    expect((await vectorsOf(store, 'a'))!.image![0]).toBeCloseTo(1, 6);
    expect(image).toHaveLength(4);
  });

  check('the same key replaces the whole record and keeps its first date', async (store) => {
    await filled(store, [record('a', { payload: { old: 1 }, text: 'old', imageId: 'f00', vectors: { image: unit(1), text: unit(0, 1) } })]);
    const [first] = await store.get('pictures', ['a']);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store.upsert('pictures', FINGERPRINT, [record('a', { payload: { new: 2 }, vectors: { text: unit(0, 0, 1) } })]);
    expect(await store.get('pictures', ['a'])).toEqual([{ key: 'a', payload: { new: 2 }, createdAt: first!.createdAt }]);
    expect(await vectorsOf(store, 'a')).toEqual({ text: unit(0, 0, 1) });
    expect(await store.count('pictures')).toBe(1);
    expect((await store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 5 })).hits).toEqual([]);
    const { hits } = await store.search('pictures', FINGERPRINT, { vector: unit(0, 0, 1), target: 'text', limit: 5 });
    expect(hits.map(({ key }) => key)).toEqual(['a']);
  });

  check('of a key twice in one call the last one stays', async (store) => {
    await filled(store, [
      record('a', { payload: { n: 1 }, vectors: { text: unit(1) } }),
      record('b'),
      record('a', { payload: { n: 2 }, vectors: { image: unit(0, 1) } }),
    ]);
    expect(await store.count('pictures')).toBe(2);
    expect((await store.get('pictures', ['a']))[0]!.payload).toEqual({ n: 2 });
    expect(Object.keys((await vectorsOf(store, 'a'))!)).toEqual(['image']);
  });

  check('an empty call does nothing', async (store) => {
    await filled(store, []);
    expect(await store.count('pictures')).toBe(0);
    await expectRefusal(store.upsert('none', FINGERPRINT, []), 'NOT_FOUND');
  });

  check('keys of any script and sign are kept apart', async (store) => {
    await filled(
      store,
      KEYS.map((key, n) => record(key, { payload: { n } })),
    );
    expect(await store.count('pictures')).toBe(KEYS.length);
    const stored = await store.get('pictures', KEYS);
    expect(stored.map((found) => found?.key)).toEqual(KEYS);
    expect(stored.map((found) => found?.payload)).toEqual(KEYS.map((_, n) => ({ n })));
    const { hits } = await store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 100 });
    expect(new Set(hits.map(({ key }) => key))).toEqual(new Set(KEYS));
    expect(await store.delete('pictures', KEYS)).toBe(KEYS.length);
  });

  check('a key that is empty, too long or half a character is refused', async (store) => {
    await store.createCollection(collectionSpec());
    for (const key of ['', 'x'.repeat(MAX_KEY_LENGTH + 1), '\ud83d', 'a\udc00b']) {
      await expectRefusal(store.upsert('pictures', FINGERPRINT, [record(key)]), 'INVALID_INPUT');
    }
    expect(await store.count('pictures')).toBe(0);
  });

  const badVectors: readonly [string, AssetRecord['vectors']][] = [
    ['no vector', {}],
    ['too few dimensions', { image: Float32Array.of(1, 0) }],
    ['too many dimensions', { image: Float32Array.of(1, 0, 0, 0, 0) }],
    ['one good vector and one of other dimensions', { image: unit(1), text: Float32Array.of(1) }],
    ['an empty vector', { image: new Float32Array() }],
    ['NaN', { image: Float32Array.of(Number.NaN, 0, 0, 0) }],
    ['NaN beside a unit', { image: Float32Array.of(1, Number.NaN, 0, 0) }],
    ['infinity', { image: Float32Array.of(Infinity, 0, 0, 0) }],
    ['zero', { image: Float32Array.of(0, 0, 0, 0) }],
    ['a length other than 1', { text: Float32Array.of(1, 1, 0, 0) }],
  ];
  for (const [what, vectors] of badVectors) {
    check(`a record with ${what} is refused and nothing of its call is written`, async (store) => {
      await filled(store, [record('old', { payload: { n: 1 } })]);
      const call = store.upsert('pictures', FINGERPRINT, [record('new'), record('old', { payload: { n: 2 } }), record('bad', { vectors })]);
      await expectRefusal(call, 'INVALID_INPUT');
      expect(await store.count('pictures')).toBe(1);
      expect((await store.get('pictures', ['old', 'new', 'bad'])).map((found) => found?.payload)).toEqual([{ n: 1 }, undefined, undefined]);
      const { hits } = await store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 10 });
      expect(hits.map(({ key }) => key)).toEqual(['old']);
    });
  }

  check('vectors of another fingerprint are a conflict, and nothing is written', async (store) => {
    await filled(store, [record('a')]);
    await expectRefusal(store.upsert('pictures', 'fingerprint-b', [record('b')]), 'CONFLICT');
    expect(await store.count('pictures')).toBe(1);
  });

  check('a refusal tells neither keys nor payloads', async (store) => {
    await filled(store, []);
    const call = store.upsert('pictures', FINGERPRINT, [record('my-key', { payload: { secret: 'my-payload' }, vectors: {} })]);
    const error = await call.catch((error: unknown) => String(error));
    expect(error).not.toMatch(/my-key|my-payload/);
  });

  check('a record with large payload and text is kept', async (store) => {
    const payload = { long: 'x😀'.repeat(100_000), many: Array.from({ length: 5000 }, (_, i) => ({ i })) };
    await filled(store, [record('a', { payload, text: 'y'.repeat(100_000) })]);
    const [stored] = await store.get('pictures', ['a']);
    expect(stored!.payload).toEqual(payload);
    expect(stored!.text).toHaveLength(100_000);
  });
}
