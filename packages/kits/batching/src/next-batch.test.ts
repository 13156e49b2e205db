import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nextBatch } from './next-batch.ts';

const options = { sizeOf: (size: number) => size, maxCost: 128, share: 1 };

describe('nextBatch', () => {
  it('always takes the oldest, keeps to the cost and to similar sizes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (sizes, share) => {
          const batch = nextBatch(sizes, { ...options, share });
          expect(batch).toContain(sizes[0]);
          const [smallest, largest] = [Math.min(...batch), Math.max(...batch)];
          const alone = batch.length === 1;
          expect(alone || batch.length * largest <= 128).toBe(true);
          expect(alone || largest - smallest <= Math.max(4, largest / 4)).toBe(true);
        },
      ),
    );
  });

  it('keeps the order of arrival within a batch', () => {
    expect(nextBatch([10, 30, 9, 11], options)).toEqual([10, 9, 11]);
  });

  it('takes an item beyond the cost alone', () => {
    expect(nextBatch([300, 300], options)).toEqual([300]);
  });

  it('goes by what a run costs where items share work, in order of arrival', () => {
    // Items are words that share their first letter: each costs what it does not share with those before it.
    const runCost = () => {
      const letters = new Set<string>();
      let cost = 0;
      return {
        add(word: string) {
          cost += word.length - (letters.has(word[0]!) ? 1 : 0);
          letters.add(word[0]!);
          return cost;
        },
      };
    };
    const sharing = { sizeOf: (word: string) => word.length, runCost, maxCost: 6, share: 1 };
    expect(nextBatch(['abc', 'ab', 'ad', 'ae'], sharing)).toEqual(['abc', 'ab', 'ad', 'ae']);
    // Two runs of 4 and 3, not of 6 and 1.
    expect(nextBatch(['abc', 'ab', 'ad', 'ae', 'b'], sharing)).toEqual(['abc', 'ab']);
    expect(nextBatch(['abcdefgh', 'a'], sharing)).toEqual(['abcdefgh']);
    expect(nextBatch(['abcd', 'xyz', 'a'], sharing)).toEqual(['abcd']);
    expect(nextBatch(['ab', 'ac', 'ad', 'ae'], { ...sharing, share: 1 / 2 })).toEqual(['ab', 'ac']);
    expect(nextBatch([], sharing)).toEqual([]);
  });

  it('splits evenly although what items share is then computed by each run', () => {
    const runCost = () => {
      let cost = 0;
      return { add: (word: string) => (cost += cost === 0 ? word.length : 1) };
    };
    const labels = Array.from({ length: 8 }, (_, i) => `a photo of a ${i}`);
    // 14 for the first and 1 for each other: half of the 21 would leave 7 of them, at 20, to the second run.
    expect(nextBatch(labels, { sizeOf: (word) => word.length, runCost, maxCost: 128, share: 1 / 2 })).toHaveLength(4);
    expect(nextBatch(labels, { sizeOf: (word) => word.length, runCost, maxCost: 15, share: 1 / 2 })).toHaveLength(2);
  });

  it('takes texts that cost nothing more, however small its share', () => {
    // As "dog", "Dog" and "DOG" do, whose tokens are the same: an eighth of what they cost is less than half a token.
    const runCost = () => ({ add: () => 3 });
    expect(nextBatch(Array<string>(20).fill('dog'), { sizeOf: () => 3, runCost, maxCost: 128, share: 1 / 8 })).toHaveLength(20);
  });

  it('leaves the others their share', () => {
    const images = [1, 1, 1, 1, 1, 1];
    expect(nextBatch(images, { ...options, maxCost: 8, share: 1 / 2 })).toHaveLength(3);
    expect(nextBatch(images, { ...options, maxCost: 8, share: 0.7 })).toHaveLength(4);
    expect(nextBatch(images, { ...options, maxCost: 8, share: 0.01 })).toHaveLength(1);
  });

  it('gives nothing for an empty queue', () => {
    expect(nextBatch([], options)).toEqual([]);
  });
});
