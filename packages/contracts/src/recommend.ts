import type { RecommendStrategy } from './store/recommendations.ts';
import { normalised } from './vector.ts';

/*
 * Qdrant's recommendation strategies, after its documentation (qdrant.tech/documentation/search/explore) and its
 * source (segment/vector_storage/query/reco_query.rs, common/math.rs), so that every store means the same.
 */

/** The score of a record whose cosines with the liked and with the disliked examples these are. */
export function recommendScore(strategy: RecommendStrategy, positive: readonly number[], negative: readonly number[]): number {
  if (strategy === 'bestScore') return bestScore(Math.max(...positive), Math.max(...negative));
  return sum(positive) - sum(negative);
}

/**
 * `bestScore` from the highest cosine of either side, -Infinity for a side without examples: the sigmoid of the liked
 * one where that is higher, else minus the sigmoid of the disliked one. So whatever is nearer to a dislike comes last.
 */
export function bestScore(bestPositive: number, bestNegative: number): number {
  return bestPositive > bestNegative ? fastSigmoid(bestPositive) : -fastSigmoid(bestNegative);
}

/** Rises with x, within (0, 1). */
function fastSigmoid(x: number): number {
  return 0.5 * (x / (1 + Math.abs(x)) + 1);
}

/**
 * `average_vector`: the direction of mean(positive) + (mean(positive) - mean(negative)), which the nearest records are
 * searched by. NaN where the examples cancel each other out. Without positive examples it leads away from the negative.
 */
export function averageDirection(positive: readonly Float32Array[], negative: readonly Float32Array[]): Float32Array {
  const dimensions = (positive[0] ?? negative[0])?.length ?? 0;
  const direction = new Float64Array(dimensions);
  const add = (vectors: readonly Float32Array[], weight: number): void => {
    for (const vector of vectors) for (let i = 0; i < dimensions; i++) direction[i]! += (vector[i]! * weight) / vectors.length;
  };
  add(positive, negative.length > 0 ? 2 : 1);
  add(negative, -1);
  return normalised(direction);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
