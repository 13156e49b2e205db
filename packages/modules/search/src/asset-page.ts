import { boundCursors, pageOf, type CursorCodec, type Page } from '@clipgraph/module-kit';
import type { Filter, VectorStore } from '@clipgraph/contracts';

import { assetNode, type AssetNode, type CollectionNode } from './asset-node.ts';

/** What the resolvers of `AssetConnection` get; `totalCount` is counted when it is asked for. */
export interface AssetPage extends Page<AssetNode> {
  readonly collection: CollectionNode;
  readonly filter: Filter | undefined;
}

export interface AssetPageRequest {
  readonly filter: Filter | undefined;
  readonly first: number;
  readonly after: string | undefined;
}

/** Pages of a collection by key. A page starts after a key, so that nothing is repeated while assets come and go. */
export type AssetPages = (collection: CollectionNode, request: AssetPageRequest) => Promise<AssetPage>;

export function assetPages({ store, cursors }: { readonly store: VectorStore; readonly cursors: CursorCodec }): AssetPages {
  const listCursors = boundCursors<{ key: string }>(cursors, {
    kind: 'assets',
    of: 'a list of assets',
    elsewhere: 'after belongs to another collection or filter; repeat those unchanged, or leave after out to start again.',
  });
  return async (collection, { filter, first, after }) => {
    const { cursorAt, placeOf } = listCursors(collection.name, collection.createdAt, filter ?? null);
    const from = placeOf(after);
    // One more than the page, to know whether another follows.
    const records = await store.scroll(collection.name, {
      limit: first + 1,
      ...(filter ? { filter } : {}),
      ...(from ? { after: from.key } : {}),
    });
    const nodes = records.slice(0, first).map((record) => assetNode(collection, record));
    const page = pageOf(nodes, {
      cursorOf: ({ record }) => cursorAt({ key: record.key }),
      hasNextPage: records.length > first,
      hasPreviousPage: from !== undefined,
    });
    return { collection, filter, ...page };
  };
}
