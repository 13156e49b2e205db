import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { everyPair, scoredTriples, triplesAmong } from './triples.ts';

const DIMENSIONS = 8;
const THINGS = ['cat', 'dog', 'apple', 'red box'];
const RELATIONS = ['next to', 'above', 'inside', 'left of', 'near'];

const vector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
  .map((values) => Float32Array.from(values))
  .filter((values) => Math.hypot(...values) > 0.01)
  .map((values) => values.map((value) => value / Math.hypot(...values)));

describe('every pair of things', () => {
  it('stands in either order, once where the order says nothing', () => {
    const { triples, texts } = everyPair(['cat', 'dog'], ['next to', 'above']);
    expect(triples.map(({ subject, relation, object }) => `${subject} ${relation} ${object}`)).toEqual([
      'cat next to dog',
      'cat above dog',
      'dog above cat',
    ]);
    // The contrasts: the other order and below for above, none for what is true in both.
    expect(texts).toEqual(['cat next to a dog', 'cat above a dog', 'dog above a cat', 'cat below a dog', 'dog below a cat']);
  });

  it('has nothing for one thing or none', () => {
    expect([everyPair([], RELATIONS).triples, everyPair(['cat'], RELATIONS).triples]).toEqual([[], []]);
  });
});

describe('scores of triples', () => {
  const asked = fc.record({ things: fc.subarray(THINGS, { minLength: 2 }), relations: fc.subarray(RELATIONS, { minLength: 1 }) });
  const question = asked.map(({ things, relations }) => everyPair(things, relations));

  it('are probabilities that add up to 1 at most, best first, each triple once and the same every time', () => {
    fc.assert(
      fc.property(question, vector, fc.integer({ min: 1, max: 100 }), fc.infiniteStream(vector), (one, picture, scale, stream) => {
        const heads = one.texts.map(() => stream.next().value as Float32Array);
        const scored = scoredTriples(picture, one, heads, scale);
        expect(scored).toHaveLength(one.triples.length);
        expect(new Set(scored.map(({ subject, relation, object }) => [subject, relation, object].join())).size).toBe(scored.length);
        for (const [i, { probability, cosine }] of scored.entries()) {
          expect(probability >= 0 && probability <= 1 && Math.abs(cosine) <= 1).toBe(true);
          expect(probability).toBeLessThanOrEqual(scored[i - 1]?.probability ?? 1);
        }
        expect(scored.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1 + 1e-9);
        expect(scoredTriples(picture, one, heads, scale)).toEqual(scored);
      }),
    );
  });

  it('do not depend on the order in which triples are asked about', () => {
    fc.assert(
      fc.property(question, vector, fc.infiniteStream(vector), (one, picture, stream) => {
        const headOf = new Map(one.texts.map((text) => [text, stream.next().value as Float32Array]));
        const back = triplesAmong(one.triples.toReversed());
        expect(new Set(back.texts)).toEqual(new Set(one.texts));
        const byName = ({ triples, texts }: typeof one) =>
          new Map(
            scoredTriples(
              picture,
              { triples, texts },
              texts.map((text) => headOf.get(text)!),
              50,
            ).map(({ subject, relation, object, probability }) => [[subject, relation, object].join(), probability]),
          );
        const [first, second] = [byName(one), byName(back)];
        for (const [name, probability] of first) expect(second.get(name)).toBeCloseTo(probability, 9);
      }),
    );
  });
});
