import { normalised, type AssetRecord } from '@clipgraph/spec';

type Vectors = AssetRecord['vectors'];

/** What an engine that brings vectors to unit length in float32, as Qdrant does, may change of a component. */
export const TOLERANCE = 1e-6;

/**
 * The largest difference of two components, both sides at unit length; Infinity where one has a vector that the other
 * has not.
 */
export function vectorDifference(a: Vectors, b: Vectors): number {
  return Math.max(...(['image', 'text'] as const).map((name) => difference(a[name], b[name])));
}

function difference(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a && !b) return 0;
  if (a?.length !== b?.length) return Infinity;
  const [one, other] = [normalised(a!), normalised(b!)];
  let largest = 0;
  for (let i = 0; i < one.length; i++) largest = Math.max(largest, Math.abs(one[i]! - other[i]!));
  return largest;
}
