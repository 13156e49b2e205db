import {
  checkDocumentsContract,
  compareCodePoints,
  type DocumentStore,
  type Filter,
  matchesFilter,
  MAX_INDEXES,
  VERSION_FIELD,
} from '@clipgraph/contracts';
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { filters, payloads } from '../vector-store/filter-arbitraries.ts';
import { expectRefusal } from '../vector-store/store-case.ts';
import { type DocumentCase, document, idsOf } from './document-case.ts';

const PATHS = ['a', 'b', 'c', 'a.b', 'b.a.c', "it's", '__proto__', 'c.__proto__'];
const red: Filter = { must: [{ kind: 'match', field: 'colour', anyOf: ['red'] }] };

/** Every way to ask gives what `matchesFilter` says. */
async function expectMeaning(documents: DocumentStore, kind: string, all: ReturnType<typeof document>[], filter: Filter): Promise<void> {
  const passing = all.filter(({ id, document }) => matchesFilter(filter, { key: id, payload: document })).map(({ id }) => id);
  passing.sort(compareCodePoints);
  expect(await idsOf(documents, { filter }, kind)).toEqual(passing);
  expect(await idsOf(documents, { filter, order: 'descending', limit: 3 }, kind)).toEqual(passing.toReversed().slice(0, 3));
  expect(await documents.count(kind, filter)).toBe(passing.length);
}

function idAt(place: number): string {
  return `k${String(place).padStart(4, '0')}`;
}

