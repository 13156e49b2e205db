import { invalidInput, PluginError } from '@clipgraph/contracts';

import { LEAST_CALIBRATED } from './calibration.ts';
import type { Cutoff } from './generated/types.ts';
import type { RankedHit, Ranking } from './ranking.ts';

/** How far down the largest drop is looked for. */
const AUTO_HITS = 100;

const TOO_SMALL = `cutoff.calibrated needs a collection with at least ${LEAST_CALIBRATED} different vectors of the target; take cutoff.cosine, or auto.`;

/** Refuses a cosine, or a calibrated score, that none reaches or passes. */
export function checkCutoff({ cosine, calibrated }: Cutoff): void {
  if (typeof calibrated === 'number' && !(calibrated >= 0 && calibrated <= 1))
    throw invalidInput('INVALID', 'cutoff.calibrated must be from 0 to 1.');
  if (typeof cosine === 'number' && !(Math.abs(cosine) <= 1)) throw invalidInput('INVALID', 'cutoff.cosine must be from -1 to 1.');
}

/** The hits before the end that a cutoff sets; INVALID_INPUT for a ranking without cosines or without calibrated scores. */
export async function cutOff(ranking: Ranking, { cosine, calibrated, auto }: Cutoff): Promise<Ranking> {
  const { hits, calibration } = ranking;
  if (!calibration) throw invalidInput('INVALID', 'cutoff goes by cosines, and this search is ordered by ranks, which have none.');
  if (typeof cosine === 'number') return { ...ranking, hits: hits.filter(({ score }) => score >= cosine) };
  if (typeof calibrated === 'number') {
    const scoreOf = await calibration();
    if (!scoreOf && hits.length > 0) throw new PluginError('UNSUPPORTED', TOO_SMALL);
    return { ...ranking, hits: hits.filter(({ score }) => scoreOf!(score) >= calibrated) };
  }
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
