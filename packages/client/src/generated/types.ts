export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
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
  DateTime: { input: string; output: string; }
  /** A JSON object: the payload of an asset. */
  JSONObject: { input: { readonly [key: string]: unknown }; output: { readonly [key: string]: unknown }; }
  /** A string, a number or a boolean. */
  Primitive: { input: string | number | boolean; output: string | number | boolean; }
  /** An absolute http or https address. */
  URL: { input: string; output: string; }
};

export type AnyOfCondition = {
  field: Scalars['String']['input'];
  values: Array<Scalars['Primitive']['input']>;
};

export type Asset = Node & {
  __typename?: 'Asset';
  collection: Collection;
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  /** Hash (sha256) of the picture's bytes as they were given. */
  imageHash: Maybe<Scalars['String']['output']>;
  /** Address of the picture on this server, metadata removed. */
  imageUrl: Maybe<Scalars['URL']['output']>;
  /** The caller's own id, unique in its collection. */
  key: Scalars['String']['output'];
  payload: Scalars['JSONObject']['output'];
  /** Assets of the same collection that look most like this one, itself left out; an asset without a picture goes by its text. */
  similar: SearchConnection;
  text: Maybe<Scalars['String']['output']>;
  /** Address of a smaller copy whose longer side is at most this, in pixels (16 to 2048). */
  thumbnailUrl: Maybe<Scalars['URL']['output']>;
};


export type AssetSimilarArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<Filter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type AssetThumbnailUrlArgs = {
  size?: InputMaybe<Scalars['Int']['input']>;
};

export type AssetConnection = {
  __typename?: 'AssetConnection';
  edges: Array<AssetEdge>;
  nodes: Array<Asset>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type AssetEdge = {
  __typename?: 'AssetEdge';
  cursor: Scalars['String']['output'];
  node: Asset;
};

/** A picture, a text, or both. A blank text counts as none. */
export type AssetInput = {
  image?: InputMaybe<ImageInput>;
  /** 1 to 512 characters; a known key is replaced. */
  key: Scalars['String']['input'];
  /** At most 64 KiB as JSON. */
  payload?: InputMaybe<Scalars['JSONObject']['input']>;
  text?: InputMaybe<Scalars['String']['input']>;
};

export type ClassInput = {
  name: Scalars['String']['input'];
  /** Whole prompts for this class, instead of the templates. */
  prompts?: InputMaybe<Array<Scalars['String']['input']>>;
};

export type Classification = {
  __typename?: 'Classification';
  /** Best first; at most as many as asked for with top. */
  labels: Array<LabelScore>;
  model: Model;
  /** No label stands out from the model's background of everyday prompts; the best of many labels must do so by more. */
  unknown: Scalars['Boolean']['output'];
};

export type ClassifyBy =
  { classes: Array<ClassInput>; labels?: never; }
  |  /** Quick form: names, put into the templates. */
  { classes?: never; labels: Array<Scalars['String']['input']>; };

export type ClassifyMode =
  /** Each label stands alone: a probability for each, against the model's background. */
  | 'ANY_OF'
  /** The labels exclude each other: probabilities add up to 1. */
  | 'ONE_OF';

export type ClassifyResult = Classification | InputError;

/** A set of assets whose vectors one model made. */
export type Collection = Node & {
  __typename?: 'Collection';
  /** By key. */
  assets: AssetConnection;
  count: Scalars['Int']['output'];
  createdAt: Scalars['DateTime']['output'];
  /**
   * Groups of assets whose pictures are almost the same: linked, directly or through others of the group, by cosines of
   * at least the threshold (0.8 to 1). By the lowest key of each group. A page does a bounded amount of work and may
   * hold fewer groups than asked for, even none; hasNextPage decides.
   */
  duplicates: DuplicateConnection;
  /** Values of a payload field and in how many assets each stands, most frequent first. */
  facet: Array<FacetValue>;
  id: Scalars['ID']['output'];
  /** Null while this server has not loaded that model; the collection cannot be searched or added to until it is. */
  model: Maybe<Model>;
  /** Name of the model that made its vectors. */
  modelName: Scalars['String']['output'];
  name: Scalars['String']['output'];
};


/** A set of assets whose vectors one model made. */
export type CollectionAssetsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<Filter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A set of assets whose vectors one model made. */
export type CollectionDuplicatesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  threshold?: InputMaybe<Scalars['Float']['input']>;
};


/** A set of assets whose vectors one model made. */
export type CollectionFacetArgs = {
  field: Scalars['String']['input'];
  filter?: InputMaybe<Filter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
};

