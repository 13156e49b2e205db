import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compareCodePoints, type Filter, type JsonObject, matchesFilter } from '@clipgraph/contracts';
import { filters, payloads } from '@clipgraph/testing';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openDatabase } from './database.ts';
import { DocumentEngine, type EngineLimits } from './document-engine.ts';

let path: string;
let engine: DocumentEngine;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'clipgraph-index-'));
});
afterEach(async () => {
  engine.close();
  await rm(path, { recursive: true });
});

/** Of both roads: a few documents by one index, and a scan of the table in stretches. */
function opened(limits: EngineLimits): DocumentEngine {
  return (engine = new DocumentEngine(openDatabase(path), limits));
}

function all(kind: string, filter: Filter, descending: boolean, limit: number): string[] {
  const ids: string[] = [];
  let after: string | undefined;
  for (;;) {
    const { passed, resumeAfter } = engine.find(kind, { filter, descending, after, limit: limit - ids.length });
    ids.push(...passed.map(({ id }) => id));
    if (resumeAfter === undefined || ids.length === limit) return ids;
    after = resumeAfter;
  }
}

function counted(kind: string, filter: Filter): number {
  let total = 0;
  let after: string | undefined;
  do {
    const { count, resumeAfter } = engine.countPassing(kind, filter, after);
    total += count;
    after = resumeAfter;
  } while (after !== undefined);
  return total;
}

