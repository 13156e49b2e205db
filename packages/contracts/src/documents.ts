import type { KindIndexes } from './document-kind.ts';
import type { RequestOptions } from './encoder.ts';
import { PluginError } from './errors.ts';
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

/** The version of the contract of document stores that this package holds: `DocumentStore.contract`. */
export const DOCUMENTS_CONTRACT = 1;
export type DocumentsContract = typeof DOCUMENTS_CONTRACT;

/** Throws UNSUPPORTED, with the store's name, for a store that was written for another version of the contract. */
export function checkDocumentsContract(store: { readonly contract?: unknown; readonly name?: unknown }): void {
  if (store.contract === DOCUMENTS_CONTRACT) return;
  const spoken = typeof store.contract === 'number' ? `speaks contract ${store.contract}` : 'names no contract';
  throw new PluginError('UNSUPPORTED', `The document store "${String(store.name)}" ${spoken}; this gateway speaks ${DOCUMENTS_CONTRACT}.`);
}

/**
 * Small durable JSON documents beside the vectors: classifiers, policies, verdicts. A kind exists as soon as it has a
 * document; a name of a kind follows `isCollectionName`. Ids that begin with the time (UUIDv7, say) make
 * paging by id paging by time. Errors: CONFLICT for an id that is taken, INVALID_INPUT for a wrong kind, id, limit or index
 * and (TOO_LARGE) for a document of more than {@link MAX_DOCUMENT_BYTES}, UNAVAILABLE when the engine cannot be
 * reached. What a write acknowledged survives the process. A write that rejects has changed nothing.
 */
export interface DocumentStore {
  readonly contract: DocumentsContract;
  /** For messages and logs, for example `sqlite`. */
  readonly name: string;

  /**
   * Makes the store keep these indexes and no others for each of these kinds; kinds that are not named stay as they are. Resolves
   * when the indexes hold every document. Called when a gateway opens, before anything else, with what may have been declared
   * before. It changes how quickly filters are answered, and never what they answer: a store without indexes does nothing but
   * refuse what `checkKinds` refuses.
   */
  declare(kinds: readonly KindIndexes[]): Promise<void>;

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