/** Fields are dotted paths into the payload; an array stands for each of its members. */
export type Condition =
  { anyOf: AnyOfCondition; exists?: never; keys?: never; match?: never; nested?: never; range?: never; }
  |  /** Path of a field that must be present and not null. */
  { anyOf?: never; exists: Scalars['String']['input']; keys?: never; match?: never; nested?: never; range?: never; }
  |  { anyOf?: never; exists?: never; keys: Array<Scalars['String']['input']>; match?: never; nested?: never; range?: never; }
  |  { anyOf?: never; exists?: never; keys?: never; match: MatchCondition; nested?: never; range?: never; }
  |  { anyOf?: never; exists?: never; keys?: never; match?: never; nested: Filter; range?: never; }
  |  { anyOf?: never; exists?: never; keys?: never; match?: never; nested?: never; range: RangeCondition; };

/** A text or an image. */
export type ContentInput =
  { image: ImageInput; text?: never; }
  |  { image?: never; text: Scalars['String']['input']; };

/** Where a result ends. Not for searches that are fused by rank. */
export type Cutoff =
  /** Hits before the largest difference of neighbouring cosines among the first 100, the first of equal ones. */
  { auto: Scalars['Boolean']['input']; cosine?: never; }
  |  /** Hits of at least this cosine, -1 to 1. */
  { auto?: never; cosine: Scalars['Float']['input']; };

export type DuplicateConnection = {
  __typename?: 'DuplicateConnection';
  nodes: Array<DuplicateGroup>;
  pageInfo: PageInfo;
};

export type DuplicateGroup = {
  __typename?: 'DuplicateGroup';
  /** By key; at most 50. What is left of a larger group may come as another one. */
  assets: Array<Asset>;
  /** Each of the assets has a cosine of at least this with another one of them. */
  similarity: Scalars['Float']['output'];
};

export type EmbedResult = Embedding | InputError;

export type Embedding = {
  __typename?: 'Embedding';
  /** Unit vector, little-endian float32, in base64: the cheap way to carry it. */
  base64: Scalars['Base64']['output'];
  dimensions: Scalars['Int']['output'];
  model: Model;
  /** Tokens of a text, start and end included. */
  tokenCount: Maybe<Scalars['Int']['output']>;
  /** The text was longer than the model's context and lost its end. */
  truncated: Scalars['Boolean']['output'];
  /** The same numbers as a list. */
  values: Array<Scalars['Float']['output']>;
};

/** What a recommendation goes by: an asset (of any collection of the same model), a picture or a text. */
export type Example =
  { assetId: Scalars['ID']['input']; image?: never; key?: never; text?: never; }
  |  { assetId?: never; image: ImageInput; key?: never; text?: never; }
  |  /** Of an asset of the collection. */
  { assetId?: never; image?: never; key: Scalars['String']['input']; text?: never; }
  |  { assetId?: never; image?: never; key?: never; text: Scalars['String']['input']; };

export type FacetValue = {
  __typename?: 'FacetValue';
  count: Scalars['Int']['output'];
  value: Scalars['Primitive']['output'];
};

/** Passes when every must holds, no mustNot holds and, where there are any, at least one should holds. */
export type Filter = {
  must?: InputMaybe<Array<Condition>>;
  mustNot?: InputMaybe<Array<Condition>>;
  should?: InputMaybe<Array<Condition>>;
};

export type Fusion =
  /**
   * One direction: the weighted sum of the parts, each divided by the spread of its cosines in the collection, so that
   * a text and a picture of equal weight count equally; what to avoid is subtracted.
   */
  | 'AVERAGE'
  /** Each part is searched for alone, and the rankings are fused by rank: an asset scores the sum of weight / (60 + rank). */
  | 'RANK';

export type GroupBy = {
  /** Of several values the first counts; an asset without one is a group of its own. */
  field: Scalars['String']['input'];
  /** Most assets of a group, 1 to 100. */
  size?: InputMaybe<Scalars['Int']['input']>;
};

/** One image, given in one of four ways. */
export type ImageInput =
  { assetId: Scalars['ID']['input']; base64?: never; uploadId?: never; url?: never; }
  |  { assetId?: never; base64: Scalars['Base64']['input']; uploadId?: never; url?: never; }
  |  /** What POST /uploads answered. */
  { assetId?: never; base64?: never; uploadId: Scalars['ID']['input']; url?: never; }
  |  /** Fetched by the server; hosts inside private networks are refused. */
  { assetId?: never; base64?: never; uploadId?: never; url: Scalars['URL']['input']; };