/** Values that an index cannot hold as they are, among those that it can. */
const awkward: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.constantFrom('a', 'b', 'c'),
  fc.oneof(
    fc.constantFrom('x'.repeat(257), 'x'.repeat(300), '\ud800', 'a\0b', 'a\0c', '\ufffd', '[', '["x"]', '', 'true'),
    fc.constantFrom(1e300, -1, 0, 2 ** 53 + 2, 0.1, true, false, null),
    fc.array(fc.constantFrom('x'.repeat(200), 'y', '\udc00', 'a\0b', 1, true, false, null), { maxLength: 4 }),
    fc.constant({}),
    fc.constant([{ a: 1 }, []]),
  ),
);
const awkwardFilters: fc.Arbitrary<Filter> = fc.record(
  {
    must: fc.array(condition(), { maxLength: 2 }),
    should: fc.array(condition(), { maxLength: 2 }),
    mustNot: fc.array(condition(), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

function condition(): fc.Arbitrary<NonNullable<Filter['must']>[number]> {
  const field = fc.constantFrom('a', 'b', 'c', 'd');
  const values = fc.constantFrom<string | number | boolean>(
    'x'.repeat(257),
    'x'.repeat(200),
    '\ud800',
    '\udc00',
    '\ufffd',
    'a\0b',
    '[',
    '["x"]',
    '',
    'true',
    1,
    1e300,
    2 ** 53 + 2,
    Number.NaN,
    Infinity,
    -0,
    true,
    false,
  );
  const bound = fc.constantFrom(-1, 0, 0.1, 1, 2 ** 53, Infinity, -Infinity, Number.NaN);
  return fc.oneof(
    fc.record({ kind: fc.constant('match' as const), field, anyOf: fc.array(values, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('exists' as const), field }),
    fc.record({ kind: fc.constant('range' as const), field, range: fc.record({ gt: bound, lte: bound }, { requiredKeys: [] }) }),
  );
}

/** Documents and filters that lists of ids can say: single values and several, matched alone and together. */
const listed: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.constantFrom('a', 'b', 'c'),
  fc.oneof(fc.constantFrom('x', 'y', 1, true), fc.array(fc.constantFrom('x', 'y', 'z', 1, true, false, null), { maxLength: 3 })),
);
const match = fc.record({
  kind: fc.constant('match' as const),
  field: fc.constantFrom('a', 'b', 'c'),
  anyOf: fc.array(fc.constantFrom('x', 'y', 'z', 1, true, -0), { minLength: 1, maxLength: 3 }),
});
const listedFilters: fc.Arbitrary<Filter> = fc.record(
  {
    must: fc.array(
      fc.oneof(
        match,
        fc.record({ kind: fc.constant('nested' as const), filter: fc.record({ should: fc.array(match, { maxLength: 3 }) }) }),
      ),
      { maxLength: 3 },
    ),
    should: fc.array(match, { maxLength: 2 }),
    mustNot: fc.array(match, { maxLength: 1 }),
  },
  { requiredKeys: [] },
);

const PATHS = ['a', 'b', 'a.b', 'c.a', "it's", '__proto__', 'b.__proto__.c', 'a.a.a'];

describe.each([
  ['few documents are looked at one by one', { documents: 500, rows: 20_000 }],
  ['the index is scanned', { documents: 1, rows: 20_000 }],
  ['the index is scanned in short stretches', { documents: 2, rows: 3 }],
])('where %s', (_, limits) => {
  it.each([
    ['ordinary documents', payloads, filters],
    ['documents that an index cannot hold as they are', awkward, awkwardFilters],
    ['documents that lists of ids can tell apart', listed, listedFilters],
  ])('any filter over %s means what matchesFilter says', (_, contents, asked) => {
    opened(limits);
    let run = 0;
    const property = fc.property(
      fc.array(contents, { minLength: 1, maxLength: 12 }),
      fc.array(asked, { minLength: 1, maxLength: 8 }),
      fc.subarray(PATHS),
      fc.integer({ min: 1, max: 12 }),
      (contents, filters, paths, limit) => {
        const kind = `run-${run++}`;
        const stored = contents.map((document, i) => ({ id: `k${i % 10}${'😀'.repeat(i % 3)}${i}`, document }));
        const sent = stored.map(({ id, document }) => ({ id, json: JSON.stringify(document) }));
        // Half of them are there before the index is.
        const indexes = paths.length > 1 ? [...paths, paths.slice(0, 3), paths.toReversed().slice(0, 2)] : paths;
        engine.together([
          () => engine.insert([{ kind, documents: sent.slice(0, contents.length / 2) }]),
          () => engine.declare([{ name: kind, indexes }]),
          () => engine.insert([{ kind, documents: sent.slice(contents.length / 2) }]),
        ]);
        // Replaced, deleted and there again: what an index had of them goes.
        const [first, second] = sent;
        const outcomes = engine.together([
          () => engine.put(kind, { id: first!.id, json: sent.at(-1)!.json }),
          () => engine.put(kind, first!),
          () => second && engine.delete(kind, second.id),
          () => second && engine.insert([{ kind, documents: [second] }]),
        ]);
        expect(outcomes.filter((outcome) => 'error' in outcome)).toEqual([]);
        for (const filter of filters) {
          const passing = stored.filter(({ id, document }) => matchesFilter(filter, { key: id, payload: document })).map(({ id }) => id);
          passing.sort(compareCodePoints);
          expect(all(kind, filter, false, Infinity)).toEqual(passing);
          expect(all(kind, filter, true, limit)).toEqual(passing.toReversed().slice(0, limit));
          expect(counted(kind, filter)).toBe(passing.length);
        }
      },
    );
    fc.assert(property, { numRuns: 60 });
  });
});

describe('an index', () => {
  const kind = 'things';
  const match = (field: string, value: string): Filter => ({ must: [{ kind: 'match', field, anyOf: [value] }] });
  const document = (id: string, content: JsonObject): { id: string; json: string } => ({ id, json: JSON.stringify(content) });

  it('follows replacements and deletions', () => {
    opened({ documents: 1, rows: 2 });
    engine.declare([{ name: kind, indexes: ['colour'] }]);
    engine.insert([{ kind, documents: ['a', 'b', 'c', 'd'].map((id) => document(id, { colour: 'red' })) }]);
    engine.put(kind, document('b', { colour: 'blue' }));
    engine.put(kind, document('e', { colour: 'red' }));
    engine.delete(kind, 'd');
    engine.deleteBefore(kind, 'b');
    expect(all(kind, match('colour', 'red'), false, Infinity)).toEqual(['c', 'e']);
    expect(all(kind, match('colour', 'blue'), false, Infinity)).toEqual(['b']);
    expect(counted(kind, match('colour', 'red'))).toBe(2);
  });

  it('is what it was before after a change that failed, also one of the paths', () => {
    opened({ documents: 1, rows: 2 });
    engine.declare([{ name: kind, indexes: ['colour'] }]);
    engine.insert([{ kind, documents: [document('a', { colour: 'red', size: 'big' })] }]);
    const outcomes = engine.together([
      () => engine.insert([{ kind, documents: [document('b', { colour: 'red' }), document('a', {})] }]),
      () => {
        engine.declare([{ name: kind, indexes: ['size'] }]);
        throw new Error('after all');
      },
      () => engine.insert([{ kind, documents: [document('c', { colour: 'red', size: 'big' })] }]),
    ]);
    expect(outcomes.map((outcome) => 'result' in outcome)).toEqual([false, false, true]);
    expect(all(kind, match('colour', 'red'), false, Infinity)).toEqual(['a', 'c']);
    expect(all(kind, match('size', 'big'), false, Infinity)).toEqual(['a', 'c']);
  });

  it('is there after a restart, also for a kind that nobody declares again', () => {
    opened({ documents: 1, rows: 2 });
    engine.declare([{ name: kind, indexes: ['colour', 'size'] }]);
    engine.insert([{ kind, documents: [document('a', { colour: 'red' })] }]);
    engine.close();
    opened({ documents: 1, rows: 2 });
    engine.insert([{ kind, documents: [document('b', { colour: 'red' })] }]);
    engine.declare([{ name: kind, indexes: ['size', 'colour'] }]);
    expect(all(kind, match('colour', 'red'), false, Infinity)).toEqual(['a', 'b']);
    engine.declare([{ name: kind }]);
    expect(all(kind, match('colour', 'red'), false, Infinity)).toEqual(['a', 'b']);
  });

  it('answers filters that are too large or too deep for a statement', () => {
    opened({ documents: 1, rows: 2 });
    engine.declare([{ name: kind, indexes: ['colour'] }]);
    engine.insert([{ kind, documents: [document('a', { colour: 'red' }), document('b', { colour: 'blue' })] }]);
    const many = Array.from({ length: 5000 }, (_, i) => `c${i}`);
    const wide: Filter = { must: [{ kind: 'match', field: 'colour', anyOf: [...many, 'red'] }] };
    let deep: Filter = match('colour', 'red');
    for (let depth = 0; depth < 2000; depth++) deep = { must: [{ kind: 'nested', filter: deep }] };
    const long: Filter = { should: [...many.map((key) => ({ kind: 'keys' as const, keys: [key] })), ...match('colour', 'red').must!] };
    for (const filter of [wide, deep, long]) {
      expect(all(kind, filter, false, Infinity)).toEqual(['a']);
      expect(counted(kind, filter)).toBe(1);
    }
  });
});
