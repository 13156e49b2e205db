import { describe, expect, it } from 'vitest';

import { averageDirection, bestScore, recommendScore } from './recommend.ts';
import { normalised } from './vector.ts';

describe('recommendScore', () => {
  it('with bestScore gives the values that Qdrant gives', () => {
    // Measured on Qdrant 1.18 (scaled_fast_sigmoid): cosine 0.8724 scores 0.73296, 0.6181 above a dislike of 0.5906 scores 0.69099.
    expect(recommendScore('bestScore', [0.1, 0.8724], [])).toBeCloseTo(0.73296, 4);
    expect(recommendScore('bestScore', [0.6181], [0.5906, -1])).toBeCloseTo(0.69099, 4);
    expect(recommendScore('bestScore', [0.5906], [0.6181])).toBeCloseTo(-0.69099, 4);
  });

  it('with bestScore and dislikes alone puts the farthest from them first', () => {
    expect(bestScore(-Infinity, 0.2)).toBeGreaterThan(bestScore(-Infinity, 0.9));
    expect(bestScore(0.5, 0.5)).toBeLessThan(0);
  });

  it('with sumScores is the sum of the liked less the sum of the disliked', () => {
    expect(recommendScore('sumScores', [0.5, 0.25], [0.5])).toBe(0.25);
    expect(recommendScore('sumScores', [], [0.5, 0.5])).toBe(-1);
  });
});

describe('averageDirection', () => {
  const [east, north] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];

  it('is the mean of the liked, pushed away from the mean of the disliked', () => {
    expect(averageDirection([east, north], [])).toEqual(normalised([1, 1]));
    expect(averageDirection([east], [north, north])).toEqual(normalised([2, -1]));
    expect(averageDirection([], [north])).toEqual(Float32Array.of(0, -1));
  });

  it('is NaN where nothing is left of it', () => {
    expect(averageDirection([east, Float32Array.of(-1, 0)], [])[0]).toBeNaN();
    expect(averageDirection([], [])).toHaveLength(0);
  });
});
