import { normalised, STANDARD_FIT } from '@clipgraph/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { generalWords, scoredTags, type TagHead } from './tags.ts';
import { builtInWords, wordClass } from './vocabulary/built-in.ts';

const { sameWords } = STANDARD_FIT;
const DIMENSIONS = 8;
const direction = fc
  .array(fc.integer({ min: -100, max: 100 }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
  .filter((numbers) => numbers.some((number) => number !== 0))
  .map((numbers) => normalised(numbers));
const heads = (prefix: string): fc.Arbitrary<TagHead[]> =>
  fc
    .array(direction, { minLength: 1, maxLength: 20 })
    .map((directions) => directions.map((head, index) => ({ word: `${prefix}${index}`, head })));
const scale = fc.constantFrom(1, 20, 100, 1000);

describe('the probability of a tag', () => {
  it('is from 0 to 1, falls down the list, and keeps the threshold', () => {
    fc.assert(
      fc.property(
        direction,
        heads('own'),
        heads('word'),
        scale,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (vector, own, general, scale, threshold) => {
          const tags = scoredTags(vector, own, generalWords(general), { scale, threshold, top: 100, sameWords });
          const probabilities = tags.map(({ probability }) => probability);
          expect(probabilities.every((one) => one >= threshold && one <= 1)).toBe(true);
          expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
        },
      ),
    );
  });

  it('adds up to 1 over the general words, where none of them is left out', () => {
    const general = Array.from({ length: DIMENSIONS }, (_, i) => ({
      word: `word${i}`,
      head: normalised(Array.from({ length: DIMENSIONS }, (_, j) => Number(i === j))),
    }));
    fc.assert(
      fc.property(direction, scale, (vector, scale) => {
        const tags = scoredTags(vector, general, generalWords(general), { scale, threshold: 0, top: 100, sameWords });
        expect(tags).toHaveLength(DIMENSIONS);
        expect(tags.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('is the same in every list and every order', () => {
    fc.assert(
      fc.property(direction, heads('own'), heads('word'), scale, (vector, own, words, scale) => {
        const general = generalWords(words);
        const options = { scale, threshold: 0, top: 100, sameWords };
        const together = scoredTags(vector, own, general, options);
        expect(scoredTags(vector, own.toReversed(), general, options)).toEqual(together);
        for (const tag of together) {
          const alone = own.filter(({ word }) => word === tag.word);
          expect(scoredTags(vector, alone, general, options)).toEqual([tag]);
        }
      }),
    );
  });
});

describe('words of one meaning', () => {
  const at = (degrees: number): Float32Array => normalised([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]);
  const general = generalWords([0, 90, 180, 270].map((degrees) => ({ word: `north ${degrees}`, head: at(degrees) })));

  it('are told by the best of them alone', () => {
    const words = [
      { word: 'sofa', head: at(5) },
      { word: 'couch', head: at(9) },
      { word: 'lake', head: at(80) },
    ];
    const tags = scoredTags(at(0), words, general, { scale: 5, threshold: 0, top: 10, sameWords });
    expect(tags.map(({ word }) => word)).toEqual(['sofa', 'lake']);
  });
});

describe('the general vocabulary', () => {
  const words = builtInWords();

  it('has each word once, plainly written', () => {
    const shown = words.map(({ word }) => word);
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown.filter((word) => !/^[a-z0-9][a-z0-9' -]*[a-z0-9]$/.test(word))).toEqual([]);
    const names = words.flatMap(({ names }) => names);
    expect(new Set(names).size).toBe(names.length);
  });

  it('averages what a word is also called, in each of the templates', () => {
    const sofa = words.find(({ word }) => word === 'sofa')!;
    expect(wordClass(sofa, ['a {label}', 'one {label}.'])).toMatchObject({
      name: 'sofa',
      templates: ['a sofa', 'one sofa.', 'a couch', 'one couch.'],
    });
  });

  it('puts what names no thing into a phrase', () => {
    const names = Object.fromEntries(words.map(({ word, names }) => [word, names]));
    expect([names['red'], names['wood'], names['swimming']]).toEqual([['red thing'], ['thing made of wood'], ['person swimming']]);
  });
});
