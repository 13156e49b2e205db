import {
  type AssetRecord,
  compareCodePoints,
  type Condition,
  dot,
  type Filter,
  type JsonObject,
  matchesFilter,
  type VectorStore,
} from '@clipgraph/contracts';
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { filters, payloads } from './filter-arbitraries.ts';
import { collectionSpec, DIMENSIONS, filled, FINGERPRINT, randomUnits, record, type StoreCase, unit, withPayload } from './store-case.ts';

/** The keys of the records that pass. */
async function passing(store: VectorStore, filter: Filter): Promise<string[]> {
  return (await store.scroll('pictures', { filter, limit: 1000 })).map(({ key }) => key);
}

async function filledWith(store: VectorStore, byKey: Readonly<Record<string, JsonObject>>): Promise<void> {
  await filled(
    store,
    Object.entries(byKey).map(([key, payload]) => withPayload(key, payload)),
  );
}

/** Names of fields that a query language or an object might trip over. */
export const FIELD_NAMES: readonly string[] = [
  "it's",
  '"quoted"',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '$where',
  "'); DROP TABLE records; --",
  '😀',
  ' ',
  '',
  'a[0]',
  '*',
  '\\',
  'a\0b',
];

const colour = (...anyOf: string[]): Condition => ({ kind: 'match', field: 'c', anyOf });
const n = (...anyOf: number[]): Condition => ({ kind: 'match', field: 'n', anyOf });
const must = (...conditions: Condition[]): Filter => ({ must: conditions });

