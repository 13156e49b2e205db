import type { RequestOptions } from '../encoder.ts';
import type { Filter } from '../filter.ts';
import type { Modality } from '../model.ts';

/** What `recommendScore` says; the names are Qdrant's. */
export type RecommendStrategy = 'bestScore' | 'sumScores';

export interface RecommendQuery {
  /** Unit vectors of what is liked and of what is disliked; at least one of both together, else INVALID_INPUT. */
  readonly positive: readonly Float32Array[];
  readonly negative: readonly Float32Array[];
  readonly strategy: RecommendStrategy;
  readonly target: Modality;
  readonly filter?: Filter;
  /** Most hits to return: a whole number of at least 1, else INVALID_INPUT. */
  readonly limit: number;
}

export interface ScoredHit {
  readonly key: string;
  /** What `recommendScore` makes of the record's cosines, right to 1e-4; comparable within one answer only. */
  readonly score: number;
}

export interface RecommendResult {
  /** Highest score first; equal scores by key, in code-point order, also where the limit cuts. */
  readonly hits: readonly ScoredHit[];
  readonly matched?: number;
}

/** The capability `recommendations`: ranks records by liked and disliked examples where the vectors are. */
export interface Recommendations {
  /** Refuses what `VectorStore.search` refuses. The work of `bestScore` grows with the number of examples. */
  rank(collection: string, fingerprint: string, query: RecommendQuery, options?: RequestOptions): Promise<RecommendResult>;
}
