import type { JsonObject } from '@clipgraph/contracts';
import type { Primitive } from '@clipgraph/contracts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ModelInfo } from '@clipgraph/contracts';
import type { InputError as InputErrorNode, RequestContext } from '@clipgraph/module-kit';
import type { AssetNode, CollectionNode } from '../asset-node.ts';
import type { AssetPage } from '../asset-page.ts';
import type { SearchEdge as SearchEdgeNode } from '../search-page.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Bytes in base64 (RFC 4648), white space ignored. */
  Base64: { input: string; output: string; }
  /** An instant in RFC 3339, for example 2026-11-23T09:30:00Z. */
  DateTime: { input: Date; output: Date; }
  /** A JSON object: the payload of an asset. */
  JSONObject: { input: JsonObject; output: JsonObject; }
  /** A string, a number or a boolean. */
  Primitive: { input: Primitive; output: Primitive; }
  /** An absolute http or https address. */
  URL: { input: string; output: string; }
};

/** As MatchCondition, with several values. */
export type AnyOfCondition = {
  /** Dotted path of the field. */
  field: Scalars['String']['input'];
  /** 1 to 1000 values, of which the field must have one. */
  values: Array<Scalars['Primitive']['input']>;
};

/** A picture, a text, or both, under a key. */
export type Asset = Node & {
  /** The collection that it belongs to. */
  collection: Collection;
  /** When its key was indexed first. */
  createdAt: Scalars['DateTime']['output'];
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
  /** Hash (sha256) of the picture's bytes as they were given. */
  imageHash?: Maybe<Scalars['String']['output']>;
  /** Address of the picture on this server, metadata removed. */
  imageUrl?: Maybe<Scalars['URL']['output']>;
  /** The caller's own id, unique in its collection. */
  key: Scalars['String']['output'];
  /** Fields of the caller, for filters and facets. */
  payload: Scalars['JSONObject']['output'];
  /** The most similar assets of the collection, without this one. Pictures are compared; for an asset without a picture, texts. */
  similar: SearchConnection;
  /** Null for a picture without one. */
  text?: Maybe<Scalars['String']['output']>;
  /** Address of a smaller copy. size is its longest side in pixels, 16 to 2048. */
  thumbnailUrl?: Maybe<Scalars['URL']['output']>;
};


/** A picture, a text, or both, under a key. */
export type AssetSimilarArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<Filter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A picture, a text, or both, under a key. */
export type AssetThumbnailUrlArgs = {
  size?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of the assets of a collection. */
export type AssetConnection = {
  /** The assets of this page, with their cursors. */
  edges: Array<AssetEdge>;
  /** The assets of this page. */
  nodes: Array<Asset>;
  /** Where the page ends. */
  pageInfo: PageInfo;
  /** Number of assets that pass the filter. */
  totalCount: Scalars['Int']['output'];
};

/** An asset of a list. */
export type AssetEdge = {
  /** For after: the page begins behind this asset. */
  cursor: Scalars['String']['output'];
  /** The asset. */
  node: Asset;
};

/** A picture, a text, or both. A blank text counts as none. */
export type AssetInput = {
  /** At most 20 MB. */
  image?: InputMaybe<ImageInput>;
  /** 1 to 512 characters; a known key is replaced. */
  key: Scalars['String']['input'];
  /** At most 64 KiB as JSON. */
  payload?: InputMaybe<Scalars['JSONObject']['input']>;
  /** At most 32,768 characters. */
  text?: InputMaybe<Scalars['String']['input']>;
};

/** Assets whose vectors come from one model. */
export type Collection = Node & {
  /** By key. */
  assets: AssetConnection;
  /** Number of its assets. */
  count: Scalars['Int']['output'];
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Crops of its pictures; null where pictures are embedded as a whole only. */
  crops?: Maybe<Crops>;
  /**
   * Groups of assets whose pictures are almost the same: connected, directly or through others of the group, by cosines of
   * at least the threshold (0.8 to 1). Ordered by the lowest key of each group. A page does a bounded amount of work and may
   * contain fewer groups than requested, even none; use hasNextPage to find the end.
   */
  duplicates: DuplicateConnection;
  /** Values of a payload field with the number of assets that have each, most frequent first. */
  facet: Array<FacetValue>;
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
  /** Null while the server has not loaded this model; until then the collection cannot be searched or added to. */
  model?: Maybe<Model>;
  /** Name of the model that made its vectors. */
  modelName: Scalars['String']['output'];
  /** 1 to 64 letters, digits, _ and -. */
  name: Scalars['String']['output'];
};


/** Assets whose vectors come from one model. */
export type CollectionAssetsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<Filter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Assets whose vectors come from one model. */
export type CollectionDuplicatesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  threshold?: InputMaybe<Scalars['Float']['input']>;
};


