import { invalidInput, type Embedder, type ImageReader, type RequestOptions } from '@clipgraph/contracts';

import { embeddingPrice } from './embedding-price.ts';
import type { Fusion, MixPart, SearchQuery } from './generated/types.ts';
import { MAX_MIX_PARTS, MAX_WEIGHT } from './limits.ts';
import { eachNamed } from './named-error.ts';
import { queryVector, type SingleQuery } from './query-vector.ts';

/** One of the queries that a search is made of, and how much it counts: below zero, what to keep away from. */
export interface QueryPart<Query> {
  readonly query: Query;
  readonly weight: number;
  /** Where it stands in the request. */
  readonly path: string;
}

export interface QueryParts {
  readonly fusion: Fusion;
  readonly parts: readonly QueryPart<SingleQuery>[];
}

/** A query taken apart; one that is no mix has one part. Throws INVALID_INPUT that names what is wrong with a mix. */
export function queryParts(query: SearchQuery): QueryParts {
  const { mix } = query;
  if (!mix) return { fusion: 'AVERAGE', parts: [{ query, weight: 1, path: 'query' }] };
  checkCount('query.mix.parts', mix.parts, 1);
  const avoid = mix.avoid ?? [];
  checkCount('query.mix.avoid', avoid, 0);
  const parts = mix.parts.map((part, index) => readPart(part, `query.mix.parts[${index}]`));
  const avoided = avoid.map((part, index) => readPart(part, `query.mix.avoid[${index}]`));
  return { fusion: mix.fusion ?? 'AVERAGE', parts: [...parts, ...avoided.map((part) => ({ ...part, weight: -part.weight }))] };
}

function readPart({ query, weight }: MixPart, path: string): QueryPart<SingleQuery> {
  if (query.mix) throw invalidInput('INVALID', `${path}: a mix takes no other mix.`);
  const counts = weight ?? 1;
  if (!(counts > 0 && counts <= MAX_WEIGHT)) {
    throw invalidInput('INVALID', `${path}.weight must be above 0 and at most ${MAX_WEIGHT}; use avoid to keep away from something.`);
  }
  return { query, weight: counts, path };
}

function checkCount(path: string, { length }: readonly unknown[], least: number): void {
  if (length < least) throw invalidInput('EMPTY', `${path} is empty.`);
  if (length > MAX_MIX_PARTS) throw invalidInput('TOO_LARGE', `${path} holds ${length} items; at most ${MAX_MIX_PARTS} are taken.`);
}

/** Of reading and embedding them. */
export function priceOfParts(parts: readonly QueryPart<SingleQuery>[]): number {
  return parts.reduce((sum, { query }) => sum + embeddingPrice(query), 0);
}

/** The texts to look for as words: those of the parts that are wanted. Empty where there are none. */
export function wordsOf(parts: readonly QueryPart<SingleQuery>[]): string {
  return parts.flatMap(({ query: { text }, weight }) => (typeof text === 'string' && weight > 0 ? [text] : [])).join(' ');
}

/** A part whose query is its unit vector. */
export type VectorPart = QueryPart<Float32Array>;

/** Embeds the parts; an error of one names its place. */
export async function vectorParts(
  parts: readonly QueryPart<SingleQuery>[],
  encoding: { readonly embedder: Embedder; readonly images: ImageReader },
  options: RequestOptions,
): Promise<readonly VectorPart[]> {
  return eachNamed(parts, async (part) => ({ ...part, query: await queryVector(part.query, encoding, options) }));
}
