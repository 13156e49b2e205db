import { checkLimit, invalidInput, isPluginError, type Filter, type ScoredHit } from '@clipgraph/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import type { CollectionSet } from './collection-set.ts';
import { STRICT_LIMIT } from './collection-layout.ts';
import type { QdrantPoints, Ranking } from './qdrant-points.ts';
import { ranked } from './ranked.ts';

/** What the methods of the store work with. */
export interface StoreParts {
  /** Runs a whole call of the store, which closing waits for. */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly collections: CollectionSet;
  readonly params: Schemas['SearchParams'];
  readonly strictMode: boolean;
}

/** Which part of a ranking is wanted. */
interface Cut {
  readonly filter: Filter | undefined;
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
}

/** The best hits of a ranking. Sends no request if the filter can match nothing. */
export async function bestHits(
  points: QdrantPoints,
  ranking: Omit<Ranking, 'filter'>,
  { filter, limit, signal }: Cut,
): Promise<readonly ScoredHit[]> {
  const compiled = await points.compiled(filter);
  if (compiled === false) return [];
  return ranked((count) => points.ranked({ ...ranking, filter: compiled }, count, signal), limit);
}

/** As {@link checkLimit}; in strict mode collections refuse large pages. */
export function checkHits(limit: number, { strictMode }: Pick<StoreParts, 'strictMode'>): void {
  checkLimit(limit);
  if (strictMode && limit > STRICT_LIMIT) throw invalidInput('INVALID', `In strict mode a limit is at most ${STRICT_LIMIT}`);
}

export function isNotFound(error: unknown): boolean {
  return isPluginError(error) && error.code === 'NOT_FOUND';
}
