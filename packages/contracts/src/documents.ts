import type { RequestOptions } from './encoder.ts';
import type { Filter } from './filter.ts';
import type { JsonObject } from './json.ts';

/** A small JSON document under an id of its kind. */
export interface StoredDocument {
  /** Unique within its kind; any text that `isAssetKey` allows. */
  readonly id: string;
  readonly document: JsonObject;
}

/** Documents of one kind. */
export interface KindDocuments {
  readonly kind: string;
  readonly documents: readonly StoredDocument[];
}

export interface DocumentQuery {
  /** As {@link matchesFilter} says; the record's key is the id, its payload the document. */
  readonly filter?: Filter | undefined;
  /** By id, in code-point order. Default `ascending`. */
  readonly order?: 'ascending' | 'descending' | undefined;
  /** Only what comes after this id in the order; it need not be there. */
  readonly after?: string | undefined;
  /** Only what comes before this id in the order; it need not be there. */
  readonly until?: string | undefined;
  /** Most documents to return, at least 1. */
  readonly limit: number;
}

/**
 * Small durable JSON documents beside the vectors: classifiers, policies, verdicts. Kinds come into being with
 * their first document; a name of a kind follows `isCollectionName`. Ids that begin with the time (UUIDv7, say) make
 * paging by id paging by time. Errors: CONFLICT for an id that is taken, INVALID_INPUT for a wrong kind, id or limit
 * and (TOO_LARGE) for a document of more than {@link MAX_DOCUMENT_BYTES}, UNAVAILABLE when the engine cannot be
 * reached. What a write acknowledged survives the process. A write that rejects has changed nothing.
 */
export interface DocumentStore {
  /** All of them, or none: CONFLICT when an id is taken, or comes twice. */
  insert(kind: string, documents: readonly StoredDocument[]): Promise<void>;
  /** The same for several kinds at once: everything, or nothing. */
  insertTogether(parts: readonly KindDocuments[]): Promise<void>;
  /** Inserts, or replaces the whole document. */
  put(kind: string, id: string, document: JsonObject): Promise<void>;
  /** Undefined when there is none. */
  get(kind: string, id: string): Promise<JsonObject | undefined>;
  /** False when there was none: of two who delete at once, one gets true. */
  delete(kind: string, id: string): Promise<boolean>;
  list(kind: string, query: DocumentQuery, options?: RequestOptions): Promise<readonly StoredDocument[]>;
  count(kind: string, filter?: Filter, options?: RequestOptions): Promise<number>;
  /** Deletes everything of the kind with an id before this one, in code-point order; how many there were. */
  deleteBefore(kind: string, id: string): Promise<number>;

  /** Rejects with UNAVAILABLE when the store cannot answer now. */
  health(): Promise<void>;
  /** Finishes what is under way, then frees everything. Safe to call twice. */
  close(): Promise<void>;
}

/** Of a document as JSON in UTF-8. */
export const MAX_DOCUMENT_BYTES: number = 8 * 1024 * 1024;
