import type { PlainAnswer } from '@clipgraph/module-testing';
import { normalised } from '@clipgraph/contracts';
import { colourPicture } from '@clipgraph/testing';

import { base64Image, type SearchServer } from './search-server.ts';

/** An item of `indexAssets`. */
export interface AssetVariables {
  readonly key: string;
  readonly image?: { readonly base64: string } | { readonly assetId: string } | { readonly url: string };
  readonly text?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

export async function createCollection(server: SearchServer, name = 'shop', model?: string): Promise<PlainAnswer> {
  return server.ask('mutation ($name: String!, $model: String) { createCollection(name: $name, model: $model) { id name } }', {
    name,
    model,
  });
}

export async function indexAssets(
  server: SearchServer,
  assets: readonly AssetVariables[],
  { collection = 'shop', signal }: { collection?: string; signal?: AbortSignal } = {},
): Promise<PlainAnswer> {
  const query = /* GraphQL */ `
    mutation ($collection: String!, $assets: [AssetInput!]!) {
      indexAssets(collection: $collection, assets: $assets) {
        __typename
        ... on Asset {
          id
          key
          imageHash
          text
          payload
          createdAt
        }
        ... on InputError {
          code
          message
        }
      }
    }
  `;
  return server.ask(query, { collection, assets }, signal ? { signal } : {});
}

/** Pictures of one colour each, the colour as key unless keys are given. */
export async function colourAssets(colours: readonly string[], keys: readonly string[] = colours): Promise<AssetVariables[]> {
  return Promise.all(
    colours.map(async (colour, index) => ({
      key: keys[index]!,
      image: base64Image(await colourPicture(colour)),
      payload: { colour, index },
    })),
  );
}

export interface SearchVariables {
  readonly collection?: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly target?: 'IMAGE' | 'TEXT' | 'BOTH' | null;
  readonly keywords?: boolean;
  readonly cutoff?: { readonly cosine?: number; readonly calibrated?: number; readonly auto?: boolean };
  readonly diversity?: number;
  readonly groupBy?: { readonly field: string; readonly size?: number };
  readonly first?: number | null;
  readonly after?: string | null;
}

export async function search(server: SearchServer, variables: SearchVariables = {}): Promise<PlainAnswer> {
  const query = /* GraphQL */ `
    query (
      $collection: String!
      $query: SearchQuery!
      $filter: Filter
      $target: SearchTarget
      $keywords: Boolean
      $cutoff: Cutoff
      $diversity: Float
      $groupBy: GroupBy
      $first: Int
      $after: String
    ) {
      search(
        collection: $collection
        query: $query
        filter: $filter
        target: $target
        keywords: $keywords
        cutoff: $cutoff
        diversity: $diversity
        groupBy: $groupBy
        first: $first
        after: $after
      ) {
        totalCount
        edges {
          cursor
          score
          cosine
          group
          node {
            key
          }
        }
        nodes {
          key
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
      }
    }
  `;
  return server.ask(query, { collection: 'shop', query: { text: 'red' }, ...variables });
}

export interface RecommendVariables {
  readonly collection?: string;
  readonly like?: readonly Readonly<Record<string, unknown>>[];
  readonly unlike?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly strategy?: 'AVERAGE' | 'BEST_SCORE' | 'SUM_SCORES' | null;
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly target?: 'IMAGE' | 'TEXT';
  readonly diversity?: number;
  readonly first?: number;
  readonly after?: string;
}

export async function recommend(
  server: SearchServer,
  variables: RecommendVariables = {},
  options: { signal?: AbortSignal } = {},
): Promise<PlainAnswer> {
  const query = /* GraphQL */ `
    query (
      $collection: String!
      $like: [Example!]!
      $unlike: [Example!]
      $strategy: RecommendStrategy
      $filter: Filter
      $target: Modality
      $diversity: Float
      $first: Int
      $after: String
    ) {
      recommend(
        collection: $collection
        like: $like
        unlike: $unlike
        strategy: $strategy
        filter: $filter
        target: $target
        diversity: $diversity
        first: $first
        after: $after
      ) {
        totalCount
        edges {
          score
          cosine
        }
        nodes {
          key
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `;
  return server.ask(query, { collection: 'shop', like: [{ key: 'red' }], ...variables }, options);
}

/** The keys of a page of `search` or `recommend`. */
export function keysOf({ data }: PlainAnswer): string[] {
  return (data.search ?? data.recommend).nodes.map(({ key }: { key: string }) => key);
}

/** The global id of an asset. */
export async function assetId(server: SearchServer, key: string, collection = 'shop'): Promise<string> {
  const query =
    'query ($name: String!, $keys: [String!]!) { collection(name: $name) { assets(filter: { must: [{ keys: $keys }] }) { nodes { id } } } }';
  const { data } = await server.ask(query, { name: collection, keys: [key] });
  return data.collection.assets.nodes[0].id;
}

/** Every picture that records use, which should be every picture that is kept. */
export async function usedImages(server: SearchServer): Promise<string[]> {
  const used = new Set<string>();
  for (const { name } of await server.store.collections()) {
    for (const { imageId } of await server.store.scroll(name, { limit: 10_000 })) if (imageId) used.add(imageId);
  }
  return [...used].sort();
}

/** Every picture that is kept. */
export async function keptImages({ imageFiles }: SearchServer): Promise<string[]> {
  return (await imageFiles.list({ limit: 10_000 })).map(({ imageId }) => imageId).sort();
}

/** Records with vectors of their own making, written past the model; of the fake encoder's 64 dimensions, the rest zeros. */
export async function storeVectors(
  { store }: SearchServer,
  records: readonly { readonly key: string; readonly image?: readonly number[]; readonly text?: readonly number[] }[],
): Promise<void> {
  const { fingerprint } = (await store.collection('shop'))!;
  const assets = records.map(({ key, image, text }) => ({
    key,
    payload: {},
    vectors: { ...(image && { image: unitVector(image) }), ...(text && { text: unitVector(text) }) },
  }));
  await store.upsert('shop', fingerprint, assets);
}

/** The unit vector in the direction of some numbers, filled up with zeros. */
export function unitVector(numbers: readonly number[]): Float32Array {
  return normalised(Array.from({ length: 64 }, (_, index) => numbers[index] ?? 0));
}

export interface ScoredEdge {
  readonly cosine: number | null;
  readonly calibrated: number | null;
  readonly cursor: string;
  readonly node: { readonly key: string };
}

const SCORED = 'edges { cosine calibrated cursor node { key } }';

/** The edges of a search with their calibrated scores, and what went wrong. */
export async function scoredEdges(
  server: SearchServer,
  variables: SearchVariables,
): Promise<PlainAnswer & { readonly edges: ScoredEdge[] }> {
  const query = `query ($collection: String!, $query: SearchQuery!, $filter: Filter, $target: SearchTarget, $cutoff: Cutoff, $first: Int, $after: String) {
    search(collection: $collection, query: $query, filter: $filter, target: $target, cutoff: $cutoff, first: $first, after: $after) { ${SCORED} }
  }`;
  const answer = await server.ask(query, { collection: 'shop', first: 100, ...variables });
  return { ...answer, edges: answer.data?.search.edges ?? [] };
}