/** Assets whose vectors come from one model. */
export type CollectionFacetArgs = {
  field: Scalars['String']['input'];
  filter?: InputMaybe<Filter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};

/** Fields are dotted paths into the payload; an array stands for each of its members. */
export type Condition =
  /** A field that has one of these values. */
  { anyOf: AnyOfCondition; exists?: never; keys?: never; match?: never; nested?: never; range?: never; }
  |  /** Path of a field that must be present and not null. */
  { anyOf?: never; exists: Scalars['String']['input']; keys?: never; match?: never; nested?: never; range?: never; }
  |  /** Keys of assets, at most 1000. */
  { anyOf?: never; exists?: never; keys: Array<Scalars['String']['input']>; match?: never; nested?: never; range?: never; }
  |  /** A field that has this value. */
  { anyOf?: never; exists?: never; keys?: never; match: MatchCondition; nested?: never; range?: never; }
  |  /** A filter of its own that must hold. */
  { anyOf?: never; exists?: never; keys?: never; match?: never; nested: Filter; range?: never; }
  |  /** A number or an instant between bounds. */
  { anyOf?: never; exists?: never; keys?: never; match?: never; nested?: never; range: RangeCondition; };

/** A part of an upright picture, as shares (0 to 1) of its sides, from the left and the top. */
export type CropBox = {
  /** 0 to 1 of the height. */
  height: Scalars['Float']['output'];
  /** Of the left edge, 0 to 1 of the width. */
  left: Scalars['Float']['output'];
  /** Of the top edge, 0 to 1 of the height. */
  top: Scalars['Float']['output'];
  /** 0 to 1 of the width. */
  width: Scalars['Float']['output'];
};

/** Which vectors of a picture and its tiles are kept. */
export type CropKeep =
  /** The whole picture's vector, and one for each tile. */
  | 'EACH'
  /** One vector: the direction of half the whole picture, half the mean of its tiles. */
  | 'POOLED';

/** How the pictures of a collection are cut into tiles. */
export type Crops = {
  /** Whether each tile has a vector of its own. */
  keep: CropKeep;
  /** 2 to 4: beside the whole picture, 2 × 2 tiles, and so on up to levels × levels. */
  levels: Scalars['Int']['output'];
};

/** A picture embedded in pieces, so that small things in large pictures are found; costs as many images as there may be pieces. */
export type CropsInput = {
  /** Which vectors are kept. */
  keep?: InputMaybe<CropKeep>;
  /**
   * 2: the picture as a whole and 2 × 2 overlapping tiles, at most 5 pieces; 3: also 3 × 3, at most 14; 4: also 4 × 4, at most
   * 30. A level whose tiles the model would have to see enlarged is left out.
   */
  levels?: InputMaybe<Scalars['Int']['input']>;
};

/** Where a result ends. Refused for searches that are fused by rank. */
export type Cutoff =
  /** Hits before the largest gap between neighbouring cosines among the first 100. */
  { auto: Scalars['Boolean']['input']; calibrated?: never; cosine?: never; }
  |  /** Hits of at least this calibrated score, 0 to 1. Needs a collection with 32 vectors of the target. */
  { auto?: never; calibrated: Scalars['Float']['input']; cosine?: never; }
  |  /** Hits of at least this cosine, -1 to 1. */
  { auto?: never; calibrated?: never; cosine: Scalars['Float']['input']; };

