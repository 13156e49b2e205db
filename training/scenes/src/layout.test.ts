import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scene, type Relation } from './index.ts';
import { layout, type Placed } from './layout.ts';
import { random } from './random.ts';

const holds: Record<Relation, (a: Placed, b: Placed) => boolean> = {
  'left of': (a, b) => a.x + 20 < b.x,
  'right of': (a, b) => a.x - 20 > b.x,
  above: (a, b) => a.y + 20 < b.y,
  below: (a, b) => a.y - 20 > b.y,
  inside: (a, b) => a.x === b.x && a.y === b.y && a.scale < b.scale / 2,
};

describe('layout', () => {
  it('places every thing that the facts count, inside the picture', () => {
    assert(
      property(integer({ min: 0, max: 2 ** 40 }), (seed) => {
        const { facts } = scene(seed);
        const placed = layout(facts, random(seed, 'test'));
        facts.objects.forEach(({ count }, index) => expect(placed.filter(({ item }) => item === index)).toHaveLength(count));
        for (const { x, y, scale } of placed) {
          expect(x - scale * 30).toBeGreaterThanOrEqual(0);
          expect(x + scale * 30).toBeLessThanOrEqual(256);
          expect(y - scale * 30).toBeGreaterThanOrEqual(0);
          expect(y + scale * 30).toBeLessThanOrEqual(256);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the relation of the facts', () => {
    expect.hasAssertions();
    for (const kind of ['pair', 'shapes'] as const) {
      for (let seed = 0; seed < 400; seed++) {
        const { facts } = scene(seed, { kind });
        if (facts.relation === undefined) continue;
        const placed = layout(facts, random(seed, 'test'));
        const [a, b] = [placed.find(({ item }) => item === 0)!, placed.find(({ item }) => item === 1)!];
        expect([seed, facts.relation, holds[facts.relation](a, b)]).toEqual([seed, facts.relation, true]);
      }
    }
  });

  it('lets no thing hide another of its kind', () => {
    for (let seed = 0; seed < 400; seed++) {
      const { facts } = scene(seed, { kind: 'count' });
      const placed = layout(facts, random(seed, 'test'));
      for (const [i, a] of placed.entries()) {
        for (const b of placed.slice(i + 1)) {
          const apart = Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y));
          expect(apart).toBeGreaterThan((a.scale + b.scale) * 50 * 0.75);
        }
      }
    }
  });
});
