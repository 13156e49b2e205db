import { compareCodePoints, type ScoredHit } from '@clipgraph/contracts';

/** Asked for beyond the limit at first, to see whether equal scores go on behind the cut. */
const FIRST_MARGIN = 8;
/** Most records of equal score that are ordered by key; if there are more, Qdrant chooses. */
export const MAX_TIES = 16_384;

/**
 * The best hits, equal ones by key. An engine breaks ties as it likes, so where the cut falls among equals more are
 * asked for until all of them are there.
 */
export async function ranked(ask: (limit: number) => Promise<readonly ScoredHit[]>, limit: number): Promise<readonly ScoredHit[]> {
  for (let margin = FIRST_MARGIN; ; margin = Math.min(margin * 8, MAX_TIES)) {
    const hits = await ask(limit + margin);
    const complete = hits.length < limit + margin || hits.at(-1)!.score < hits[limit - 1]!.score;
    if (complete || margin === MAX_TIES) {
      return hits.toSorted((a, b) => b.score - a.score || compareCodePoints(a.key, b.key)).slice(0, limit);
    }
  }
}