export type IndexResult = Asset | InputError;

/** What was wrong with one item; the items beside it are answered. */
export type InputError = {
  __typename?: 'InputError';
  code: InputErrorCode;
  message: Scalars['String']['output'];
};

export type InputErrorCode =
  | 'CORRUPT'
  | 'EMPTY'
  | 'FETCH_FAILED'
  | 'FETCH_REFUSED'
  | 'INVALID'
  | 'NOT_FOUND'
  | 'OVERLOADED'
  | 'TIMEOUT'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_FORMAT';

export type LabelScore = {
  __typename?: 'LabelScore';
  /** Cosine of the image and the label's prompts, -1 to 1. */
  cosine: Scalars['Float']['output'];
  label: Scalars['String']['output'];
  /** From 0 to 1. */
  probability: Scalars['Float']['output'];
};

export type MatchCondition = {
  field: Scalars['String']['input'];
  value: Scalars['Primitive']['input'];
};

/** Several queries in one. */
export type MixInput = {
  /** What to keep away from; at most 16. */
  avoid?: InputMaybe<Array<MixPart>>;
  fusion?: InputMaybe<Fusion>;
  /** 1 to 16; none of them a mix. */
  parts: Array<MixPart>;
};

export type MixPart = {
  query: SearchQuery;
  /** Above 0, at most 1000: how much it counts against the others. */
  weight?: InputMaybe<Scalars['Float']['input']>;
};

export type Modality =
  | 'IMAGE'
  | 'TEXT';

export type Model = Node & {
  __typename?: 'Model';
  /** Most tokens it reads of a text, start and end included. */
  contextLength: Maybe<Scalars['Int']['output']>;
  /** Length of its vectors. */
  dimensions: Scalars['Int']['output'];
  /** Hash of weights, preprocessing and precision: vectors of two fingerprints never mix. */
  fingerprint: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Side of the square it sees, in pixels. */
  imageSize: Scalars['Int']['output'];
  /** The model of queries that name none. */
  isDefault: Scalars['Boolean']['output'];
  licence: Scalars['String']['output'];
  modalities: Array<Modality>;
  /** For example mini or openai/clip-vit-base-patch32. */
  name: Scalars['String']['output'];
  scoring: Scoring;
  /** Prompt templates that classify uses unless others are given. */
  templates: Array<Scalars['String']['output']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Name: 1 to 64 letters, digits, _ and -, a letter or digit first. Without a model, the default one. */
  createCollection: Collection;
  /** How many there were; at most 1000 keys. */
  deleteAssets: Scalars['Int']['output'];
  /** False when there was none. */
  deleteCollection: Scalars['Boolean']['output'];
  /** At most 64 items, answered item by item, in order; a known key is replaced. A key may stand once in a call. */
  indexAssets: Array<IndexResult>;
  /** Replaces the payload whole. */
  updatePayload: Asset;
};


export type MutationCreateCollectionArgs = {
  model?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
};


export type MutationDeleteAssetsArgs = {
  collection: Scalars['String']['input'];
  keys: Array<Scalars['String']['input']>;
};


export type MutationDeleteCollectionArgs = {
  name: Scalars['String']['input'];
};


export type MutationIndexAssetsArgs = {
  assets: Array<AssetInput>;
  collection: Scalars['String']['input'];
};


export type MutationUpdatePayloadArgs = {
  collection: Scalars['String']['input'];
  key: Scalars['String']['input'];
  payload: Scalars['JSONObject']['input'];
};

export type Node = {
  id: Scalars['ID']['output'];
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor: Maybe<Scalars['String']['output']>;
};

export type Query = {
  __typename?: 'Query';
  /** Scores images against labels written as text (zero-shot); at most 64 images and 1000 labels. */
  classify: Array<ClassifyResult>;
  collection: Maybe<Collection>;
  collections: Array<Collection>;
  /** Texts and images as unit vectors in one space; at most 64, answered item by item, in order. */
  embed: Array<EmbedResult>;
  /** The models that this server has loaded. */
  models: Array<Model>;
  /** Any object by its id; null where there is none. */
  node: Maybe<Node>;
  /** Several at once, in the order of the ids; at most 100. */
  nodes: Array<Maybe<Node>>;
  /**
   * Assets like the ones liked and unlike the ones disliked, at most 500 of each; never an asset that is an example
   * itself. Pages as search does.
   */
  recommend: SearchConnection;
  /**
   * Assets by how well they fit the query, best first; at most 1000 over all pages. Pages hold still: they come from
   * the result of the first one, which is kept for some minutes. Repeat the other arguments unchanged with after.
   */
  search: SearchConnection;
  /** Cosine of every image with every text; at most 64 of each. */
  similarity: SimilarityMatrix;
};


