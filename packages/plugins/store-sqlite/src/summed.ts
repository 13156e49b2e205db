import type { RecommendQuery } from '@clipgraph/contracts';

/**
 * A recommendation by `sumScores` with one positive example, the sum of the liked less the sum of the disliked: the sum
 * of dot products is the dot product with the sum, so that any number of examples travels as one and takes one scan.
 * The examples are of equal length; their sum is not of unit length.
 */
export function summed(query: RecommendQuery): RecommendQuery {
  const { positive, negative } = query;
  const sum = new Float64Array((positive[0] ?? negative[0])!.length);
  for (const vector of positive) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!;
  for (const vector of negative) for (let i = 0; i < sum.length; i++) sum[i]! -= vector[i]!;
  return { ...query, positive: [Float32Array.from(sum)], negative: [] };
}
