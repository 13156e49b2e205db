import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { frozenResults, rankedResult } from './frozen-results.ts';

const result = (hits: number) =>
  rankedResult({
    hits: Array.from({ length: hits }, (_, index) => ({ key: `key-${index}`, score: 0.5 })),
    calibration: undefined,
    matched: hits,
  });

describe('frozen results', () => {
  it('are found by an id that cannot be guessed', () => {
    const results = frozenResults({ maxBytes: 1e6, lifetimeMs: 60_000 });
    const [first, second] = [result(3), result(3)];
    const ids = [results.freeze(first), results.freeze(second)];
    expect(ids.map((id) => results.find(id))).toEqual([first, second]);
    expect(ids[0]).toHaveLength(16);
    expect(results.find('AAAAAAAAAAAAAAAA')).toBeUndefined();
  });

  it('make room, the least recently used first', () => {
    const results = frozenResults({ maxBytes: 3 * 50_000, lifetimeMs: 60_000 });
    const ids = [1, 2, 3].map(() => results.freeze(result(1000)));
    results.find(ids[0]!);
    const later = results.freeze(result(1000));
    expect([...ids, later].map((id) => results.find(id) !== undefined)).toEqual([true, false, true, true]);
  });

  it('expire, used or not', async () => {
    const results = frozenResults({ maxBytes: 1e6, lifetimeMs: 40 });
    const id = results.freeze(result(1));
    while (results.find(id)) await sleep(5);
    expect(results.find(id)).toBeUndefined();
  });
});