export type QueryClassifyArgs = {
  by: ClassifyBy;
  images: Array<ImageInput>;
  mode?: InputMaybe<ClassifyMode>;
  model?: InputMaybe<Scalars['String']['input']>;
  templates?: InputMaybe<Array<Scalars['String']['input']>>;
  top?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryCollectionArgs = {
  name: Scalars['String']['input'];
};


export type QueryEmbedArgs = {
  inputs: Array<ContentInput>;
  model?: InputMaybe<Scalars['String']['input']>;
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
};


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


export type QuerySimilarityArgs = {
  images: Array<ImageInput>;
  model?: InputMaybe<Scalars['String']['input']>;
  texts: Array<Scalars['String']['input']>;
};

/** Either numbers (gt, gte, lt, lte) or instants (after, before), not both. */
export type RangeCondition = {
  after?: InputMaybe<Scalars['DateTime']['input']>;
  before?: InputMaybe<Scalars['DateTime']['input']>;
  field: Scalars['String']['input'];
  gt?: InputMaybe<Scalars['Float']['input']>;
  gte?: InputMaybe<Scalars['Float']['input']>;
  lt?: InputMaybe<Scalars['Float']['input']>;
  lte?: InputMaybe<Scalars['Float']['input']>;
};

/** As Qdrant defines them. */
export type RecommendStrategy =
  /** Nearest to the mean of what is liked, moved away from the mean of what is disliked. One search, whatever the examples. */
  | 'AVERAGE'
  /**
   * By the best of the examples: near to any liked one comes first, nearer to a disliked one than to every liked one
   * comes last. Serves tastes with several sides; costs 20 points an example.
   */
  | 'BEST_SCORE'
  /** By the sum of the cosines with what is liked less the sum of those with what is disliked. */
  | 'SUM_SCORES';

/** How a cosine becomes a probability: softmax over the labels (CLIP), or a sigmoid for each (SigLIP). */
export type Scoring =
  | 'SIGMOID'
  | 'SOFTMAX';

export type SearchConnection = {
  __typename?: 'SearchConnection';
  edges: Array<SearchEdge>;
  nodes: Array<Asset>;
  pageInfo: PageInfo;
  /** How many assets were candidates and passed the filter, where that is known: not where rankings are fused. */
  totalCount: Maybe<Scalars['Int']['output']>;
};

export type SearchEdge = {
  __typename?: 'SearchEdge';
  /** Cosine of the query and the asset's vector, -1 to 1; null where the order comes from several. */
  cosine: Maybe<Scalars['Float']['output']>;
  cursor: Scalars['String']['output'];
  /** Value of the groupBy field. */
  group: Maybe<Scalars['Primitive']['output']>;
  node: Asset;
  /**
   * What the order goes by, the higher the better: the cosine, or where there is none a number that compares within
   * this result only.
   */
  score: Scalars['Float']['output'];
};

export type SearchQuery =
  { image: ImageInput; mix?: never; text?: never; vector?: never; vectorBase64?: never; }
  |  { image?: never; mix: MixInput; text?: never; vector?: never; vectorBase64?: never; }
  |  { image?: never; mix?: never; text: Scalars['String']['input']; vector?: never; vectorBase64?: never; }
  |  { image?: never; mix?: never; text?: never; vector: Array<Scalars['Float']['input']>; vectorBase64?: never; }
  |  /** Little-endian float32. */
  { image?: never; mix?: never; text?: never; vector?: never; vectorBase64: Scalars['Base64']['input']; };

export type SearchTarget =
  /** Either: each is searched for alone and the two rankings are fused by rank, as cosines with texts and with pictures do not compare. */
  | 'BOTH'
  /** The vectors of the assets' pictures. */
  | 'IMAGE'
  /** The vectors of their texts. */
  | 'TEXT';

/** Row i, column j: image i against text j; a row or column whose input was wrong is null. */
export type SimilarityMatrix = {
  __typename?: 'SimilarityMatrix';
  cosine: Array<Array<Maybe<Scalars['Float']['output']>>>;
  /** In the order of the images; null where the image was fine. */
  imageErrors: Array<Maybe<InputError>>;
  model: Model;
  /** In the order of the texts; null where the text was fine. */
  textErrors: Array<Maybe<InputError>>;
};
