import { fieldPath, PRICES } from '@clipgraph/module-kit';
import { invalidInput, type VectorStore } from '@clipgraph/contracts';

import { checkCutoff, cutOff } from './cutoff.ts';
import { DIVERSE_HITS, diversified } from './diversity.ts';
import type { Cutoff, GroupBy } from './generated/types.ts';
import { grouped } from './grouped.ts';
import { MAX_GROUP_SIZE } from './limits.ts';
import type { Ranking } from './ranking.ts';

/** What is done to a ranking, in this order. */
export interface Refinement {
  readonly cutoff: Cutoff | undefined;
  readonly diversity: number;
  readonly groupBy: { readonly field: string; readonly size: number } | undefined;
}

interface RefinementArgs {
  readonly cutoff?: Cutoff | null | undefined;
  readonly diversity?: number | null | undefined;
  readonly groupBy?: GroupBy | null | undefined;
}

/** INVALID_INPUT for arguments out of range. */
export function refinementFrom({ cutoff, diversity, groupBy }: RefinementArgs): Refinement {
  if (cutoff) checkCutoff(cutoff);
  if (typeof diversity === 'number' && !(diversity >= 0 && diversity <= 1)) throw invalidInput('INVALID', 'diversity must be from 0 to 1.');
  return { cutoff: cutoff ?? undefined, diversity: diversity ?? 0, groupBy: groupBy ? checkedGroupBy(groupBy) : undefined };
}

function checkedGroupBy({ field, size }: GroupBy): { field: string; size: number } {
  const most = size ?? 1;
  if (most < 1 || most > MAX_GROUP_SIZE) throw invalidInput('INVALID', `groupBy.size must be from 1 to ${MAX_GROUP_SIZE}.`);
  return { field: fieldPath(field, 'groupBy.field'), size: most };
}

/** A calibrated cutoff reads a sample, diversity reads vectors and compares each with each, groups read payloads. */
export function priceOfRefinement({ cutoff, diversity, groupBy }: Refinement): number {
  const calibrated = typeof cutoff?.calibrated === 'number' ? PRICES.search : 0;
  return calibrated + (diversity > 0 ? 3 * PRICES.search : 0) + (groupBy ? 2 * PRICES.search : 0);
}

export async function refined(
  store: VectorStore,
  collection: string,
  whole: Ranking,
  { cutoff, diversity, groupBy }: Refinement,
): Promise<Ranking> {
  const ranking = cutoff ? await cutOff(whole, cutoff) : whole;
  let { hits } = ranking;
  if (diversity > 0) {
    const first = hits.slice(0, DIVERSE_HITS);
    const vectors = await store.vectors(
      collection,
      first.map(({ key }) => key),
    );
    const diverse = diversified(
      first,
      vectors.map((found) => found?.image ?? found?.text),
      diversity,
    );
    hits = [...diverse, ...hits.slice(DIVERSE_HITS)];
  }
  if (groupBy) {
    const records = await store.get(
      collection,
      hits.map(({ key }) => key),
    );
    hits = grouped(
      hits,
      records.map((record) => record?.payload),
      groupBy,
    );
  }
  return { ...ranking, hits };
}
