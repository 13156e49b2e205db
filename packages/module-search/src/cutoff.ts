import { invalidInput } from '@clipgraph/spec';

import type { Cutoff } from './generated/types.ts';
import type { RankedHit, Ranking } from './ranking.ts';

/** How far down the largest drop is looked for. */
const AUTO_HITS = 100;

/** Refuses a cosine that none reaches or passes. */
export function checkCutoff({ cosine }: Cutoff): void {
  if (typeof cosine === 'number' && !(Math.abs(cosine) <= 1)) throw invalidInput('INVALID', 'cutoff.cosine must be from -1 to 1.');
}

/** The hits before the end that a cutoff sets; INVALID_INPUT for a ranking without cosines. */
export function cutOff(ranking: Ranking, { cosine, auto }: Cutoff): Ranking {
  const { hits, byCosine } = ranking;
  if (!byCosine) throw invalidInput('INVALID', 'cutoff goes by cosines, and this search is ordered by ranks, which have none.');
  if (typeof cosine === 'number') return { ...ranking, hits: hits.filter(({ score }) => score >= cosine) };
  return auto ? { ...ranking, hits: hits.slice(0, largestDrop(hits)) } : ranking;
}

/**
 * How many hits stand before the largest difference of neighbouring scores, the first of equals, among the first
 * hundred; all of them where no score differs.
 */
function largestDrop(hits: readonly RankedHit[]): number {
  let [end, largest] = [hits.length, 0];
  for (let i = 1; i < Math.min(hits.length, AUTO_HITS); i++) {
    const drop = hits[i - 1]!.score - hits[i]!.score;
    if (drop > largest) [end, largest] = [i, drop];
  }
  return end;
}
