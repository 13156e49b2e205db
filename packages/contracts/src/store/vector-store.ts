import type { RequestOptions } from '../encoder.ts';
import type { Filter } from '../filter.ts';
import type { JsonObject } from '../json.ts';
import type { CropSearch } from './crop-search.ts';
import type { Exchange } from './exchange.ts';
import type { Facets } from './facets.ts';
import type { PictureUse } from './picture-use.ts';
import type { ScrollQuery, SearchResult, VectorQuery } from './queries.ts';
import type { Recommendations } from './recommendations.ts';
import type { AssetRecord, CollectionInfo, CollectionSpec, RecordVectors, StoredRecord } from './records.ts';
import type { Samples } from './samples.ts';
import type { StoreContract } from './store-contract.ts';
import type { WordSearch } from './words.ts';

/**
 * What a store can do beyond the core. Each is a property that is there or not; `completeStore` of `@clipgraph/store-kit`
 * puts something slower, or a refusal, in the place of one that is not. docs/stores.md says which.
 */
export interface StoreCapabilities {
  readonly words?: WordSearch;
  readonly facets?: Facets;
  readonly recommendations?: Recommendations;
  readonly samples?: Samples;
  readonly crops?: CropSearch;
  readonly pictures?: PictureUse;
  readonly exchange?: Exchange;
}

export type StoreCapability = keyof StoreCapabilities;

/**
 * Collections of records with named vectors: the core that every store has. `testVectorStore` of `@clipgraph/testing`
 * checks all that stands here; `checks.ts` has what every store must refuse.
 *
 * **Refusals** are PluginErrors: NOT_FOUND for an unknown collection, also by a name that none can have; CONFLICT for a name
 * that is taken and for vectors or a query of another fingerprint; INVALID_INPUT for a wrong name, key, time, limit or
 * number of dimensions and for a vector that is not of unit length, with messages that hold no key, payload or vector;
 * UNAVAILABLE when the engine cannot be reached and once the store is closed.
 *
 * **Writes** are whole or nothing: a call that rejects has changed nothing, and nobody reads a half of one that goes on.
 * What is acknowledged shows in every later call, and survives the process where the store is durable. Many calls may go on
 * at once. The store keeps no reference to what the caller gave: the caller may change its vectors as soon as the call
 * has returned its promise.
 *
 * **Aborting** a call by its signal rejects it with the signal's reason, even right after it was made, and harms no other.
 */
export interface VectorStore extends StoreCapabilities {
  readonly contract: StoreContract;
  /** For messages and logs, for example `sqlite`. */
  readonly name: string;

  /** Of several calls with one name at once, one succeeds. */
  createCollection(spec: CollectionSpec): Promise<CollectionInfo>;
  /** By name, in code-point order. */
  collections(): Promise<readonly CollectionInfo[]>;
  /** Undefined where there is none, also for a name that none can have. */
  collection(name: string): Promise<CollectionInfo | undefined>;
  /** With its records; its name is free afterwards. False when there was none. */
  deleteCollection(name: string): Promise<boolean>;

  /** Inserts, or replaces whole records with the same key. A key twice in one call: the last one stays. */
  upsert(collection: string, fingerprint: string, records: readonly AssetRecord[]): Promise<void>;
  /** In the order of the keys; undefined where there is none. What was absent is absent: no member is `undefined`. */
  get(collection: string, keys: readonly string[]): Promise<readonly (StoredRecord | undefined)[]>;
  /** The stored vectors, right to 1e-6, in the order of the keys; undefined where there is no record. Those of parts are for the capability `crops`. */
  vectors(collection: string, keys: readonly string[]): Promise<readonly (RecordVectors | undefined)[]>;
  /** Replaces the payload whole and leaves the rest of the record as it is. NOT_FOUND when there is no such key. */
  setPayload(collection: string, key: string, payload: JsonObject): Promise<StoredRecord>;
  /** How many there were, a repeated key counted once. */
  delete(collection: string, keys: readonly string[]): Promise<number>;

  /** The nearest records that pass the filter. */
  search(collection: string, fingerprint: string, query: VectorQuery, options?: RequestOptions): Promise<SearchResult>;
  /** Whole records by key, in code-point order. Those that come and go between two pages neither repeat nor hide others. */
  scroll(collection: string, query: ScrollQuery): Promise<readonly StoredRecord[]>;
  /** Records, not vectors. A filter means what `matchesFilter` says, here and everywhere. */
  count(collection: string, filter?: Filter): Promise<number>;

  /** Rejects with UNAVAILABLE when the store cannot answer now. */
  health(): Promise<void>;
  /** Answers the calls made before, then frees everything. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * A store with every capability, its own or what stands in for it: what modules are given. Only `exchange` may be missing,
 * because only its user has something else to do. Made by `completeStore` of `@clipgraph/store-kit`.
 */
export type CompleteStore = VectorStore & Required<Omit<StoreCapabilities, 'exchange'>>;
