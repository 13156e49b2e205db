import { vectorFromBase64, vectorToBase64 } from '@clipgraph/module-kit';

import type { ModerationAction } from '../generated/types.ts';
import type { BlocklistDocument, BlocklistEntryDocument } from '../kinds.ts';

/** What the GraphQL type `Blocklist` resolves from. */
export interface Blocklist {
  readonly __typename: 'Blocklist';
  readonly name: string;
  readonly createdAt: Date;
  /** Another one after every change of its entries. */
  readonly revision: string;
}

/** What is kept of a picture; what the GraphQL type `BlocklistEntry` resolves from. */
export interface BlocklistEntry {
  readonly __typename: 'BlocklistEntry';
  readonly blocklist: string;
  /** sha256 of its bytes, hexadecimal; once in a list. */
  readonly contentHash: string;
  /** Undefined for a picture with too little in it. */
  readonly perceptualHash: string | undefined;
  readonly vector: Float32Array;
  /** Of the model that made the vector. */
  readonly fingerprint: string;
  readonly modelName: string;
  readonly note: string | undefined;
  /** Instead of the rule's. */
  readonly action: ModerationAction | undefined;
  readonly keyName: string | undefined;
  readonly addedAt: Date;
}

export function blocklistDocument({ createdAt, revision }: Blocklist): BlocklistDocument {
  return { createdAt: createdAt.toISOString(), revision };
}

export function blocklistFrom(name: string, { createdAt, revision }: BlocklistDocument): Blocklist {
  return { __typename: 'Blocklist', name, createdAt: new Date(createdAt), revision };
}

export function entryDocument({
  __typename,
  perceptualHash,
  vector,
  note,
  action,
  keyName,
  addedAt,
  ...rest
}: BlocklistEntry): BlocklistEntryDocument {
  return {
    ...rest,
    vector: vectorToBase64(vector),
    addedAt: addedAt.toISOString(),
    ...(perceptualHash !== undefined && { perceptualHash }),
    ...(note !== undefined && { note }),
    ...(action !== undefined && { action }),
    ...(keyName !== undefined && { keyName }),
  };
}

export function entryFrom(document: BlocklistEntryDocument): BlocklistEntry {
  const { blocklist, contentHash, perceptualHash, vector, fingerprint, modelName, note, action, keyName, addedAt } = document;
  return {
    __typename: 'BlocklistEntry',
    blocklist,
    contentHash,
    perceptualHash,
    vector: vectorFromBase64(vector),
    fingerprint,
    modelName,
    note,
    action,
    keyName,
    addedAt: new Date(addedAt),
  };
}
