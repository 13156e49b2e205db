import { createHash } from 'node:crypto';

import type { CursorCodec } from '@clipgraph/module-kit';
import { invalidInput, type Filter, type VectorStore } from '@clipgraph/contracts';

import { assetNode, type AssetNode, type CollectionNode } from './asset-node.ts';
import type { PageInfo } from './generated/types.ts';

/** What the resolvers of `AssetConnection` get; `totalCount` is counted when it is asked for. */
export interface AssetPage {
  readonly collection: CollectionNode;
  readonly filter: Filter | undefined;
  readonly edges: { readonly cursor: string; readonly node: AssetNode }[];
  readonly nodes: AssetNode[];
  readonly pageInfo: PageInfo;
}

export interface AssetPageRequest {
  readonly filter: Filter | undefined;
  readonly first: number;
  readonly after: string | undefined;
}

/** Pages of a collection by key. A page starts after a key, so that nothing is repeated while assets come and go. */
export type AssetPages = (collection: CollectionNode, request: AssetPageRequest) => Promise<AssetPage>;

export function assetPages({ store, cursors }: { readonly store: VectorStore; readonly cursors: CursorCodec }): AssetPages {
  return async (collection, { filter, first, after }) => {
    const binding = createHash('sha256')
      .update(JSON.stringify([collection.name, collection.createdAt, filter ?? null]))
      .digest()
      .toString('base64url', 0, 16);
    const afterKey = after === undefined ? undefined : keyFrom(cursors, after, binding);

    // One more than the page, to know whether another follows.
    const records = await store.scroll(collection.name, {
      limit: first + 1,
      ...(filter ? { filter } : {}),
      ...(afterKey === undefined ? {} : { after: afterKey }),
    });
    const edges = records.slice(0, first).map((record) => ({
      cursor: cursors.encode({ kind: 'assets', key: record.key, binding }),
      node: assetNode(collection, record),
    }));
    return {
      collection,
      filter,
      edges,
      nodes: edges.map(({ node }) => node),
      pageInfo: {
        hasNextPage: records.length > first,
        hasPreviousPage: afterKey !== undefined,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
    };
  };
}

function keyFrom(cursors: CursorCodec, after: string, wanted: string): string {
  const { kind, key, binding } = cursors.decode(after);
  if (kind !== 'assets' || typeof key !== 'string') throw invalidInput('INVALID', 'after is not a cursor of a list of assets.');
  if (binding !== wanted) {
    throw invalidInput(
      'INVALID',
      'after belongs to another collection or filter; repeat those unchanged, or leave after out to start again.',
    );
  }
  return key;
}
