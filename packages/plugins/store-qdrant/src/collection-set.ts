import type { CollectionInfo, CollectionSpec } from '@clipgraph/contracts';

import type { QdrantPoints } from './qdrant-points.ts';

/** A collection that was found, and its records. */
export interface OpenCollection {
  readonly info: CollectionInfo;
  readonly points: QdrantPoints;
}

/**
 * The collections of a store, however they are kept in Qdrant. Each call reads again what a name stands for: another gateway may
 * have changed it.
 */
export interface CollectionSet {
  /** Rejects with CONFLICT when the name is taken. */
  create(spec: CollectionSpec): Promise<CollectionInfo>;
  list(): Promise<CollectionInfo[]>;
  find(name: string, signal?: AbortSignal): Promise<CollectionInfo | undefined>;
  /** Rejects with NOT_FOUND, and with CONFLICT for another fingerprint than the collection's. */
  open(name: string, fingerprint?: string, signal?: AbortSignal): Promise<OpenCollection>;
  /** False when there was none. */
  delete(name: string): Promise<boolean>;
  /** Swaps the names of two collections; false where these two cannot be swapped. */
  exchange(a: string, b: string): Promise<boolean>;
  /** The records of every collection. */
  everyone(): Promise<QdrantPoints[]>;
  /** Rejects when the server does not answer or refuses the key. */
  check(): Promise<void>;
}