export function filterCases(check: StoreCase): void {
  check('an empty filter lets everything pass', async (store) => {
    await filledWith(store, { a: {}, b: { n: 1 } });
    for (const filter of [{}, { must: [] }, { should: [], mustNot: [], must: [] }, must({ kind: 'nested', filter: {} })]) {
      expect(await passing(store, filter)).toEqual(['a', 'b']);
      expect(await store.count('pictures', filter)).toBe(2);
    }
  });

  check('match compares without converting types', async (store) => {
    await filledWith(store, {
      number: { v: 1 },
      text: { v: '1' },
      yes: { v: true },
      word: { v: 'true' },
      zero: { v: 0 },
      no: { v: false },
      empty: { v: '' },
    });
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: [1] }))).toEqual(['number']);
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: ['1'] }))).toEqual(['text']);
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: [true] }))).toEqual(['yes']);
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: ['true', 0] }))).toEqual(['word', 'zero']);
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: [false] }))).toEqual(['no']);
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: [''] }))).toEqual(['empty']);
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: [] }))).toEqual([]);
  });

  check('match looks at whole texts, letter by letter', async (store) => {
    await filledWith(store, {
      a: { v: 'Red' },
      b: { v: 'red' },
      c: { v: 'reddish' },
      d: { v: 're%' },
      e: { v: "r'd" },
      f: { v: '😀' },
      g: { v: 'ñ' },
    });
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: ['red'] }))).toEqual(['b']);
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: ['re%'] }))).toEqual(['d']);
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: ["r'd", '😀'] }))).toEqual(['e', 'f']);
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: ['n\u0303'] }))).toEqual([]);
  });

  check('a missing field, null and an empty list satisfy nothing', async (store) => {
    await filledWith(store, { missing: {}, none: { v: null }, list: { v: [] }, nulls: { v: [null] }, there: { v: 0 } });
    const conditions: Condition[] = [
      { kind: 'exists', field: 'v' },
      { kind: 'range', field: 'v', range: {} },
      { kind: 'match', field: 'v', anyOf: [0, ''] },
    ];
    for (const condition of conditions) {
      expect(await passing(store, must(condition))).toEqual(['there']);
      expect(await passing(store, { mustNot: [condition] })).toEqual(['list', 'missing', 'none', 'nulls']);
    }
  });

  check('exists takes every value, objects too', async (store) => {
    await filledWith(store, {
      zero: { v: 0 },
      no: { v: false },
      empty: { v: '' },
      object: { v: {} },
      list: { v: [null, 1] },
      deep: { v: [[{}]] },
    });
    expect(await passing(store, must({ kind: 'exists', field: 'v' }))).toEqual(['deep', 'empty', 'list', 'no', 'object', 'zero']);
  });

  check('lists stand for each of their members, nested lists too', async (store) => {
    await filledWith(store, { a: { v: ['x', 'y'] }, b: { v: [['y'], 3] }, c: { v: 'z' }, d: { v: [1, 9] } });
    expect(await passing(store, must({ kind: 'match', field: 'v', anyOf: ['y'] }))).toEqual(['a', 'b']);
    expect(await passing(store, must({ kind: 'range', field: 'v', range: { gte: 3 } }))).toEqual(['b', 'd']);
    // Different members may satisfy the two ends of different conditions, but one member both ends of one.
    expect(await passing(store, must({ kind: 'range', field: 'v', range: { gt: 1, lt: 9 } }))).toEqual(['b']);
    const two = must({ kind: 'range', field: 'v', range: { gt: 1 } }, { kind: 'range', field: 'v', range: { lt: 9 } });
    expect(await passing(store, two)).toEqual(['b', 'd']);
  });

  check('a dotted field goes into objects and through lists of them', async (store) => {
    await filledWith(store, {
      a: { author: { name: 'Ada' } },
      b: { author: [{ name: 'Bob' }, { name: 'Ada' }] },
      c: { author: 'Ada' },
      d: { 'author.name': 'Ada' },
      e: { author: { name: { name: 'Ada' } } },
      f: { author: [[{ name: ['Ada'] }]] },
    });
    expect(await passing(store, must({ kind: 'match', field: 'author.name', anyOf: ['Ada'] }))).toEqual(['a', 'b', 'f']);
    expect(await passing(store, must({ kind: 'match', field: 'author.name.name', anyOf: ['Ada'] }))).toEqual(['e']);
    expect(await passing(store, must({ kind: 'exists', field: 'author.length' }))).toEqual([]);
    expect(await passing(store, must({ kind: 'exists', field: 'author.0' }))).toEqual([]);
  });

  check('fields may have any name', async (store) => {
    const payloads = FIELD_NAMES.map((name) => JSON.parse(`{${JSON.stringify(name)}: 1}`) as JsonObject);
    await filled(store, [withPayload('none', {}), ...payloads.map((payload, i) => withPayload(`k${i}`, payload))]);
    for (const [i, field] of FIELD_NAMES.entries()) {
      expect(await passing(store, must({ kind: 'match', field, anyOf: [1] }))).toEqual([`k${i}`]);
      expect(await passing(store, must({ kind: 'exists', field }))).toEqual([`k${i}`]);
    }
    expect((await store.get('pictures', ['k2']))[0]!.payload).toEqual(payloads[2]);
  });

  check('what every JavaScript object inherits is no field', async (store) => {
    await filledWith(store, { a: {}, b: { v: 'text' } });
    for (const field of ['__proto__', 'constructor', 'constructor.name', 'toString', 'v.length', 'v.constructor', '__proto__.v']) {
      expect(await passing(store, must({ kind: 'exists', field }))).toEqual([]);
    }
  });

  check('ranges include and exclude their ends, and see numbers only', async (store) => {
    await filledWith(store, { a: { n: 1 }, b: { n: 2 }, c: { n: 2.5 }, d: { n: -3 }, text: { n: '2' }, flag: { n: true } });
    const range = (range: object) => passing(store, must({ kind: 'range', field: 'n', range }));
    expect(await range({ gt: 1 })).toEqual(['b', 'c']);
    expect(await range({ gte: 1 })).toEqual(['a', 'b', 'c']);
    expect(await range({ lt: 2 })).toEqual(['a', 'd']);
    expect(await range({ lte: 2 })).toEqual(['a', 'b', 'd']);
    expect(await range({ gte: 2, lte: 2 })).toEqual(['b']);
    expect(await range({ gt: 2, lt: 2 })).toEqual([]);
    expect(await range({})).toEqual(['a', 'b', 'c', 'd']);
  });

  check('date ranges read RFC 3339 in any time zone, and exclude their ends', async (store) => {
    await filledWith(store, {
      day: { at: '2024-05-01' },
      utc: { at: '2024-05-01T10:00:00Z' },
      offset: { at: '2024-05-01T12:00:00+02:00' },
      bare: { at: '2024-05-01T10:00:00' },
      millis: { at: '2024-05-01T10:00:00.500Z' },
      number: { at: Date.UTC(2024, 4, 1, 10) },
      words: { at: 'May 1, 2024' },
      junk: { at: '2024-13-45' },
      list: { at: ['junk', '2030-01-01'] },
    });
    const between = (after?: number, before?: number) =>
      passing(
        store,
        must({ kind: 'dateRange', field: 'at', range: { ...(after !== undefined && { after }), ...(before !== undefined && { before }) } }),
      );
    const ten = Date.UTC(2024, 4, 1, 10);
    expect(await between()).toEqual(['bare', 'day', 'list', 'millis', 'offset', 'utc']);
    expect(await between(ten - 1, ten + 1)).toEqual(['bare', 'offset', 'utc']);
    expect(await between(ten)).toEqual(['list', 'millis']);
    expect(await between(undefined, ten)).toEqual(['day']);
    expect(await between(Date.UTC(2029, 0, 1))).toEqual(['list']);
  });

  check('keys name the records that pass', async (store) => {
    await filledWith(store, { a: {}, b: {}, '😀': {} });
    expect(await passing(store, must({ kind: 'keys', keys: ['b', 'none', '😀', 'b'] }))).toEqual(['b', '😀']);
    expect(await passing(store, must({ kind: 'keys', keys: [] }))).toEqual([]);
    expect(await passing(store, { mustNot: [{ kind: 'keys', keys: ['a'] }] })).toEqual(['b', '😀']);
  });

  check('must, should and mustNot hold together, and nest', async (store) => {
    await filledWith(store, { a: { c: 'red', n: 1 }, b: { c: 'red', n: 2 }, c: { c: 'blue', n: 1 }, d: { c: 'green', n: 3 } });
    expect(await passing(store, must(colour('red'), n(1)))).toEqual(['a']);
    expect(await passing(store, { should: [colour('blue'), n(2)] })).toEqual(['b', 'c']);
    expect(await passing(store, { must: [n(1)], should: [colour('blue'), n(2)] })).toEqual(['c']);
    expect(await passing(store, { should: [n(1)], mustNot: [colour('blue')] })).toEqual(['a']);
    expect(await passing(store, { mustNot: [colour('red'), n(3)] })).toEqual(['c']);
    const either = { kind: 'nested', filter: { should: [colour('blue'), colour('green')] } } as const;
    expect(await passing(store, { must: [either], mustNot: [n(3)] })).toEqual(['c']);
    expect(await passing(store, { mustNot: [{ kind: 'nested', filter: { mustNot: [either] } }] })).toEqual(['c', 'd']);
  });

  check('a filter that is asked again sees what changed meanwhile', async (store) => {
    await filledWith(store, { a: { c: 'red' }, b: { c: 'red' }, c: { c: 'blue' } });
    const red = must(colour('red'));
    expect(await passing(store, red)).toEqual(['a', 'b']);
    await store.upsert('pictures', FINGERPRINT, [withPayload('c', { c: 'red' }), withPayload('d', { c: 'red' }), withPayload('e', {})]);
    expect(await passing(store, red)).toEqual(['a', 'b', 'c', 'd']);
    await store.delete('pictures', ['a', 'd']);
    expect(await passing(store, red)).toEqual(['b', 'c']);
    await store.upsert('pictures', FINGERPRINT, [withPayload('f', { c: 'blue' }), withPayload('g', { c: 'red' })]);
    await store.setPayload('pictures', 'b', { c: 'blue' });
    expect(await passing(store, red)).toEqual(['c', 'g']);
    const { hits } = await store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', filter: red, limit: 9 });
    expect(hits.map(({ key }) => key)).toEqual(['c', 'g']);
  });

  check('a search returns the nearest of those that pass', async (store) => {
    const vectors = randomUnits(300, DIMENSIONS, 3);
    await filled(
      store,
      vectors.map((image, i) => record(`k${i}`, { payload: { group: i % 10 }, vectors: { image } })),
    );
    const filter = must({ kind: 'match', field: 'group', anyOf: [3] });
    const { hits, matched } = await store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', filter, limit: 7 });
    const expected = vectors.map((vector, i) => ({ key: `k${i}`, cosine: vector[0]! })).filter((_, i) => i % 10 === 3);
    expect(hits.map(({ key }) => key)).toEqual(
      expected
        .sort((a, b) => b.cosine - a.cosine)
        .slice(0, 7)
        .map(({ key }) => key),
    );
    expect([undefined, 30]).toContain(matched);
    const nothing = await store.search('pictures', FINGERPRINT, {
      vector: unit(1),
      target: 'image',
      filter: must({ kind: 'keys', keys: [] }),
      limit: 7,
    });
    expect(nothing.hits).toEqual([]);
  });

  check('any filter over any payloads means what matchesFilter says', async (store) => {
    let run = 0;
    const property = fc.asyncProperty(
      fc.array(payloads, { minLength: 1, maxLength: 12 }),
      fc.array(filters, { minLength: 1, maxLength: 8 }),
      async (payloads, filters) => {
        const name = `run-${run++}`;
        await store.createCollection(collectionSpec({ name }));
        const vectors = randomUnits(payloads.length, DIMENSIONS, run);
        const records = payloads.map((payload, i) =>
          record(`k${i % 10}${'😀'.repeat(i % 3)}${i}`, { payload, vectors: { image: vectors[i]! } }),
        );
        await store.upsert(name, FINGERPRINT, records);
        for (const filter of filters) await expectMeaning(store, name, records, filter);
        await store.deleteCollection(name);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
}

/** Search, scroll and count agree with the reference meaning of the filter. */
async function expectMeaning(store: VectorStore, name: string, records: readonly AssetRecord[], filter: Filter): Promise<void> {
  const query = unit(1, 2, -3, 0.5);
  const expected = records.filter((one) => matchesFilter(filter, one));
  const keys = expected.map(({ key }) => key).sort(compareCodePoints);
  expect((await store.scroll(name, { filter, limit: 1000 })).map(({ key }) => key)).toEqual(keys);
  expect(await store.count(name, filter)).toBe(keys.length);
  const { hits } = await store.search(name, FINGERPRINT, { vector: query, target: 'image', filter, limit: 1000 });
  expect(hits.map(({ key }) => key).sort(compareCodePoints)).toEqual(keys);
  for (const { key, cosine } of hits) {
    expect(cosine).toBeCloseTo(dot(query, records.find((one) => one.key === key)!.vectors.image!), 5);
  }
}
