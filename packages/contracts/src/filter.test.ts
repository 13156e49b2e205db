import { describe, expect, it } from 'vitest';

import { matchesFilter, valuesAt, type Condition, type Filter } from './filter.ts';

const record = {
  key: 'a/1.jpg',
  payload: {
    year: 2021,
    hidden: false,
    title: 'Boat',
    taken: '2024-05-01T12:00:00Z',
    tags: ['sea', ['red']],
    author: { name: 'Ada', emails: [{ at: 'x' }, { at: 'y' }] },
    nothing: null,
    empty: [],
  },
} as const;

const passes = (filter: Filter): boolean => matchesFilter(filter, record);
const holds = (condition: Condition): boolean => passes({ must: [condition] });

describe('matchesFilter', () => {
  it('lets everything pass without conditions', () => {
    expect(passes({})).toBe(true);
    expect(passes({ must: [], should: [], mustNot: [] })).toBe(true);
  });

  it('wants every must, some should and no mustNot', () => {
    const yes: Condition = { kind: 'exists', field: 'year' };
    const no: Condition = { kind: 'exists', field: 'month' };
    expect(passes({ must: [yes, no] })).toBe(false);
    expect(passes({ should: [no, yes] })).toBe(true);
    expect(passes({ should: [no] })).toBe(false);
    expect(passes({ must: [yes], mustNot: [no] })).toBe(true);
    expect(passes({ mustNot: [no, yes] })).toBe(false);
    expect(passes({ must: [{ kind: 'nested', filter: { should: [no, yes] } }] })).toBe(true);
  });

  it('compares values strictly, without converting types', () => {
    expect(holds({ kind: 'match', field: 'year', anyOf: [2021] })).toBe(true);
    expect(holds({ kind: 'match', field: 'year', anyOf: ['2021'] })).toBe(false);
    expect(holds({ kind: 'match', field: 'hidden', anyOf: [0, ''] })).toBe(false);
    expect(holds({ kind: 'match', field: 'title', anyOf: ['boat'] })).toBe(false);
  });

  it('opens arrays on the way and at the end', () => {
    expect(holds({ kind: 'match', field: 'tags', anyOf: ['red'] })).toBe(true);
    expect(holds({ kind: 'match', field: 'author.emails.at', anyOf: ['y'] })).toBe(true);
    expect(valuesAt(record.payload, 'author.emails.at')).toEqual(['x', 'y']);
  });

  it('takes null, a missing field and an empty array for absent', () => {
    for (const field of ['nothing', 'missing', 'empty', 'title.length', 'author.missing', 'constructor', '__proto__']) {
      expect(holds({ kind: 'exists', field })).toBe(false);
    }
    expect(holds({ kind: 'exists', field: 'author' })).toBe(true);
  });

  it('compares numbers with the ends as they are said', () => {
    expect(holds({ kind: 'range', field: 'year', range: { gte: 2021, lte: 2021 } })).toBe(true);
    expect(holds({ kind: 'range', field: 'year', range: { gt: 2021 } })).toBe(false);
    expect(holds({ kind: 'range', field: 'title', range: { gte: 0 } })).toBe(false);
  });

  it('compares instants in RFC 3339 across time zones', () => {
    const at = Date.parse('2024-05-01T13:59:00+02:00');
    expect(holds({ kind: 'dateRange', field: 'taken', range: { after: at } })).toBe(true);
    expect(holds({ kind: 'dateRange', field: 'taken', range: { before: at } })).toBe(false);
    expect(holds({ kind: 'dateRange', field: 'title', range: { after: 0 } })).toBe(false);
  });

  it('knows keys', () => {
    expect(holds({ kind: 'keys', keys: ['b', 'a/1.jpg'] })).toBe(true);
    expect(holds({ kind: 'keys', keys: [] })).toBe(false);
  });
});
