import type { CollectionInfo, StoredRecord } from '@clipgraph/contracts';

/** What the resolvers of `Collection` get. */
export interface CollectionNode extends CollectionInfo {
  readonly __typename: 'Collection';
}

/** What the resolvers of `Asset` get. It carries its collection, so that a page of assets asks for it once. */
export interface AssetNode {
  readonly __typename: 'Asset';
  readonly collection: CollectionNode;
  readonly record: StoredRecord;
}

export function collectionNode(info: CollectionInfo): CollectionNode {
  return { ...info, __typename: 'Collection' };
}

export function assetNode(collection: CollectionNode, record: StoredRecord): AssetNode {
  return { __typename: 'Asset', collection, record };
}
