import { compareCodePoints, type Primitive, type SearchResult } from '@clipgraph/contracts';

import type { Calibration } from './calibration.ts';
import type { NearestCrops } from './nearest-crops.ts';

export interface RankedHit {
  readonly key: string;
  /** What the order goes by, the higher the better. */
  readonly score: number;
  /** Where the hits were grouped: the value of its group, null for one without. */
  readonly group?: Primitive | null;
}

/** Hits in their order, best first. */
export interface Ranking {
  readonly hits: readonly RankedHit[];
  /** Where the scores are cosines: what they are worth. Else they compare within this ranking only. */
  readonly calibration: Calibration | undefined;
  /** Where records counted by the best of their vectors. */
  readonly nearestCrops?: NearestCrops;
  /** How many records were candidates, where that is known. */
  readonly matched: number | undefined;
}

export function cosineRanking({ hits, matched }: SearchResult, calibration: Calibration): Ranking {
  return { hits: hits.map(({ key, cosine }) => ({ key, score: cosine })), calibration, matched };
}

/** Keys, best first, and how much their order counts; with a negative weight, against those that stand in it. */
export interface WeightedKeys {
  readonly keys: readonly string[];
  readonly weight: number;
}

/** The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), as they chose it. */
const RANK_CONSTANT = 60;

/**
 * Several rankings as one, by reciprocal rank fusion: a key scores the sum of weight / (60 + rank), rank 1 the first.
 * Nothing but the order within each ranking counts, so it does not matter that a text's cosines are of another size than
 * a picture's. Keys that stand only in rankings of negative weight are left out. Equal scores are ordered by key.
 */
export function fusedByRank(rankings: readonly WeightedKeys[], limit: number): Ranking {
  const scores = new Map<string, number>();
  for (const { keys, weight } of rankings.toSorted((a, b) => b.weight - a.weight)) {
    for (const [index, key] of keys.entries()) {
      const score = scores.get(key) ?? (weight > 0 ? 0 : undefined);
      if (score !== undefined) scores.set(key, score + weight / (RANK_CONSTANT + index + 1));
    }
  }
  const hits = Array.from(scores, ([key, score]) => ({ key, score }));
  hits.sort((a, b) => b.score - a.score || compareCodePoints(a.key, b.key));
  return { hits: hits.slice(0, limit), calibration: undefined, matched: undefined };
}
