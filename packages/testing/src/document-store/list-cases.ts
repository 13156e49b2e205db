import { compareCodePoints, type DocumentStore, type Filter, matchesFilter } from '@clipgraph/contracts';
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { filters, payloads } from '../vector-store/filter-arbitraries.ts';
import { expectRefusal } from '../vector-store/store-case.ts';
import { type DocumentCase, document, idsOf } from './document-case.ts';

const IDS = ['10', '9', 'B', 'a', 'a\0', 'a\0b', 'a ', 'aa', 'b', 'ä', '\ue000', '\uff5e', '😀', '😀a', '\u{10ffff}'].sort(
  compareCodePoints,
);

/** Every page after the other. */
async function paged(documents: DocumentStore, limit: number, order: 'ascending' | 'descending', filter?: Filter): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const page = await idsOf(documents, { limit, order, filter, after: ids.at(-1) });
    expect(page.length).toBeLessThanOrEqual(limit);
    ids.push(...page);
    if (page.length < limit) return ids;
  }
}

export function listCases(check: DocumentCase): void {
  check('pages of any size together are every document in code-point order, either way', async (documents) => {
    await documents.insert(
      'things',
      IDS.toReversed().map((id) => document(id)),
    );
    for (const limit of [1, 2, 5, IDS.length, 100]) {
      expect(await paged(documents, limit, 'ascending')).toEqual(IDS);
      expect(await paged(documents, limit, 'descending')).toEqual(IDS.toReversed());
    }
    expect(await idsOf(documents)).toEqual(IDS);
  });

  check('pages under a filter together are every document that passes, among thousands that do not', async (documents) => {
    const ids = Array.from({ length: 3000 }, (_, i) => `k${String(i).padStart(4, '0')}`);
    await documents.insert(
      'things',
      ids.map((id, i) => document(id, { n: i % 500 })),
    );
    const filter: Filter = { must: [{ kind: 'match', field: 'n', anyOf: [3, 499] }] };
    const expected = ids.filter((_, i) => [3, 499].includes(i % 500));
    for (const limit of [1, 5, expected.length, 1000]) {
      expect(await paged(documents, limit, 'ascending', filter)).toEqual(expected);
      expect(await paged(documents, limit, 'descending', filter)).toEqual(expected.toReversed());
    }
    expect(await documents.count('things', filter)).toBe(expected.length);
    expect(await documents.count('things')).toBe(3000);
    expect(await documents.count('others')).toBe(0);
  });

  check('a page may begin after and end before ids that are not there', async (documents) => {
    await documents.insert(
      'things',
      ['a', 'c', 'e', 'g'].map((id) => document(id)),
    );
    expect(await idsOf(documents, { after: 'b' })).toEqual(['c', 'e', 'g']);
    expect(await idsOf(documents, { after: 'c', until: 'f' })).toEqual(['e']);
    expect(await idsOf(documents, { after: 'c', until: 'g' })).toEqual(['e']);
    expect(await idsOf(documents, { after: 'e', until: 'a', order: 'descending' })).toEqual(['c']);
    expect(await idsOf(documents, { after: 'f', until: 'b', order: 'descending' })).toEqual(['e', 'c']);
    expect(await idsOf(documents, { until: 'c', order: 'descending' })).toEqual(['g', 'e']);
    expect(await idsOf(documents, { after: "a' OR '1'='1" })).toEqual(['c', 'e', 'g']);
    expect(await idsOf(documents, { after: 'c', until: 'c' })).toEqual([]);
  });

  check('a page holds whole documents of its kind', async (documents) => {
    await documents.insert('things', [document('a', { n: 1 })]);
    await documents.insert('others', [document('b', { n: 1 })]);
    expect(await documents.list('things', { limit: 9 })).toEqual([document('a', { n: 1 })]);
    const filter: Filter = { must: [{ kind: 'exists', field: 'n' }] };
    expect(await documents.list('things', { filter, limit: 9 })).toEqual([document('a', { n: 1 })]);
  });

  check('documents that come and go between pages neither repeat nor hide others', async (documents) => {
    await documents.insert(
      'things',
      ['b', 'd', 'f', 'h'].map((id) => document(id)),
    );
    const first = await idsOf(documents, { limit: 2 });
    for (const id of ['b', 'd', 'f']) await documents.delete('things', id);
    await documents.insert('things', [document('a'), document('g')]);
    expect(await idsOf(documents, { after: first.at(-1) })).toEqual(['g', 'h']);
  });

  check('limits that are no whole number of at least 1 are refused', async (documents) => {
    for (const limit of [0, -1, 0.5, Number.NaN]) await expectRefusal(documents.list('things', { limit }), 'INVALID_INPUT');
  });

  check('one who has left gets no answer', async (documents) => {
    await documents.insert('things', [document('a')]);
    const signal = AbortSignal.abort(new Error('left'));
    await expect(documents.list('things', { limit: 1 }, { signal })).rejects.toThrow('left');
    await expect(documents.count('things', {}, { signal })).rejects.toThrow('left');
  });

  check('any filter over any documents means what matchesFilter says', async (documents) => {
    let run = 0;
    const property = fc.asyncProperty(
      fc.array(payloads, { minLength: 1, maxLength: 12 }),
      fc.array(filters, { minLength: 1, maxLength: 8 }),
      async (contents, filters) => {
        const kind = `run-${run++}`;
        const stored = contents.map((content, i) => document(`k${i % 10}${'😀'.repeat(i % 3)}${i}`, content));
        await documents.insert(kind, stored);
        for (const filter of filters) {
          const passing = stored.filter((one) => matchesFilter(filter, { key: one.id, payload: one.document })).map(({ id }) => id);
          expect(await idsOf(documents, { filter }, kind)).toEqual(passing.sort(compareCodePoints));
          expect(await documents.count(kind, filter)).toBe(passing.length);
        }
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
}
