import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { startOfIds, timeOrderedIds } from './time-ordered-id.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 30);

describe('time-ordered ids', () => {
  it('are UUIDs of version 7', () => {
    const id = timeOrderedIds()(new Date(NOW));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(NOW);
  });

  it('rise in the order they are asked for, within a millisecond and when the clock goes back', () => {
    const next = timeOrderedIds();
    const instants = [...Array.from({ length: 10_000 }, () => NOW), NOW - 5000, NOW + 1, NOW + 50];
    const ids = instants.map((ms) => next(new Date(ms)));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('come after the start of their instant and before that of every later one', () => {
    const instant = fc.integer({ min: 0, max: 2 ** 47 });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const id = timeOrderedIds()(new Date(a));
        expect(id > startOfIds(new Date(b))).toBe(a >= b);
      }),
    );
  });
});
