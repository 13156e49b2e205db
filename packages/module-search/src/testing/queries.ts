import { colourPicture } from '@clipgraph/testing';

import { base64Image, type Answer, type SearchServer } from './search-server.ts';

/** An item of `indexAssets`. */
export interface AssetVariables {
  readonly key: string;
  readonly image?: { readonly base64: string } | { readonly assetId: string } | { readonly url: string };
  readonly text?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

export async function createCollection(server: SearchServer, name = 'shop', model?: string): Promise<Answer> {
  return server.ask('mutation ($name: String!, $model: String) { createCollection(name: $name, model: $model) { id name } }', {
    name,
    model,
  });
}

export async function indexAssets(
  server: SearchServer,
  assets: readonly AssetVariables[],
  { collection = 'shop', signal }: { collection?: string; signal?: AbortSignal } = {},
): Promise<Answer> {
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
  readonly target?: 'IMAGE' | 'TEXT' | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

export async function search(server: SearchServer, variables: SearchVariables = {}): Promise<Answer> {
  const query = /* GraphQL */ `
    query ($collection: String!, $query: SearchQuery!, $filter: Filter, $target: Modality, $first: Int, $after: String) {
      search(collection: $collection, query: $query, filter: $filter, target: $target, first: $first, after: $after) {
        totalCount
        edges {
          cursor
          cosine
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

/** The keys of a page of `search`. */
export function keysOf({ data }: Answer): string[] {
  return data.search.nodes.map(({ key }: { key: string }) => key);
}

/** Every picture that records use, which should be every picture that is kept. */
export async function usedImages(server: SearchServer): Promise<string[]> {
  const used = new Set<string>();
  for (const { name } of await server.store.collections()) {
    for (const { imageId } of await server.store.scroll(name, { limit: 10_000 })) if (imageId) used.add(imageId);
  }
  return [...used].sort();
}

export function keptImages({ imageFiles }: SearchServer): string[] {
  return [...imageFiles.files.keys()].sort();
}
