import { matchesFilter, type JsonObject } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';

import { filterFrom, type FilterInput } from './filter-input.ts';

describe('a filter in the words of the stores', () => {
  it('is nothing when nothing is given', () => {
    expect(filterFrom(null)).toBeUndefined();
    expect(filterFrom(undefined)).toBeUndefined();
  });

  it('maps every condition', () => {
    const after = new Date('2026-01-01T00:00:00Z');
    expect(
      filterFrom({
        must: [
          { match: { field: 'colour', value: 'red' } },
          { anyOf: { field: 'size', values: [1, 2] } },
          { range: { field: 'price', gte: 0, lt: 10, gt: null } },
          { range: { field: 'sold.at', after } },
        ],
        should: [{ exists: 'tags' }, { keys: ['a', 'b'] }],
        mustNot: [{ nested: { must: [{ match: { field: 'gone', value: true } }] } }],
      }),
    ).toEqual({
      must: [
        { kind: 'match', field: 'colour', anyOf: ['red'] },
        { kind: 'match', field: 'size', anyOf: [1, 2] },
        { kind: 'range', field: 'price', range: { gte: 0, lt: 10 } },
        { kind: 'dateRange', field: 'sold.at', range: { after: after.getTime() } },
      ],
      should: [
        { kind: 'exists', field: 'tags' },
        { kind: 'keys', keys: ['a', 'b'] },
      ],
      mustNot: [{ kind: 'nested', filter: { must: [{ kind: 'match', field: 'gone', anyOf: [true] }] } }],
    });
  });

  const passes = (filter: FilterInput, payload: JsonObject): boolean => matchesFilter(filterFrom(filter)!, { key: 'k', payload });

  it('has ranges of instants with their ends, and without', () => {
    const day = { notBefore: new Date('2024-06-01T00:00:00Z'), notAfter: new Date('2024-06-01T23:59:59.999Z') };
    const inDay = ['2024-06-01', '2024-06-01T00:00:00Z', '2024-06-01T23:59:59.999Z', '2024-06-02T01:00:00+02:00'];
    const notInDay = ['2024-05-31T23:59:59.999Z', '2024-06-02T00:00:00Z', '2024-06-02', 'soon'];
    const passing = (range: object): string[] =>
      [...inDay, ...notInDay].filter((at) => passes({ must: [{ range: { field: 'at', ...range } }] }, { at }));
    expect(passing(day)).toEqual(inDay);
    expect(passing({ after: day.notBefore, before: day.notAfter })).toEqual(['2024-06-02T01:00:00+02:00']);
    // Of two bounds of one side, the narrower one holds.
    expect(passing({ ...day, after: day.notBefore })).toEqual(inDay.slice(2));
    expect(passing({ ...day, before: '2024-06-01T12:00:00Z' })).toEqual(inDay.slice(0, 2));
  });

  it('takes texts for the same that Unicode does', () => {
    for (const stored of ['Caf\u00e9', 'Cafe\u0301']) {
      for (const value of ['Caf\u00e9', 'Cafe\u0301']) {
        expect(passes({ must: [{ match: { field: 'place', value } }] }, { place: stored })).toBe(true);
        expect(passes({ mustNot: [{ anyOf: { field: 'place', values: [value, 1] } }] }, { place: stored })).toBe(false);
      }
      expect(passes({ must: [{ match: { field: 'place', value: 'Cafe' } }] }, { place: stored })).toBe(false);
    }
  });

  it('keeps a bound of zero and a value of false', () => {
    const filter = filterFrom({ must: [{ range: { field: 'n', gt: 0 } }, { match: { field: 'done', value: false } }] })!;
    expect(matchesFilter(filter, { key: 'k', payload: { n: 1, done: false } })).toBe(true);
    expect(matchesFilter(filter, { key: 'k', payload: { n: 0, done: false } })).toBe(false);
  });
});

const nestedTo = (depth: number): FilterInput => (depth === 1 ? {} : { must: [{ nested: nestedTo(depth - 1) }] });

describe('a filter that is refused, with the place', () => {
  const bad: readonly [string, FilterInput, string][] = [
    ['a field without a name', { must: [{ match: { field: '', value: 1 } }] }, 'filter.must[0].match: a field needs a name'],
    ['a part without a name', { must: [{ exists: 'a..b' }] }, 'filter.must[0].exists: a field needs a name'],
    ['a field that is endless', { should: [{ exists: 'a'.repeat(513) }] }, 'filter.should[0].exists: a field is at most 512'],
    ['a range without bounds', { must: [{ exists: 'a' }, { range: { field: 'n' } }] }, 'filter.must[1].range needs a bound'],
    ['a range of two kinds', { mustNot: [{ range: { field: 'n', gt: 1, before: new Date(0) } }] }, 'filter.mustNot[0].range takes either'],
    ['no keys', { must: [{ keys: [] }] }, 'filter.must[0].keys is empty'],
    ['too many keys', { must: [{ keys: Array.from({ length: 1001 }, String) }] }, 'filter.must[0].keys holds 1001 items'],
    ['no values', { must: [{ anyOf: { field: 'a', values: [] } }] }, 'filter.must[0].anyOf.values is empty'],
    [
      'something wrong further in',
      { must: [{ nested: { should: [{ exists: 'a' }, { exists: '' }] } }] },
      'filter.must[0].nested.should[1].exists',
    ],
    ['too deep a nest', nestedTo(9), 'filter is nested deeper than 8 levels'],
    ['too many conditions', { must: Array.from({ length: 257 }, () => ({ exists: 'a' })) }, 'filter has more than 256 conditions'],
  ];
  it.each(bad)('%s', (_what, filter, message) => {
    expect(() => filterFrom(filter)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(message) }));
  });

  it('but not at the limits', () => {
    expect(() => filterFrom(nestedTo(8))).not.toThrow();
    expect(() => filterFrom({ must: Array.from({ length: 256 }, () => ({ exists: 'a' })) })).not.toThrow();
    expect(() => filterFrom({ must: [{ keys: Array.from({ length: 1000 }, String) }] })).not.toThrow();
  });
});