/** A page of groups of duplicates. */
export type DuplicateConnection = {
  /** The groups of this page. */
  nodes: Array<DuplicateGroup>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** Assets whose pictures are almost the same. */
export type DuplicateGroup = {
  /** Ordered by key; at most 50. A larger group may be split into several. */
  assets: Array<Asset>;
  /** Each of the assets has a cosine of at least this with another one of them. */
  similarity: Scalars['Float']['output'];
};

/** An example for a recommendation: an asset (of any collection of the same model), a picture or a text. */
export type Example =
  /** Global id of an asset. */
  { assetId: Scalars['ID']['input']; image?: never; key?: never; text?: never; }
  |  /** Embedded by the model of the collection. */
  { assetId?: never; image: ImageInput; key?: never; text?: never; }
  |  /** Of an asset of the collection. */
  { assetId?: never; image?: never; key: Scalars['String']['input']; text?: never; }
  |  /** Embedded by the model of the collection. */
  { assetId?: never; image?: never; key?: never; text: Scalars['String']['input']; };

/** A value of a payload field. */
export type FacetValue = {
  /** Number of assets that have it. */
  count: Scalars['Int']['output'];
  /** A string, a number or a boolean. */
  value: Scalars['Primitive']['output'];
};

/** Passes when every must holds, no mustNot holds and, where there are any, at least one should holds. */
export type Filter = {
  /** Conditions that must all hold. */
  must?: InputMaybe<Array<Condition>>;
  /** Conditions of which none may hold. */
  mustNot?: InputMaybe<Array<Condition>>;
  /** Conditions of which at least one must hold; none are asked for where the list is empty. */
  should?: InputMaybe<Array<Condition>>;
};

/** How several queries make one result. */
export type Fusion =
  /**
   * One direction: the weighted sum of the parts, each divided by the spread of its cosines in the collection, so that
   * a text and a picture of equal weight count equally; what to avoid is subtracted.
   */
  | 'AVERAGE'
  /** Each query is searched separately, and the rankings are fused by rank: an asset scores the sum of weight / (60 + rank). */
  | 'RANK';

/** A payload field whose values make groups of a result. */
export type GroupBy = {
  /** If a field has several values, the first counts. An asset without a value is a group of one. */
  field: Scalars['String']['input'];
  /** Most assets of a group, 1 to 100. */
  size?: InputMaybe<Scalars['Int']['input']>;
};

/** One image, given in one of four ways. */
export type ImageInput =
  /** Global id of an asset that has a picture. */
  { assetId: Scalars['ID']['input']; base64?: never; uploadId?: never; url?: never; }
  |  /** The bytes of a PNG, JPEG, GIF, WebP or AVIF; at most 20 MB. */
  { assetId?: never; base64: Scalars['Base64']['input']; uploadId?: never; url?: never; }
  |  /** What POST /uploads answered. */
  { assetId?: never; base64?: never; uploadId: Scalars['ID']['input']; url?: never; }
  |  /** Fetched by the server; hosts inside private networks are refused. */
  { assetId?: never; base64?: never; uploadId?: never; url: Scalars['URL']['input']; };

/** The asset as it is stored, or what is wrong with the item. */
export type IndexResult = Asset | InputError;

/** What was wrong with one item; the items beside it are answered. */
export type InputError = {
  /** For programs. */
  code: InputErrorCode;
  /** For people. */
  message: Scalars['String']['output'];
  /** When another try may succeed, in milliseconds; null unless the code is OVERLOADED. */
  retryAfterMs?: Maybe<Scalars['Int']['output']>;
};

/** Why one item was refused. */
export type InputErrorCode =
  /** A picture that cannot be decoded. */
  | 'CORRUPT'
  /** There is nothing in it: no bytes, or a blank text. */
  | 'EMPTY'
  /** An address that did not answer with a picture. */
  | 'FETCH_FAILED'
  /** An address that the server does not fetch, in a private network for example. */
  | 'FETCH_REFUSED'
  /** It is wrong in another way; the message says how. */
  | 'INVALID'
  /** What it names is not there. */
  | 'NOT_FOUND'
  /** The server has too much to do; try again after retryAfterMs. */
  | 'OVERLOADED'
  /** It was not finished in time. */
  | 'TIMEOUT'
  /** More bytes, pixels or characters than are taken. */
  | 'TOO_LARGE'
  /** No picture in a format that is read. */
  | 'UNSUPPORTED_FORMAT';

/** Texts are the same when Unicode calls them so, whether their accents are composed (NFC) or not (NFD). */
export type MatchCondition = {
  /** Dotted path of the field. */
  field: Scalars['String']['input'];
  /** Equal in value and kind: the text 1 is not the number 1. */
  value: Scalars['Primitive']['input'];
};

/** Several queries in one. */
export type MixInput = {
  /** Queries that results should be unlike; at most 16. */
  avoid?: InputMaybe<Array<MixPart>>;
  /** How the parts make one result. */
  fusion?: InputMaybe<Fusion>;
  /** 1 to 16 queries; a mix inside a mix is refused. */
  parts: Array<MixPart>;
};

/** A query of a mix. */
export type MixPart = {
  /** Any query but a mix. */
  query: SearchQuery;
  /** Weight of this query, above 0 and at most 1000. */
  weight?: InputMaybe<Scalars['Float']['input']>;
};

/** What a model reads. */
export type Modality =
  /** Pictures. */
  | 'IMAGE'
  /** Texts. */
  | 'TEXT';

/** A model that turns images, and mostly texts, into vectors of one space. */
export type Model = Node & {
  /** Most tokens it reads of a text, start and end included. */
  contextLength?: Maybe<Scalars['Int']['output']>;
  /** Length of its vectors. */
  dimensions: Scalars['Int']['output'];
  /** Hash of weights, preprocessing and precision: vectors of two fingerprints never mix. */
  fingerprint: Scalars['String']['output'];
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
  /** Side of the square it sees, in pixels. */
  imageSize: Scalars['Int']['output'];
  /** Whether queries use this model by default. */
  isDefault: Scalars['Boolean']['output'];
  /** Licence of the weights, as an SPDX identifier where there is one. */
  licence: Scalars['String']['output'];
  /** What it reads: every model reads images. */
  modalities: Array<Modality>;
  /** For example mini or openai/clip-vit-base-patch32. */
  name: Scalars['String']['output'];
  /** How it was trained to score. */
  scoring: Scoring;
  /** Prompt templates that classify uses unless others are given. */
  templates: Array<Scalars['String']['output']>;
};

/** What can be changed. The changes of one request happen one after another. */
export type Mutation = {
  /**
   * Name: 1 to 64 letters, digits, _ and -, a letter or digit first. Default model: the server's default. Crops hold for all
   * pictures of the collection and cannot be changed later.
   */
  createCollection: Collection;
  /** The number of deleted assets; at most 1000 keys. */
  deleteAssets: Scalars['Int']['output'];
  /** False if there was none. */
  deleteCollection: Scalars['Boolean']['output'];
  /** At most 64 items; one result for each, in order. An existing key is replaced. Each key at most once in a call. */
  indexAssets: Array<IndexResult>;
  /** Replaces the whole payload. */
  updatePayload: Asset;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationCreateCollectionArgs = {
  crops?: InputMaybe<CropsInput>;
  model?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationDeleteAssetsArgs = {
  collection: Scalars['String']['input'];
  keys: Array<Scalars['String']['input']>;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationDeleteCollectionArgs = {
  name: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationIndexAssetsArgs = {
  assets: Array<AssetInput>;
  collection: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationUpdatePayloadArgs = {
  collection: Scalars['String']['input'];
  key: Scalars['String']['input'];
  payload: Scalars['JSONObject']['input'];
};

/** An object that can be found by its id. */
export type Node = {
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
};

/** Where a page begins and ends, in the Relay way. */
export type PageInfo = {
  /** Cursor of the last item, for after; null for an empty page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether there may be more after this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether after was given: there was a page before this one. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item; null for an empty page. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** What can be read. */
export type Query = {
  /** Null if there is none. */
  collection?: Maybe<Collection>;
  /** All collections, by name. */
  collections: Array<Collection>;
  /**
   * Assets ranked by liked and disliked examples, at most 500 of each. Assets that are examples are left out. Paging works as
   * in search.
   */
  recommend: SearchConnection;
  /**
   * Assets ranked by similarity to the query, best first; at most 1000 over all pages. Paging is stable: later pages come from
   * the result of the first one, which is kept for some minutes. With after, repeat the other arguments unchanged.
   */
  search: SearchConnection;
};


/** What can be read. */
export type QueryCollectionArgs = {
  name: Scalars['String']['input'];
};


/** What can be read. */
export type QueryRecommendArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  collection: Scalars['String']['input'];
  diversity?: InputMaybe<Scalars['Float']['input']>;
  filter?: InputMaybe<Filter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  like: Array<Example>;
  strategy?: InputMaybe<RecommendStrategy>;
  target?: InputMaybe<Modality>;
  unlike?: InputMaybe<Array<Example>>;
};


/** What can be read. */
export type QuerySearchArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  collection: Scalars['String']['input'];
  cutoff?: InputMaybe<Cutoff>;
  diversity?: InputMaybe<Scalars['Float']['input']>;
  filter?: InputMaybe<Filter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  groupBy?: InputMaybe<GroupBy>;
  keywords?: InputMaybe<Scalars['Boolean']['input']>;
  query: SearchQuery;
  target?: InputMaybe<SearchTarget>;
};

/** Either numbers (gt, gte, lt, lte) or instants (after, before, notBefore, notAfter), not both. Compares with dates and times in RFC 3339. */
export type RangeCondition = {
  /** Later than this instant. */
  after?: InputMaybe<Scalars['DateTime']['input']>;
  /** Earlier than this instant. */
  before?: InputMaybe<Scalars['DateTime']['input']>;
  /** Dotted path of the field. */
  field: Scalars['String']['input'];
  /** Greater than this number. */
  gt?: InputMaybe<Scalars['Float']['input']>;
  /** This number or greater. */
  gte?: InputMaybe<Scalars['Float']['input']>;
  /** Less than this number. */
  lt?: InputMaybe<Scalars['Float']['input']>;
  /** This number or less. */
  lte?: InputMaybe<Scalars['Float']['input']>;
  /** This instant or earlier. */
  notAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** This instant or later: from the beginning of a day, for example. */
  notBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** As Qdrant defines them. */
export type RecommendStrategy =
  /** Nearest to the mean of the liked examples, moved away from the mean of the disliked ones. One search for any number of examples. */
  | 'AVERAGE'
  /**
   * The best example decides: assets near to any liked one come first, assets nearer to a disliked one than to every liked one
   * come last. For liked examples of several kinds; costs 20 points an example.
   */
  | 'BEST_SCORE'
  /** The sum of the cosines with the liked examples minus the sum of those with the disliked ones. */
  | 'SUM_SCORES';

/** How a cosine becomes a probability: softmax over the labels (CLIP), or a sigmoid for each (SigLIP). */
export type Scoring =
  /** Each label has a probability of its own, as in SigLIP. */
  | 'SIGMOID'
  /** The labels share a probability of 1, as in CLIP. */
  | 'SOFTMAX';

/** A page of a result. */
export type SearchConnection = {
  /** The assets of this page, with their scores. */
  edges: Array<SearchEdge>;
  /** The assets of this page. */
  nodes: Array<Asset>;
  /** Where the page ends. */
  pageInfo: PageInfo;
  /** How many assets were candidates and passed the filter, where that is known: not where rankings are fused. */
  totalCount?: Maybe<Scalars['Int']['output']>;
};

/** An asset of a result, with its scores. */
export type SearchEdge = {
  /**
   * The cosine on one scale for every query, 0 to 1: how far it is above the cosines of this query with a sample of the
   * collection. It estimates the share of relevant hits if one asset in a hundred is relevant. Null if cosine is null, and in
   * collections with fewer than 32 vectors of the target.
   */
  calibrated?: Maybe<Scalars['Float']['output']>;
  /**
   * Cosine of the query and the asset's vector, -1 to 1; of the nearest tile if the asset has vectors of tiles. Null if several
   * rankings are fused.
   */
  cosine?: Maybe<Scalars['Float']['output']>;
  /**
   * The part of the picture whose vector is the nearest to the query. Null if that is the whole picture, in collections that do
   * not keep EACH, for texts, and if rankings are fused.
   */
  crop?: Maybe<CropBox>;
  /** For after: the page begins behind this asset. */
  cursor: Scalars['String']['output'];
  /** Value of the groupBy field. */
  group?: Maybe<Scalars['Primitive']['output']>;
  /** The asset. */
  node: Asset;
  /**
   * Results are ordered by this, highest first: the cosine, or where cosine is null a number that is comparable within
   * this result only.
   */
  score: Scalars['Float']['output'];
};

/** What is searched for. */
export type SearchQuery =
  /** Embedded by the model of the collection. */
  { image: ImageInput; mix?: never; text?: never; vector?: never; vectorBase64?: never; }
  |  /** Several of these in one. */
  { image?: never; mix: MixInput; text?: never; vector?: never; vectorBase64?: never; }
  |  /** Embedded by the model of the collection. */
  { image?: never; mix?: never; text: Scalars['String']['input']; vector?: never; vectorBase64?: never; }
  |  /** A vector of the model of the collection; it is made a unit vector. */
  { image?: never; mix?: never; text?: never; vector: Array<Scalars['Float']['input']>; vectorBase64?: never; }
  |  /** Little-endian float32. */
  { image?: never; mix?: never; text?: never; vector?: never; vectorBase64: Scalars['Base64']['input']; };

/** Which vectors of the assets are compared. */
export type SearchTarget =
  /** Both are searched separately and the two rankings are fused by rank, because cosines with texts and with pictures cannot be compared. */
  | 'BOTH'
  /** The vectors of the assets' pictures. */
  | 'IMAGE'
  /** The vectors of their texts. */
  | 'TEXT';



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  IndexResult:
    | ( AssetNode )
    | ( InputErrorNode )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( AssetNode )
    | ( CollectionNode )
    | ( ModelInfo )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AnyOfCondition: AnyOfCondition;
  Asset: ResolverTypeWrapper<AssetNode>;
  AssetConnection: ResolverTypeWrapper<AssetPage>;
  AssetEdge: ResolverTypeWrapper<Omit<AssetEdge, 'node'> & { node: ResolversTypes['Asset'] }>;
  AssetInput: AssetInput;
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Collection: ResolverTypeWrapper<CollectionNode>;
  Condition: Condition;
  CropBox: ResolverTypeWrapper<CropBox>;
  CropKeep: CropKeep;
  Crops: ResolverTypeWrapper<Crops>;
  CropsInput: CropsInput;
  Cutoff: Cutoff;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DuplicateConnection: ResolverTypeWrapper<Omit<DuplicateConnection, 'nodes'> & { nodes: Array<ResolversTypes['DuplicateGroup']> }>;
  DuplicateGroup: ResolverTypeWrapper<Omit<DuplicateGroup, 'assets'> & { assets: Array<ResolversTypes['Asset']> }>;
  Example: Example;
  FacetValue: ResolverTypeWrapper<FacetValue>;
  Filter: Filter;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Fusion: Fusion;
  GroupBy: GroupBy;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImageInput: ImageInput;
  IndexResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['IndexResult']>;
  InputError: ResolverTypeWrapper<InputErrorNode>;
  InputErrorCode: InputErrorCode;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  MatchCondition: MatchCondition;
  MixInput: MixInput;
  MixPart: MixPart;
  Modality: Modality;
  Model: ResolverTypeWrapper<ModelInfo>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Primitive: ResolverTypeWrapper<Scalars['Primitive']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RangeCondition: RangeCondition;
  RecommendStrategy: RecommendStrategy;
  Scoring: Scoring;
  SearchConnection: ResolverTypeWrapper<Omit<SearchConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['SearchEdge']>, nodes: Array<ResolversTypes['Asset']> }>;
  SearchEdge: ResolverTypeWrapper<SearchEdgeNode>;
  SearchQuery: SearchQuery;
  SearchTarget: SearchTarget;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AnyOfCondition: AnyOfCondition;
  Asset: AssetNode;
  AssetConnection: AssetPage;
  AssetEdge: Omit<AssetEdge, 'node'> & { node: ResolversParentTypes['Asset'] };
  AssetInput: AssetInput;
  Base64: Scalars['Base64']['output'];
  Boolean: Scalars['Boolean']['output'];
  Collection: CollectionNode;
  Condition: Condition;
  CropBox: CropBox;
  Crops: Crops;
  CropsInput: CropsInput;
  Cutoff: Cutoff;
  DateTime: Scalars['DateTime']['output'];
  DuplicateConnection: Omit<DuplicateConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['DuplicateGroup']> };
  DuplicateGroup: Omit<DuplicateGroup, 'assets'> & { assets: Array<ResolversParentTypes['Asset']> };
  Example: Example;
  FacetValue: FacetValue;
  Filter: Filter;
  Float: Scalars['Float']['output'];
  GroupBy: GroupBy;
  ID: Scalars['ID']['output'];
  ImageInput: ImageInput;
  IndexResult: ResolversUnionTypes<ResolversParentTypes>['IndexResult'];
  InputError: InputErrorNode;
  Int: Scalars['Int']['output'];
  JSONObject: Scalars['JSONObject']['output'];
  MatchCondition: MatchCondition;
  MixInput: MixInput;
  MixPart: MixPart;
  Model: ModelInfo;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: PageInfo;
  Primitive: Scalars['Primitive']['output'];
  Query: Record<PropertyKey, never>;
  RangeCondition: RangeCondition;
  SearchConnection: Omit<SearchConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['SearchEdge']>, nodes: Array<ResolversParentTypes['Asset']> };
  SearchEdge: SearchEdgeNode;
  SearchQuery: SearchQuery;
  String: Scalars['String']['output'];
  URL: Scalars['URL']['output'];
};

export type AssetResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Asset'] = ResolversParentTypes['Asset']> = {
  collection?: Resolver<ResolversTypes['Collection'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  imageHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  imageUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  payload?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  similar?: Resolver<ResolversTypes['SearchConnection'], ParentType, ContextType, RequireFields<AssetSimilarArgs, 'first'>>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  thumbnailUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType, RequireFields<AssetThumbnailUrlArgs, 'size'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AssetConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AssetConnection'] = ResolversParentTypes['AssetConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AssetEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Asset']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AssetEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AssetEdge'] = ResolversParentTypes['AssetEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type CollectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Collection'] = ResolversParentTypes['Collection']> = {
  assets?: Resolver<ResolversTypes['AssetConnection'], ParentType, ContextType, RequireFields<CollectionAssetsArgs, 'first'>>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  crops?: Resolver<Maybe<ResolversTypes['Crops']>, ParentType, ContextType>;
  duplicates?: Resolver<ResolversTypes['DuplicateConnection'], ParentType, ContextType, RequireFields<CollectionDuplicatesArgs, 'first' | 'threshold'>>;
  facet?: Resolver<Array<ResolversTypes['FacetValue']>, ParentType, ContextType, RequireFields<CollectionFacetArgs, 'field' | 'limit'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['Model']>, ParentType, ContextType>;
  modelName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CropBoxResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CropBox'] = ResolversParentTypes['CropBox']> = {
  height?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  left?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  top?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  width?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CropsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Crops'] = ResolversParentTypes['Crops']> = {
  keep?: Resolver<ResolversTypes['CropKeep'], ParentType, ContextType>;
  levels?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DuplicateConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DuplicateConnection'] = ResolversParentTypes['DuplicateConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['DuplicateGroup']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DuplicateGroupResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DuplicateGroup'] = ResolversParentTypes['DuplicateGroup']> = {
  assets?: Resolver<Array<ResolversTypes['Asset']>, ParentType, ContextType>;
  similarity?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type FacetValueResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FacetValue'] = ResolversParentTypes['FacetValue']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Primitive'], ParentType, ContextType>;
};

export type IndexResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['IndexResult'] = ResolversParentTypes['IndexResult']> = {
  __resolveType?: TypeResolveFn<'Asset' | 'InputError', ParentType, ContextType>;
};

export type InputErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InputError'] = ResolversParentTypes['InputError']> = {
  code?: Resolver<ResolversTypes['InputErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type ModelResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Model'] = ResolversParentTypes['Model']> = {
  contextLength?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  dimensions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fingerprint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  imageSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isDefault?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  licence?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  modalities?: Resolver<Array<ResolversTypes['Modality']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scoring?: Resolver<ResolversTypes['Scoring'], ParentType, ContextType>;
  templates?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createCollection?: Resolver<ResolversTypes['Collection'], ParentType, ContextType, RequireFields<MutationCreateCollectionArgs, 'name'>>;
  deleteAssets?: Resolver<ResolversTypes['Int'], ParentType, ContextType, RequireFields<MutationDeleteAssetsArgs, 'collection' | 'keys'>>;
  deleteCollection?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeleteCollectionArgs, 'name'>>;
  indexAssets?: Resolver<Array<ResolversTypes['IndexResult']>, ParentType, ContextType, RequireFields<MutationIndexAssetsArgs, 'assets' | 'collection'>>;
  updatePayload?: Resolver<ResolversTypes['Asset'], ParentType, ContextType, RequireFields<MutationUpdatePayloadArgs, 'collection' | 'key' | 'payload'>>;
};

export type NodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType?: TypeResolveFn<'Asset' | 'Collection' | 'Model', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface PrimitiveScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Primitive'], any> {
  name: 'Primitive';
}

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  collection?: Resolver<Maybe<ResolversTypes['Collection']>, ParentType, ContextType, RequireFields<QueryCollectionArgs, 'name'>>;
  collections?: Resolver<Array<ResolversTypes['Collection']>, ParentType, ContextType>;
  recommend?: Resolver<ResolversTypes['SearchConnection'], ParentType, ContextType, RequireFields<QueryRecommendArgs, 'collection' | 'first' | 'like' | 'strategy' | 'target'>>;
  search?: Resolver<ResolversTypes['SearchConnection'], ParentType, ContextType, RequireFields<QuerySearchArgs, 'collection' | 'first' | 'keywords' | 'query' | 'target'>>;
};