export function indexCases(check: DocumentCase): void {
  check('the store speaks this contract, and says its name', async (documents) => {
    expect(documents.name).toMatch(/\S/);
    expect(() => checkDocumentsContract(documents)).not.toThrow();
    expect(() => checkDocumentsContract({ ...documents, name: 'newer', contract: 2 })).toThrow('"newer" speaks contract 2');
  });

  check('any filter over documents with indexes means what matchesFilter says', async (documents) => {
    let run = 0;
    const property = fc.asyncProperty(
      fc.array(payloads, { minLength: 1, maxLength: 12 }),
      fc.array(filters, { minLength: 1, maxLength: 6 }),
      fc.subarray(PATHS),
      async (contents, filters, indexes) => {
        const kind = `run-${run++}`;
        const stored = contents.map((content, i) => document(`k${i % 10}${'😀'.repeat(i % 3)}${i}`, content));
        const half = Math.floor(stored.length / 2);
        await documents.insert(kind, stored.slice(0, half));
        await documents.declare([{ name: kind, indexes }]);
        await documents.insert(kind, stored.slice(half));
        for (const filter of filters) await expectMeaning(documents, kind, stored, filter);
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });

  check('among thousands, pages and counts by several indexes and by id are right', async (documents) => {
    const stored = Array.from({ length: 3000 }, (_, i) =>
      document(idAt(i), { colour: ['red', 'green', 'blue'][i % 3]!, size: i % 7, tags: i % 5 === 0 ? ['new', 'sale'] : [] }),
    );
    await documents.declare([{ name: 'things', indexes: ['colour', 'size', 'tags', ['colour', 'size']] }]);
    await documents.insert('things', stored);
    const asked: Filter[] = [
      red,
      { must: [...red.must!, { kind: 'range', field: 'size', range: { gte: 3, lt: 5 } }] },
      { must: [...red.must!, { kind: 'match', field: 'size', anyOf: [4] }] },
      {
        must: [
          { kind: 'match', field: 'colour', anyOf: ['red', 'blue', 'red'] },
          { kind: 'match', field: 'size', anyOf: [4, 5] },
        ],
      },
      { must: [{ kind: 'match', field: 'tags', anyOf: ['sale'] }], mustNot: red.must! },
      {
        should: [
          { kind: 'exists', field: 'tags' },
          { kind: 'match', field: 'size', anyOf: [6] },
        ],
      },
      { must: [...red.must!, { kind: 'match', field: 'unknown', anyOf: ['x'] }] },
    ];
    for (const filter of asked) {
      const passing = stored.filter((one) => matchesFilter(filter, { key: one.id, payload: one.document })).map((one) => one.id);
      const within = passing.filter((one) => one > idAt(500) && one < idAt(2500));
      expect(await idsOf(documents, { filter, after: idAt(500), until: idAt(2500), limit: 3000 })).toEqual(within);
      const last = await idsOf(documents, { filter, order: 'descending', after: idAt(2500), until: idAt(500), limit: 10 });
      expect(last).toEqual(within.toReversed().slice(0, 10));
      expect(await documents.count('things', filter)).toBe(passing.length);
    }
  });

  check('indexes follow replacements, deletions and insertions that were refused', async (documents) => {
    await documents.declare([{ name: 'things', indexes: ['colour'] }]);
    await documents.insert(
      'things',
      ['a', 'b', 'c', 'd'].map((id) => document(id, { colour: 'red' })),
    );
    await documents.put('things', 'b', { colour: 'blue' });
    await documents.put('things', 'e', { colour: 'red' });
    await documents.delete('things', 'd');
    await documents.deleteBefore('things', 'b');
    await expectRefusal(documents.insert('things', [document('f', { colour: 'red' }), document('c')]), 'CONFLICT');
    expect(await idsOf(documents, { filter: red })).toEqual(['c', 'e']);
    expect(await documents.count('things', red)).toBe(2);
  });

  check('the paths of a kind may change, and other kinds stay as they are', async (documents) => {
    await documents.insert('things', [document('a', { colour: 'red' }), document('b', { colour: ['blue', 'red'] })]);
    await documents.insert('others', [document('a', { colour: 'red' })]);
    for (const indexes of [['colour'], ['colour', 'size'], [['size', 'colour']], ['size'], undefined, []]) {
      await documents.declare([{ name: 'things', indexes }]);
      await documents.declare([{ name: 'things', indexes }]);
      expect(await idsOf(documents, { filter: red })).toEqual(['a', 'b']);
      expect(await idsOf(documents, { filter: red }, 'others')).toEqual(['a']);
    }
    await documents.declare([]);
  });

  check('wrong kinds and paths are refused, and then nothing is declared', async (documents) => {
    const wrong = [
      { name: '-a', indexes: [] },
      { name: 'things', indexes: [''] },
      { name: 'things', indexes: ['x'.repeat(201)] },
      { name: 'things', indexes: ['\ud800'] },
      { name: 'things', indexes: [[]] },
      { name: 'things', indexes: [['a', 'a']] },
      { name: 'things', indexes: [['a', 'b', 'c', 'd', 'e']] },
      { name: 'things', indexes: Array.from({ length: MAX_INDEXES + 1 }, (_, i) => `path${i}`) },
    ];
    for (const kind of wrong) await expectRefusal(documents.declare([{ name: 'fine', indexes: ['a'] }, kind]), 'INVALID_INPUT');
    await documents.insert('fine', [document('a', { a: 1 })]);
    expect(await documents.count('fine', { must: [{ kind: 'match', field: 'a', anyOf: [1] }] })).toBe(1);
  });

  check('documents of an earlier version are found among those of this one', async (documents) => {
    await documents.declare([{ name: 'things', indexes: [VERSION_FIELD] }]);
    await documents.insert('things', [document('a'), document('b', { [VERSION_FIELD]: 1 }), document('c', { [VERSION_FIELD]: 2 })]);
    const earlier: Filter = { mustNot: [{ kind: 'range', field: VERSION_FIELD, range: { gte: 2 } }] };
    expect(await idsOf(documents, { filter: earlier })).toEqual(['a', 'b']);
    expect(await documents.count('things', earlier)).toBe(2);
  });

  check('after a restart indexes answer as before, declared again or not', async (documents, { reopen }, context) => {
    if (!reopen) return context.skip('nothing outlives the process');
    await documents.declare([{ name: 'things', indexes: ['colour'] }]);
    await documents.insert('things', [document('a', { colour: 'red' }), document('b', { colour: 'blue' })]);
    await documents.close();
    const again = await reopen();
    try {
      await again.insert('things', [document('c', { colour: 'red' })]);
      expect(await idsOf(again, { filter: red })).toEqual(['a', 'c']);
      await again.declare([{ name: 'things', indexes: ['colour'] }]);
      expect(await again.count('things', red)).toBe(2);
    } finally {
      await again.close();
    }
  });
}
