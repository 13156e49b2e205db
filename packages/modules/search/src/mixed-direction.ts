import { dot, invalidInput, isUnitVector, normalised } from '@clipgraph/contracts';

import type { VectorPart } from './query-parts.ts';

/** Vectors of the collection that tell how far the cosines of a part are spread. */
export const SPREAD_SAMPLE = 256;
/** A part whose cosines hardly differ says little; it is not blown up by more than this against the others. */
const LEAST_SPREAD = 0.1;

/**
 * One direction for several parts. In CLIP's space the cosines of pictures with a text lie close together (0.2 to 0.3)
 * and those with a picture far apart (0.4 to 1), so a plain sum of the two would be ordered by the picture alone, and
 * by the text alone where texts are searched. Each part is therefore divided by the spread (standard deviation) of its
 * cosines over a sample of what is searched: parts of equal weight then move the order equally. Without at least two
 * different cosines in the sample the parts are summed as they are.
 */
export function mixedDirection(parts: readonly VectorPart[], sample: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!.query;
  const spreads = parts.map(({ query }) => spreadOf(sample.map((vector) => dot(query, vector))));
  const least = LEAST_SPREAD * Math.max(...spreads);
  const direction = new Float64Array(parts[0]!.query.length);
  for (const [index, { query, weight }] of parts.entries()) {
    const scale = least > 0 ? weight / Math.max(spreads[index]!, least) : weight;
    for (let i = 0; i < direction.length; i++) direction[i]! += query[i]! * scale;
  }
  const unit = normalised(direction);
  if (!isUnitVector(unit)) throw invalidInput('INVALID', 'query.mix: its parts cancel each other out; no direction is left to search in.');
  return unit;
}

function spreadOf(cosines: readonly number[]): number {
  const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
  return Math.sqrt(cosines.reduce((sum, cosine) => sum + (cosine - mean) ** 2, 0) / cosines.length);
}
