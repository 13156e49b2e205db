import { dot } from '@clipgraph/contracts';

import type { RankedHit } from './ranking.ts';

/** How many hits are put into another order; those after them keep theirs. */
export const DIVERSE_HITS = 200;

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): the next hit is the one with the highest
 * (1 - diversity) · relevance - diversity · likeness, where likeness is the highest cosine with a hit before it. The
 * relevance is the score, stretched to 0..1 over the hits: the cosines of pictures with a text differ too little to
 * stand against their cosines with each other. Equal ones stay in their order; a hit without a vector is like no other.
 */
export function diversified(
  hits: readonly RankedHit[],
  vectors: readonly (Float32Array | undefined)[],
  diversity: number,
): readonly RankedHit[] {
  const scores = hits.map(({ score }) => score);
  const [lowest, highest] = [Math.min(...scores), Math.max(...scores)];
  const relevance = scores.map((score) => (highest > lowest ? (score - lowest) / (highest - lowest) : 1));
  const likeness = new Float64Array(hits.length);
  const left = new Set(hits.keys());
  const chosen: RankedHit[] = [];
  while (left.size > 0) {
    let [best, most] = [-1, -Infinity];
    for (const index of left) {
      const worth = (1 - diversity) * relevance[index]! - diversity * likeness[index]!;
      if (worth > most) [best, most] = [index, worth];
    }
    left.delete(best);
    chosen.push(hits[best]!);
    const vector = vectors[best];
    if (!vector) continue;
    for (const index of left) {
      const other = vectors[index];
      if (other) likeness[index] = Math.max(likeness[index]!, dot(vector, other));
    }
  }
  return chosen;
}
