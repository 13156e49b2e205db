import type { RequestContext } from '@clipgraph/module-kit';
import type { CompleteStore, Filter, LogOdds, Modality } from '@clipgraph/contracts';

import type { CollectionNode } from './asset-node.ts';
import { calibration } from './calibration.ts';
import type { Fusion } from './generated/types.ts';
import { mixedDirection, SPREAD_SAMPLE } from './mixed-direction.ts';
import type { VectorPart } from './query-parts.ts';
import { nearestCrops } from './nearest-crops.ts';
import { cosineRanking, fusedByRank, type Ranking } from './ranking.ts';

/** What a query asks for, its parts still to be embedded. */
export interface RankingPlan {
  readonly fusion: Fusion;
  readonly parts: readonly unknown[];
  readonly targets: readonly Modality[];
  /** To be looked for in texts and payloads; undefined where only vectors count. */
  readonly words: string | undefined;
}

export interface QueryRanking extends RankingPlan {
  readonly parts: readonly VectorPart[];
  readonly filter: Filter | undefined;
  readonly limit: number;
  /** What the model makes of a cosine that stands out. */
  readonly relevance: LogOdds;
}

/** How many times the collection is gone through: for each vector and target, and for words. */
export function scansOf({ fusion, parts, targets, words }: RankingPlan): number {
  return targets.length * (fusion === 'RANK' ? parts.length : 1) + (words === undefined ? 0 : 1);
}

/** By cosine where one vector meets one target; several such rankings, and that by words, are fused by rank. */
export async function rankedByQuery(
  store: CompleteStore,
  { name, fingerprint, crops }: CollectionNode,
  { fusion, parts, targets, words, filter, limit, relevance }: QueryRanking,
  { signal }: Pick<RequestContext, 'signal'>,
): Promise<Ranking> {
  const common = { limit, ...(filter ? { filter } : {}) };

  async function byVector(vector: Float32Array, target: Modality): Promise<Ranking> {
    const byCrops = target === 'image' && crops?.keep === 'each';
    const result = await (byCrops ? store.crops : store).search(name, fingerprint, { vector, target, ...common }, { signal });
    const query = { vector, target, ...(byCrops && { bestOfCrops: { fingerprint } }) };
    const calibrated = calibration(store, name, query, relevance);
    return { ...cosineRanking(result, calibrated), ...(byCrops && { nearestCrops: nearestCrops(store, name, vector) }) };
  }

  async function byParts(target: Modality): Promise<readonly { readonly ranking: Ranking; readonly weight: number }[]> {
    if (fusion === 'RANK') {
      return Promise.all(parts.map(async ({ query, weight }) => ({ ranking: await byVector(query, target), weight })));
    }
    const sample = parts.length > 1 ? await store.samples.vectors(name, target, SPREAD_SAMPLE) : [];
    return [{ ranking: await byVector(mixedDirection(parts, sample), target), weight: 1 }];
  }

  const rankings = (await Promise.all(targets.map(byParts))).flat();
  if (rankings.length === 1 && words === undefined) return rankings[0]!.ranking;
  const byWords = words === undefined ? [] : [{ keys: await store.words.search(name, { text: words, ...common }, { signal }), weight: 1 }];
  const byVectors = rankings.map(({ ranking, weight }) => ({ keys: ranking.hits.map(({ key }) => key), weight }));
  return fusedByRank([...byVectors, ...byWords], limit);
}