export type SearchConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SearchConnection'] = ResolversParentTypes['SearchConnection']> = {
  edges?: Resolver<Array<ResolversTypes['SearchEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Asset']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SearchEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SearchEdge'] = ResolversParentTypes['SearchEdge']> = {
  calibrated?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  cosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  crop?: Resolver<Maybe<ResolversTypes['CropBox']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  group?: Resolver<Maybe<ResolversTypes['Primitive']>, ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Asset'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type Resolvers<ContextType = RequestContext> = {
  Asset?: AssetResolvers<ContextType>;
  AssetConnection?: AssetConnectionResolvers<ContextType>;
  AssetEdge?: AssetEdgeResolvers<ContextType>;
  Base64?: GraphQLScalarType;
  Collection?: CollectionResolvers<ContextType>;
  CropBox?: CropBoxResolvers<ContextType>;
  Crops?: CropsResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DuplicateConnection?: DuplicateConnectionResolvers<ContextType>;
  DuplicateGroup?: DuplicateGroupResolvers<ContextType>;
  FacetValue?: FacetValueResolvers<ContextType>;
  IndexResult?: IndexResultResolvers<ContextType>;
  InputError?: InputErrorResolvers<ContextType>;
  JSONObject?: GraphQLScalarType;
  Model?: ModelResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Primitive?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  SearchConnection?: SearchConnectionResolvers<ContextType>;
  SearchEdge?: SearchEdgeResolvers<ContextType>;
  URL?: GraphQLScalarType;
};

