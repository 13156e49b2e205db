import type { Crops, CropVector } from './crops.ts';
import type { RequestOptions } from './encoder.ts';
import type { Filter } from './filter.ts';
import type { JsonObject, Primitive } from './json.ts';
import type { Modality } from './model.ts';

/** What a collection is bound to when it is made. */
export interface CollectionSpec {
  /** 1 to 64 of `a-z A-Z 0-9 _ -`, a letter or digit first: {@link isCollectionName}. */
  readonly name: string;
  /** Fingerprint of the only model whose vectors it takes. */
  readonly fingerprint: string;
  /** The model's name, to be shown. */
  readonly model: string;
  readonly dimensions: number;
  /** How its pictures are embedded, where that is not as a whole; with `each`, its records may have vectors of tiles. */
  readonly crops?: Crops;
}

export interface CollectionInfo extends CollectionSpec {
  readonly createdAt: Date;
}

/** Unit vectors by what they were made from. */
export interface RecordVectors extends Readonly<Partial<Record<Modality, Float32Array>>> {
  /** Of parts of the picture, beside that of the whole; only with `image`, at most `MAX_CROPS`, in their order. */
  readonly crops?: readonly CropVector[];
}

/** A picture, a text, or both, with the caller's own data. */
export interface AssetRecord {
  /** The caller's own id, unique in its collection; any text that {@link isAssetKey} allows. */
  readonly key: string;
  readonly payload: JsonObject;
  readonly text?: string;
  /** Content id (sha256, hexadecimal) of the stored picture. */
  readonly imageId?: string;
  /** An image's or a text's, at least. */
  readonly vectors: RecordVectors;
  /** Of a copy: when the original was first inserted. Default: now. A record that replaces another has the other one's. */
  readonly createdAt?: Date;
}

export interface StoredRecord extends Omit<AssetRecord, 'vectors'> {
  /** First insertion under this key; a replacement keeps it. */
  readonly createdAt: Date;
}

export interface VectorQuery {
  /** Unit vector of the collection's dimensions. */
  readonly vector: Float32Array;
  /** Which named vector it is compared with; records without it are no candidates. */
  readonly target: Modality;
  /** With the target `image`: a record's cosine is the best of those of its picture and of the picture's parts. */
  readonly crops?: boolean;
  readonly filter?: Filter;
  /** Most hits to return, at least 1. */
  readonly limit: number;
}

export interface Hit {
  readonly key: string;
  /** Cosine of the query and the record's vector (with `crops` the best of them), -1 to 1. */
  readonly cosine: number;
}

export interface SearchResult {
  /** Highest cosine first; equal cosines by key, in code-point order. */
  readonly hits: readonly Hit[];
  /** How many records were candidates and passed the filter, where the store knows. */
  readonly matched?: number;
}

/** What {@link recommendScore} says; the names are Qdrant's. */
export type RecommendStrategy = 'bestScore' | 'sumScores';

export interface RecommendQuery {
  /** Unit vectors of what is liked and of what is disliked; at least one of both together. */
  readonly positive: readonly Float32Array[];
  readonly negative: readonly Float32Array[];
  readonly strategy: RecommendStrategy;
  readonly target: Modality;
  readonly filter?: Filter;
  /** Most hits to return, at least 1. */
  readonly limit: number;
}

export interface ScoredHit {
  readonly key: string;
  /** What {@link recommendScore} makes of the record's cosines; comparable within one answer only. */
  readonly score: number;
}

export interface RecommendResult {
  /** Highest score first; equal scores by key, in code-point order. */
  readonly hits: readonly ScoredHit[];
  readonly matched?: number;
}

export interface TextQuery {
  /** Anything that a user typed: words, never a query language. */
  readonly text: string;
  readonly filter?: Filter;
  readonly limit: number;
}

export interface ScrollQuery {
  readonly filter?: Filter;
  /** Only keys after this one. */
  readonly after?: string;
  readonly limit: number;
}

export interface FacetCount {
  readonly value: Primitive;
  readonly count: number;
}

/**
 * Collections of records with named vectors. Errors: NOT_FOUND for an unknown collection, CONFLICT for a
 * name that is taken or vectors of another fingerprint, INVALID_INPUT for a wrong name, key, dimension or
 * a vector that is not finite, or vectors of parts where the collection keeps none, UNAVAILABLE when the engine cannot be
 * reached. What a write acknowledged survives the process. A write that rejects has changed nothing.
 */
