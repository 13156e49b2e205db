import { type Condition, matchesFilter } from '@clipgraph/contracts';
import { askQdrantEngine, filters, payloads, qdrantShimMissing } from '@clipgraph/testing';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { compileFilter } from './compile-filter.ts';
import { pointId } from './point-id.ts';
import { draftsOf } from './points.ts';

const SEED = 20_261_123;
/** Each takes the engine a while. */
const INDEXED_FIELDS = 12;

// Not what is tested here; a slow machine must not fail.
vi.setConfig({ testTimeout: 180_000 });

describe('compileFilter', () => {
  it.each<[string, Condition, ReturnType<typeof compileFilter>]>([
    ['no value at all', { kind: 'match', field: 'a', anyOf: [] }, false],
    ['values that JSON has not', { kind: 'match', field: 'a', anyOf: [Number.NaN, Infinity] }, false],
    ['more than everything', { kind: 'range', field: 'a', range: { gt: Infinity } }, false],
    ['a bound that is no number', { kind: 'range', field: 'a', range: { lte: Number.NaN } }, false],
    ['no keys', { kind: 'keys', keys: [] }, false],
    ['anything', { kind: 'nested', filter: { mustNot: [{ kind: 'keys', keys: [] }] } }, {}],
  ])('knows without asking what passes %s', (_, condition, compiled) => {
    expect(compileFilter({ must: [condition] })).toEqual(compiled);
  });

  for (const indexed of [false, true]) {
    it.skipIf(qdrantShimMissing)(
      `means what matchesFilter says to the engine of the server, fields ${indexed ? '' : 'not '}indexed`,
      async () => {
        const records = fc
          .sample(payloads, { numRuns: 200, seed: SEED })
          .map((payload, i) => ({ key: `k${i % 10}${'😀'.repeat(i % 3)}${i}`, payload, vectors: { image: Float32Array.of(1, 0) } }));
        const points = draftsOf(records).map(({ payload }) => ({ id: pointId(payload.key), vector: { image: [1, 0] }, payload }));
        const cases = fc.sample(filters, { numRuns: 400, seed: SEED }).map((filter) => ({
          compiled: compileFilter(filter),
          expected: points.filter((_, i) => matchesFilter(filter, records[i]!)).map(({ id }) => id),
        }));
        for (const { compiled, expected } of cases) expect(compiled !== false || expected.length === 0).toBe(true);
        const asked = cases.filter(({ compiled }) => compiled !== false);
        // What the test is worth: filters that let some pass, and not all.
        expect(asked.filter(({ expected }) => expected.length > 0 && expected.length < points.length).length).toBeGreaterThan(100);
        const ranged = points.flatMap(({ payload: { numbers, dates } }) => [
          ...Object.keys(numbers).map((id) => `numbers.${id}`),
          ...Object.keys(dates).map((id) => `dates.${id}`),
        ]);
        const floats = Object.fromEntries([...new Set(ranged)].slice(0, INDEXED_FIELDS).map((field) => [field, 'float' as const]));
        const answers = await askQdrantEngine({
          points,
          indexes: indexed ? { facts: 'keyword', ...floats } : {},
          filters: asked.map(({ compiled }) => compiled || {}),
        });
        for (const [i, { expected }] of asked.entries()) expect(new Set(answers[i])).toEqual(new Set(expected));
      },
    );
  }
});
