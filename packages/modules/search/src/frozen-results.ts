import { randomBytes } from 'node:crypto';

import type { Primitive } from '@clipgraph/contracts';
import { LRUCache } from 'lru-cache';

import type { Calibration } from './calibration.ts';
import type { NearestCrops } from './nearest-crops.ts';
import type { Ranking } from './ranking.ts';

/** The hits of one search, best first, as small as they can be kept. */
export interface RankedResult {
  readonly keys: readonly string[];
  /** Beside each key. */
  readonly scores: Float32Array;
  /** Where the scores are cosines: what they are worth. */
  readonly calibration: Calibration | undefined;
  /** Where records counted by the best of their vectors. */
  readonly nearestCrops?: NearestCrops | undefined;
  /** Beside each key, where the hits were grouped. */
  readonly groups: readonly (Primitive | null)[] | undefined;
  /** How many records were candidates and passed the filter, where the store knows. */
  readonly matched: number | undefined;
}

/** Results that later pages come from, so that a page neither repeats nor skips while the collection changes. */
export interface FrozenResults {
  /** Keeps a result and returns its id. */
  freeze(result: RankedResult): string;
  /** Undefined when the result expired or had to make room. */
  find(id: string): RankedResult | undefined;
}

/** The least recently used results make room; a result also expires, however often it is used. */
export function frozenResults({ maxBytes, lifetimeMs }: { readonly maxBytes: number; readonly lifetimeMs: number }): FrozenResults {
  const results = new LRUCache<string, RankedResult>({ maxSize: maxBytes, sizeCalculation: bytesOf, ttl: lifetimeMs });
  return {
    freeze(result) {
      const id = randomBytes(12).toString('base64url');
      results.set(id, result);
      return id;
    },
    find: (id) => results.get(id),
  };
}

export function rankedResult({ hits, calibration, nearestCrops, matched }: Ranking): RankedResult {
  return {
    keys: hits.map(({ key }) => key),
    scores: Float32Array.from(hits, ({ score }) => score),
    calibration,
    nearestCrops,
    groups: hits.some(({ group }) => group !== undefined) ? hits.map(({ group }) => group ?? null) : undefined,
    matched,
  };
}

/** The rest of a result, the vector of its query among it. */
const RESULT_BYTES = 4096;

/** Roughly what V8 takes: two bytes a character at most, a string's header and pointer, a float. */
function bytesOf({ keys, groups = [] }: RankedResult): number {
  return [...keys, ...groups].reduce<number>((sum, value) => sum + 28 + (typeof value === 'string' ? value.length * 2 : 0), RESULT_BYTES);
}