export interface VectorStore {
  createCollection(spec: CollectionSpec): Promise<CollectionInfo>;
  /** By name, in code-point order. */
  collections(): Promise<readonly CollectionInfo[]>;
  collection(name: string): Promise<CollectionInfo | undefined>;
  /** False when there was none. */
  deleteCollection(name: string): Promise<boolean>;
  /**
   * Each of two collections answers to the other's name from now on, for everyone who uses the engine and at once; false,
   * and nothing has changed, where one of them is missing or these two cannot. A store without this method cannot at all.
   */
  exchange?(a: string, b: string): Promise<boolean>;

  /** Inserts, or replaces whole records with the same key. A key twice in one call: the last one stays. */
  upsert(collection: string, fingerprint: string, records: readonly AssetRecord[]): Promise<void>;
  /** In the order of the keys; undefined where there is none. */
  get(collection: string, keys: readonly string[]): Promise<readonly (StoredRecord | undefined)[]>;
  /**
   * The stored vectors by what they were made from, in the order of the keys; undefined where there is no record. Those of
   * parts of pictures only when asked for: they are many.
   */
  vectors(
    collection: string,
    keys: readonly string[],
    options?: { readonly crops?: boolean },
  ): Promise<readonly (RecordVectors | undefined)[]>;
  /** Replaces the payload whole; NOT_FOUND when there is no such key. */
  setPayload(collection: string, key: string, payload: JsonObject): Promise<StoredRecord>;
  /** How many there were. */
  delete(collection: string, keys: readonly string[]): Promise<number>;

  /** A query of another fingerprint than the collection's is refused with CONFLICT. */
  search(collection: string, fingerprint: string, query: VectorQuery, options?: RequestOptions): Promise<SearchResult>;
  /** Ranks by examples; refuses like `search`. The work of `bestScore` grows with the number of examples. */
  recommend(collection: string, fingerprint: string, query: RecommendQuery, options?: RequestOptions): Promise<RecommendResult>;
  /**
   * Keys of the records whose `text` or payload strings, at any depth, hold at least one word of the text, in the order
   * of BM25: rarer words count more, and so does a word in a shorter record; equal ones in any order, the same
   * again as long as nothing is written. Words are runs of letters and digits, compared without case and without accents on Latin letters; where a script puts no spaces
   * between words (Chinese, Japanese, Thai), two neighbouring characters count as a word. Only the first
   * {@link MAX_SEARCH_WORDS} different words in the first 32,768 characters of the text count; without any there are no
   * hits.
   */
  searchText(collection: string, query: TextQuery, options?: RequestOptions): Promise<readonly string[]>;
  /**
   * Vectors of at most so many records, chosen without regard to what they show: what a distribution is estimated
   * from. The same ones as long as nothing is written.
   */
  sample(collection: string, target: Modality, limit: number): Promise<readonly Float32Array[]>;
  /** Keys of at most so many records with such a vector, chosen like those of `sample`. */
  sampleKeys(collection: string, target: Modality, limit: number): Promise<readonly string[]>;
  /** By key, in code-point order. */
  scroll(collection: string, query: ScrollQuery): Promise<readonly StoredRecord[]>;
  count(collection: string, filter?: Filter): Promise<number>;
  /** Values of a payload field (arrays opened) and in how many records each stands; most frequent first, then by value as text. */
  facet(collection: string, field: string, options: { readonly filter?: Filter; readonly limit: number }): Promise<readonly FacetCount[]>;
  /** Whether any record's picture is this one: a picture without a record may be deleted. */
  hasImage(imageId: string): Promise<boolean>;

  /** Rejects with UNAVAILABLE when the store cannot answer now. */
  health(): Promise<void>;
  close(): Promise<void>;
}

/** Different words of a {@link TextQuery} that count. */
export const MAX_SEARCH_WORDS = 32;

/** In UTF-16 units, as `String.length` counts. */
export const MAX_KEY_LENGTH = 512;

/** Whether a text can be a record's key: 1 to {@link MAX_KEY_LENGTH} long, without half surrogates. */
export function isAssetKey(key: string): boolean {
  return key.length > 0 && key.length <= MAX_KEY_LENGTH && key.isWellFormed();
}

/**
 * Order of two texts by code point: that of their UTF-8 bytes, which databases use. JavaScript's own `<` compares
 * UTF-16 units and puts an emoji before U+FF5E.
 */
export function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other unit. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

export function isCollectionName(name: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/.test(name);
}
