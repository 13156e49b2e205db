import type { JsonObject } from '@clipgraph/contracts';

import type { ModerationAction } from '../generated/types.ts';
import { vectorFrom, vectorText } from '../vector-text.ts';

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

export function blocklistDocument({ createdAt, revision }: Blocklist): JsonObject {
  return { createdAt: createdAt.toISOString(), revision };
}

/** Of a document that {@link blocklistDocument} made. */
export function blocklistFrom(name: string, document: JsonObject): Blocklist {
  const { createdAt, revision } = document as { createdAt: string; revision: string };
  return { __typename: 'Blocklist', name, createdAt: new Date(createdAt), revision };
}

export function entryDocument({ __typename, perceptualHash, vector, note, action, keyName, addedAt, ...rest }: BlocklistEntry): JsonObject {
  return {
    ...rest,
    vector: vectorText(vector),
    addedAt: addedAt.toISOString(),
    ...(perceptualHash !== undefined && { perceptualHash }),
    ...(note !== undefined && { note }),
    ...(action !== undefined && { action }),
    ...(keyName !== undefined && { keyName }),
  };
}

/** Of a document that {@link entryDocument} made. */
export function entryFrom(document: JsonObject): BlocklistEntry {
  const stored = document as unknown as Omit<BlocklistEntry, '__typename' | 'vector' | 'addedAt'> & { vector: string; addedAt: string };
  const { blocklist, contentHash, perceptualHash, vector, fingerprint, modelName, note, action, keyName, addedAt } = stored;
  return {
    __typename: 'BlocklistEntry',
    blocklist,
    contentHash,
    perceptualHash,
    vector: vectorFrom(vector),
    fingerprint,
    modelName,
    note,
    action,
    keyName,
    addedAt: new Date(addedAt),
  };
}
