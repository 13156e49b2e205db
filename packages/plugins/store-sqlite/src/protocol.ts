import type {
  CollectionInfo,
  CollectionSpec,
  CropBox,
  CropVector,
  FacetCount,
  Filter,
  Modality,
  RecommendQuery,
  RecommendResult,
  ScrollQuery,
  SearchResult,
  TextQuery,
  VectorQuery,
} from '@clipgraph/contracts';

/** A record on its way to the worker; its vectors travel in {@link PackedRecords}. */
export interface PackedRecord {
  readonly key: string;
  /** JSON: the worker stores it as it is and reads it only when a filter asks. */
  readonly payload: string;
  readonly text: string | null;
  readonly imageId: string | null;
  readonly image: boolean;
  readonly textVector: boolean;
  /** Of the tiles that have vectors. */
  readonly boxes: readonly CropBox[];
  /** Milliseconds since 1970; null for now. */
  readonly createdAt: number | null;
}

export interface PackedRecords {
  readonly records: readonly PackedRecord[];
  /** Of every vector. */
  readonly dimensions: number;
  /** In the order of the records, of each the image's, the text's, and those of the tiles. */
  readonly vectors: Float32Array<ArrayBuffer>;
}

/** With crops, a record's cosine is the best of those of its picture and of the picture's tiles. */
export type CropQuery = VectorQuery & { readonly crops: boolean };

/** A record on its way back. */
export interface SentRecord {
  readonly key: string;
  readonly payload: string;
  readonly text: string | null;
  readonly imageId: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface SentVectors {
  readonly image?: Float32Array;
  readonly text?: Float32Array;
  readonly crops?: readonly CropVector[];
}

/** What the worker can be asked: the store's contract in messages, each answered in turn. */
export interface Engine {
  createCollection(spec: CollectionSpec): CollectionInfo;
  collections(): CollectionInfo[];
  collection(name: string): CollectionInfo | undefined;
  deleteCollection(name: string): boolean;
  exchange(a: string, b: string): boolean;
  upsert(collection: string, fingerprint: string, packed: PackedRecords): void;
  get(collection: string, keys: readonly string[]): (SentRecord | undefined)[];
  vectors(collection: string, keys: readonly string[], crops: boolean): (SentVectors | undefined)[];
  setPayload(collection: string, key: string, payload: string): SentRecord;
  delete(collection: string, keys: readonly string[]): number;
  search(collection: string, fingerprint: string, query: CropQuery): SearchResult;
  recommend(collection: string, fingerprint: string, query: RecommendQuery): RecommendResult;
  searchText(collection: string, query: TextQuery): string[];
  sample(collection: string, target: Modality, limit: number): Float32Array[];
  sampleKeys(collection: string, target: Modality, limit: number): string[];
  scroll(collection: string, query: ScrollQuery): SentRecord[];
  count(collection: string, filter?: Filter): number;
  facet(collection: string, field: string, filter: Filter | undefined, limit: number): FacetCount[];
  /** Those of the pictures that a record shows. */
  imagesAmong(imageIds: readonly string[]): string[];
  health(): void;
  close(): void;
}

/** What the worker is started with. */
export interface EngineOptions {
  /** The folder of the data. */
  readonly path: string;
  readonly synchronous: 'full' | 'normal';
}
