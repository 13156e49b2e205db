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

/** Number of images with one expected and one given action. */
export type ActionCount = {
  __typename?: 'ActionCount';
  /** At least 1. */
  count: Scalars['Int']['output'];
  /** By the label. */
  expected: ModerationAction;
  /** By the policy. */
  given: ModerationAction;
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
  __typename?: 'Asset';
  /** The collection that it belongs to. */
  collection: Collection;
  /** When its key was indexed first. */
  createdAt: Scalars['DateTime']['output'];
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
  /** Hash (sha256) of the picture's bytes as they were given. */
  imageHash: Maybe<Scalars['String']['output']>;
  /** Address of the picture on this server, metadata removed. */
  imageUrl: Maybe<Scalars['URL']['output']>;
  /** The caller's own id, unique in its collection. */
  key: Scalars['String']['output'];
  /** Fields of the caller, for filters and facets. */
  payload: Scalars['JSONObject']['output'];
  /** The most similar assets of the collection, without this one. Pictures are compared; for an asset without a picture, texts. */
  similar: SearchConnection;
  /** Null for a picture without one. */
  text: Maybe<Scalars['String']['output']>;
  /** Address of a smaller copy. size is its longest side in pixels, 16 to 2048. */
  thumbnailUrl: Maybe<Scalars['URL']['output']>;
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
  __typename?: 'AssetConnection';
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
  __typename?: 'AssetEdge';
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

/** How a version of a policy does on labelled images. */
export type Backtest = {
  __typename?: 'Backtest';
  /** Expected and given actions that occurred, of the images with an expected action. */
  actions: Array<ActionCount>;
  /** Images whose action or findings differ between this version and the version named by against; empty without against. */
  changes: Array<BacktestChange>;
  /** Number of valid images, which the figures are about. */
  count: Scalars['Int']['output'];
  /** In the order of the images; null for a valid image. */
  errors: Array<Maybe<InputError>>;
  /** The version that was tried. */
  policy: Policy;
  /** One for each rule, in the policy's order, shadow rules included; from the valid images. */
  rules: Array<RuleBacktest>;
  /** Whether there were more than were read. */
  truncated: Scalars['Boolean']['output'];
};

/** An image that two versions treat differently. */
export type BacktestChange = {
  __typename?: 'BacktestChange';
  /** Action by the version that is tried. */
  after: ModerationAction;
  /** Set if the image is an asset of a collection. */
  assetId: Maybe<Scalars['ID']['output']>;
  /** Action by the version named by against. */
  before: ModerationAction;
  /** Rules that pass now and did not before, shadow rules included. */
  gained: Array<Scalars['String']['output']>;
  /** Place of the image in the list, from 0. */
  index: Scalars['Int']['output'];
  /** Rules that passed before and do not now, shadow rules included. */
  lost: Array<Scalars['String']['output']>;
  /** Set if the image comes from a review. */
  verdictId: Maybe<Scalars['ID']['output']>;
};

/** Labelled assets of a collection, by their stored vectors. Give at least one of the fields; assets that lack them are skipped. */
export type BacktestCollection = {
  /** Path in the payload of the action that is expected. */
  actionField?: InputMaybe<Scalars['String']['input']>;
  /** Only assets that pass it. Default: all. */
  filter?: InputMaybe<Filter>;
  /** Most assets, by key; 1 to 5000. */
  first?: InputMaybe<Scalars['Int']['input']>;
  /** Name of a collection. */
  name: Scalars['String']['input'];
  /** Path in the payload of the names of the rules that should pass: a text or a list. */
  rulesField?: InputMaybe<Scalars['String']['input']>;
};

/**
 * Verdicts that people have decided, with the vectors that were kept. Their action is the expected one. ALLOW means that no
 * rule should have passed; another action means that the rule was right, if only one had passed.
 */
export type BacktestReviews = {
  /** Most reviews, newest first; 1 to 5000. */
  first?: InputMaybe<Scalars['Int']['input']>;
  /** At this instant or after it. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Policy of the verdicts. Default: the policy that is tried. */
  policy?: InputMaybe<Scalars['String']['input']>;
  /** Only verdicts for which this rule had passed. */
  rule?: InputMaybe<Scalars['String']['input']>;
  /** Before this instant. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Known pictures whose copies should be found. Only their hashes and vectors are kept. */
export type Blocklist = Node & {
  __typename?: 'Blocklist';
  /** Number of its entries, at most 10,000. */
  count: Scalars['Int']['output'];
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** By content hash. */
  entries: BlocklistEntryConnection;
  /** Number of entries with a vector of another model than the default one. They are found by perceptual hash only, until they are added again. */
  hashOnlyCount: Scalars['Int']['output'];
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
  /** 1 to 64 letters, digits, _ and -. */
  name: Scalars['String']['output'];
};


/** Known pictures whose copies should be found. Only their hashes and vectors are kept. */
export type BlocklistEntriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A known picture of a blocklist. */
export type BlocklistEntry = Node & {
  __typename?: 'BlocklistEntry';
  /** What to do with a copy of it, instead of the rule's action; null for the rule's action. */
  action: Maybe<ModerationAction>;
  /** When it was added, last if it was added again. */
  addedAt: Scalars['DateTime']['output'];
  /** Name of its blocklist. */
  blocklist: Scalars['String']['output'];
  /** Whether this is the default model. If not, only perceptual hashes are compared. */
  comparesByVector: Scalars['Boolean']['output'];
  /** Hash (sha256) of the picture's bytes. */
  contentHash: Scalars['String']['output'];
  /** Global id, for Query.node and removeFromBlocklist. */
  id: Scalars['ID']['output'];
  /** Name of the API key that added it; null where none was needed. */
  keyName: Maybe<Scalars['String']['output']>;
  /** Name of the model that made its vector. */
  modelName: Scalars['String']['output'];
  /** What was written to it; null for nothing. */
  note: Maybe<Scalars['String']['output']>;
  /** 64 bits in hexadecimal; null for a picture that is too plain. */
  perceptualHash: Maybe<Scalars['String']['output']>;
};

/** A page of the entries of a blocklist. */
export type BlocklistEntryConnection = {
  __typename?: 'BlocklistEntryConnection';
  /** The entries of this page, with their cursors. */
  edges: Array<BlocklistEntryEdge>;
  /** The entries of this page. */
  nodes: Array<BlocklistEntry>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An entry of a list. */
export type BlocklistEntryEdge = {
  __typename?: 'BlocklistEntryEdge';
  /** For after: the page begins behind this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: BlocklistEntry;
};

/** The picture of a blocklist that is nearest to an image. */
export type BlocklistMatch = {
  __typename?: 'BlocklistMatch';
  /** Name of the blocklist. */
  blocklist: Scalars['String']['output'];
  /** The strongest evidence. */
  by: BlocklistMatchKind;
  /** Hash (sha256) of the known picture. */
  contentHash: Scalars['String']['output'];
  /** Of the two vectors, -1 to 1. Null where the entry's vector is another model's. */
  cosine: Maybe<Scalars['Float']['output']>;
  /** Different bits of the perceptual hash, of 64; null if one of the pictures is too plain for a hash. */
  distance: Maybe<Scalars['Int']['output']>;
  /** Null if it was removed from the list. */
  entry: Maybe<BlocklistEntry>;
};

/** By what a picture was compared with one of a blocklist, the strongest evidence first. */
export type BlocklistMatchKind =
  /** The same bytes. */
  | 'CONTENT'
  /** The bits of the two perceptual hashes. */
  | 'PERCEPTUAL_HASH'
  /** The cosine of the two vectors. */
  | 'VECTOR';

/** A picture to be added to a blocklist. */
export type BlocklistPicture = {
  /** What to do with a copy of it. Default: the rule's action. */
  action?: InputMaybe<ModerationAction>;
  /** The picture; at most 20 MB. It is not kept. */
  image: ImageInput;
  /** At most 2000 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
};

/** The entry, or what is wrong with the picture. */
export type BlocklistResult = BlocklistEntry | InputError;

/** A collection whose assets' texts serve as captions; at most 20. */
export type CaptionSource = {
  /** Its name. Its vectors must be those of the model that is used. */
  collection: Scalars['String']['input'];
  /** Only texts of assets that pass it. */
  filter?: InputMaybe<Filter>;
  /** Captions of each picture, 1 to 20. */
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A class that images are sorted into. */
export type ClassInput = {
  /** Unique among the classes; put into the templates where there are no prompts. */
  name: Scalars['String']['input'];
  /** Whole prompts for this class, instead of the templates. */
  prompts?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** How a classifier performs on the examples of one class. */
export type ClassReport = {
  __typename?: 'ClassReport';
  /** Number of examples that have this label. */
  examples: Scalars['Int']['output'];
  /** Name of the class. */
  label: Scalars['String']['output'];
  /** Share of the examples predicted as this class that belong to it; null if none was. */
  precision: Maybe<Scalars['Float']['output']>;
  /** Share of the examples of this class that were predicted as it; null if there are none. */
  recall: Maybe<Scalars['Float']['output']>;
};

/** The labels of one image, with their scores. */
export type Classification = {
  __typename?: 'Classification';
  /** Most probable first; at most as many as asked for with top. */
  labels: Array<LabelScore>;
  /** The model that scored. */
  model: Model;
  /** No label stands out from the model's background of everyday prompts; the best of many labels must do so by more. */
  unknown: Scalars['Boolean']['output'];
};

/** Classes under a name. A version never changes; saving or training again makes the next one. */
export type Classifier = Node & {
  __typename?: 'Classifier';
  /** In the order they were saved in. */
  classes: Array<ClassifierClass>;
  /** When this version was saved. */
  createdAt: Scalars['DateTime']['output'];
  /** Global id of this version, for Query.node. */
  id: Scalars['ID']['output'];
  /** How the probabilities of its classes go together. */
  mode: ClassifyMode;
  /** All its versions share it. */
  name: Scalars['String']['output'];
  /** Null if each model's own templates are used. */
  templates: Maybe<Array<Scalars['String']['output']>>;
  /** How it was trained; null if it was not. */
  training: Maybe<TrainingReport>;
  /** From 1. */
  version: Scalars['Int']['output'];
  /** Newest first, this one among them. */
  versions: Array<Classifier>;
};


/** Classes under a name. A version never changes; saving or training again makes the next one. */
export type ClassifierVersionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A class of a saved classifier. */
export type ClassifierClass = {
  __typename?: 'ClassifierClass';
  /** Unique in the classifier. */
  name: Scalars['String']['output'];
  /** Null where the templates are used. */
  prompts: Maybe<Array<Scalars['String']['output']>>;
};

/** A classifier to be saved. */
export type ClassifierInput = {
  /** At most 1000. */
  classes: Array<ClassInput>;
  /** How the probabilities of the classes go together. */
  mode?: ClassifyMode;
  /** 1 to 64 letters, digits, _ and -, a letter or digit first. */
  name: Scalars['String']['input'];
  /** Prompts with {label} in them; several are averaged. Each model's own when left out. */
  templates?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** What images are scored against. */
export type ClassifyBy =
  /** Classes, each with prompts of its own where it has some. */
  { classes: Array<ClassInput>; classifier?: never; labels?: never; }
  |  /** Name of a saved classifier, for its newest version; or with a version: pets@2. */
  { classes?: never; classifier: Scalars['String']['input']; labels?: never; }
  |  /** Labels, which are put into the templates. */
  { classes?: never; classifier?: never; labels: Array<Scalars['String']['input']>; };

/** How the probabilities of the labels go together. */
export type ClassifyMode =
  /** The labels are independent: a probability for each, against the model's background. */
  | 'ANY_OF'
  /** The labels exclude each other: probabilities add up to 1. */
  | 'ONE_OF';

/** A classification, or what is wrong with this image. */
export type ClassifyResult = Classification | InputError;

/** Assets whose vectors come from one model. */
export type Collection = Node & {
  __typename?: 'Collection';
  /** By key. */
  assets: AssetConnection;
  /** Number of its assets. */
  count: Scalars['Int']['output'];
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Crops of its pictures; null where pictures are embedded as a whole only. */
  crops: Maybe<Crops>;
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
  model: Maybe<Model>;
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

/** The assets of a collection that have a payload field, with their stored pictures' vectors; at most 5000. */
export type CollectionExamples = {
  /** Its name. Its vectors must be those of the model that is used. */
  collection: Scalars['String']['input'];
  /** Dotted path of the field that holds the name of a class, or in ANY_OF a list of names. */
  field: Scalars['String']['input'];
  /** Only assets that match. */
  filter?: InputMaybe<Filter>;
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

/** A text or an image. */
export type ContentInput =
  /** At most 20 MB. */
  { image: ImageInput; text?: never; }
  |  /** Not empty. What is longer than the context of the model loses its end. */
  { image?: never; text: Scalars['String']['input']; };

/** A part of an upright picture, as shares (0 to 1) of its sides, from the left and the top. */
export type CropBox = {
  __typename?: 'CropBox';
  /** 0 to 1 of the height. */
  height: Scalars['Float']['output'];
  /** Of the left edge, 0 to 1 of the width. */
  left: Scalars['Float']['output'];
  /** Of the top edge, 0 to 1 of the height. */
  top: Scalars['Float']['output'];
  /** 0 to 1 of the width. */
  width: Scalars['Float']['output'];
};

/** The vector of one tile of an image. */
export type CropEmbedding = {
  __typename?: 'CropEmbedding';
  /** Unit vector, as in Embedding. */
  base64: Scalars['Base64']['output'];
  /** Where in the image the tile is. */
  box: CropBox;
  /** The same numbers as a list. */
  values: Array<Scalars['Float']['output']>;
};

/** Which vectors of a picture and its tiles are kept. */
export type CropKeep =
  /** The whole picture's vector, and one for each tile. */
  | 'EACH'
  /** One vector: the direction of half the whole picture, half the mean of its tiles. */
  | 'POOLED';

/** How the pictures of a collection are cut into tiles. */
export type Crops = {
  __typename?: 'Crops';
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

/** A description, or what is wrong with this image. */
export type DescribeResult = Description | InputError;

/** What a picture shows: tags, captions of similar pictures, relations. They are chosen from lists; no text is generated. */
export type Description = {
  __typename?: 'Description';
  /** Texts of the collection that fit the picture best, each once; empty without captionsFrom. */
  captions: Array<NearCaption>;
  /** The model that scored. */
  model: Model;
  /** Most probable first; a word that means nearly the same as one before it is left out. */
  tags: Array<Tag>;
  /** Best first; empty without triples in the query. */
  triples: Array<ScoredTriple>;
};

/** A page of groups of duplicates. */
export type DuplicateConnection = {
  __typename?: 'DuplicateConnection';
  /** The groups of this page. */
  nodes: Array<DuplicateGroup>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** Assets whose pictures are almost the same. */
export type DuplicateGroup = {
  __typename?: 'DuplicateGroup';
  /** Ordered by key; at most 50. A larger group may be split into several. */
  assets: Array<Asset>;
  /** Each of the assets has a cosine of at least this with another one of them. */
  similarity: Scalars['Float']['output'];
};

/** An embedding, or what is wrong with this input. */
export type EmbedResult = Embedding | InputError;

/** The vector of a text or an image. */
export type Embedding = {
  __typename?: 'Embedding';
  /** Unit vector, little-endian float32, in base64: smaller than the list. */
  base64: Scalars['Base64']['output'];
  /** The tiles of an image whose crops are kept EACH; the vector above is then the whole picture's. Null otherwise. */
  crops: Maybe<Array<CropEmbedding>>;
  /** Length of the vector. */
  dimensions: Scalars['Int']['output'];
  /** The model that made it. Vectors of two models cannot be compared. */
  model: Model;
  /** Tokens of a text, start and end included. */
  tokenCount: Maybe<Scalars['Int']['output']>;
  /** The text was longer than the model's context and lost its end. */
  truncated: Scalars['Boolean']['output'];
  /** The same numbers as a list. */
  values: Array<Scalars['Float']['output']>;
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

/** An example that was skipped, and why. Set is one of index, key and verdictId. */
export type ExampleError = {
  __typename?: 'ExampleError';
  /** What is wrong with it. */
  error: InputError;
  /** Position in examples. */
  index: Maybe<Scalars['Int']['output']>;
  /** Key of the asset of the collection. */
  key: Maybe<Scalars['String']['output']>;
  /** Of a review. */
  verdictId: Maybe<Scalars['ID']['output']>;
};

/** A picture, and the classes that it belongs to. */
export type ExampleInput = {
  /** With an assetId, the vector that its collection keeps is used where the model made it. */
  image: ImageInput;
  /** Names of classes: one in ONE_OF; any number in ANY_OF, none among them. */
  labels: Array<Scalars['String']['input']>;
};

/** A value of a payload field. */
export type FacetValue = {
  __typename?: 'FacetValue';
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

/** How one rule fitted one image. */
export type Finding = {
  __typename?: 'Finding';
  /** What the rule does about such an image: its own action, that of the exception or of the blocklist's entry that matched. */
  action: ModerationAction;
  /** The description that fitted best, or for an example image its place: examples[2]; of a blocklist, the entry's: name/content hash. */
  closest: Scalars['String']['output'];
  /** The exception that matched; action is then the exception's. Null where none matched. */
  exception: Maybe<FindingException>;
  /** For a rule with a blocklist: the nearest entry, also if it is not near enough. Null for other rules. */
  match: Maybe<BlocklistMatch>;
  /** Whether the probability reached the threshold. */
  passed: Scalars['Boolean']['output'];
  /** From 0 to 1. */
  probability: Scalars['Float']['output'];
  /** Name of the rule. */
  rule: Scalars['String']['output'];
  /** Whether the rule is only recorded and has no effect. */
  shadow: Scalars['Boolean']['output'];
  /** Probability from which the rule acts, 0 to 1. */
  threshold: Scalars['Float']['output'];
};

/** An exception of a rule that matched an image. */
export type FindingException = {
  __typename?: 'FindingException';
  /** Index in the rule's exceptions, from 0. */
  index: Scalars['Int']['output'];
  /** The rule's own action. */
  insteadOf: ModerationAction;
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
  __typename?: 'InputError';
  /** For programs. */
  code: InputErrorCode;
  /** For people. */
  message: Scalars['String']['output'];
  /** When another try may succeed, in milliseconds; null unless the code is OVERLOADED. */
  retryAfterMs: Maybe<Scalars['Int']['output']>;
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

/** What a trained version classifies with. */
export type KeptHead =
  /** Weights learned from the examples; they work with the model that made the examples' vectors only. */
  | 'TRAINED'
  /** The prompts, because training was not better. */
  | 'ZERO_SHOT';

/** How well one label fits an image. */
export type LabelScore = {
  __typename?: 'LabelScore';
  /** Cosine of the image and the label's prompts, -1 to 1. */
  cosine: Scalars['Float']['output'];
  /** The label, or the name of the class. */
  label: Scalars['String']['output'];
  /** From 0 to 1. */
  probability: Scalars['Float']['output'];
};

/** An image and what the policy should decide about it: an action, the rules that should pass, or both. */
export type LabelledImage = {
  /** The action that is expected. If omitted, the image does not count for actions. */
  action?: InputMaybe<ModerationAction>;
  /** The context of the image, for exceptions; at most 16,384 characters as JSON. */
  context?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The image; at most 20 MB. */
  image: ImageInput;
  /** Names of the rules that should pass; an empty list means none. If omitted, the image does not count for rules. */
  rules?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** Texts are the same when Unicode calls them so, whether their accents are composed (NFC) or not (NFD). */
export type MatchCondition = {
  /** Dotted path of the field. */
  field: Scalars['String']['input'];
  /** Equal in value and kind: the text 1 is not the number 1. */
  value: Scalars['Primitive']['input'];
};

/** The migration of a collection from one model to another. */
export type Migration = {
  __typename?: 'Migration';
  /** Name of the collection. */
  collection: Scalars['String']['output'];
  /** Number of assets that have vectors of the new model. */
  done: Scalars['Int']['output'];
  /** When it ended; null while it runs. */
  endedAt: Maybe<Scalars['DateTime']['output']>;
  /** Number of assets that failed. */
  failed: Scalars['Int']['output'];
  /** Assets without vectors of the new model, with the reason; at most 1000. After the switch, the collection does not contain them. */
  failures: Array<MigrationFailure>;
  /** Name of the model whose vectors the collection had. */
  fromModel: Scalars['String']['output'];
  /** Whether this is an undo. */
  isUndo: Scalars['Boolean']['output'];
  /** Why it stopped, where that is not the failures. */
  problem: Maybe<Scalars['String']['output']>;
  /** When it was asked for. */
  startedAt: Scalars['DateTime']['output'];
  /** How far it is. */
  state: MigrationState;
  /** Name of the model that embeds its assets again. */
  toModel: Scalars['String']['output'];
  /** Assets of the collection. */
  total: Scalars['Int']['output'];
};


/** The migration of a collection from one model to another. */
export type MigrationFailuresArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** An asset that has no vector of the new model. */
export type MigrationFailure = {
  __typename?: 'MigrationFailure';
  /** What is wrong with it. */
  code: InputErrorCode;
  /** Key of the asset in the collection. */
  key: Scalars['String']['output'];
  /** The same in words. */
  message: Scalars['String']['output'];
};

/** How far a migration is. */
export type MigrationState =
  /** The collection has the vectors that it had; what was made is deleted. */
  | 'CANCELLED'
  /** The collection answers from the new vectors; the old ones are deleted. */
  | 'CONFIRMED'
  /** Assets are embedded in the background; searches use the old vectors. */
  | 'RUNNING'
  /** It did not switch: assets failed, or for the reason in problem. Migrate or undo again to go on, perhaps with allowFailures, or cancel. */
  | 'STOPPED'
  /** The collection answers from the new vectors. The old ones are kept, so that it can be undone. */
  | 'SWITCHED'
  /** The collection answers from its old vectors again; the new ones are deleted. */
  | 'UNDONE';

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
  __typename?: 'Model';
  /** Most tokens it reads of a text, start and end included. */
  contextLength: Maybe<Scalars['Int']['output']>;
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

/** What is done about a picture, from mildest to hardest; of several rules the hardest decides. */
export type ModerationAction =
  /** Nothing; the picture may be shown. */
  | 'ALLOW'
  /** Do not show it. */
  | 'BLOCK'
  /** Show it blurred, or behind a warning. */
  | 'BLUR'
  /** A person has to decide. */
  | 'REVIEW';

/** The verdict, or what is wrong with the image. */
export type ModerationResult = InputError | ModerationVerdict;

/** What a policy looks for, and what is done about it. */
export type ModerationRule = {
  __typename?: 'ModerationRule';
  /** What is done about an image on which the rule passes. */
  action: ModerationAction;
  /** Set if the rule finds copies of known pictures. */
  blocklist: Maybe<RuleBlocklist>;
  /** What the rule looks for, in words; empty for a rule of examples or a blocklist. */
  describes: Array<Scalars['String']['output']>;
  /** Hashes (sha256) of its example images; their vectors are kept, the pictures are not. */
  exampleHashes: Array<Scalars['String']['output']>;
  /** Images that the rule treats more mildly; the first exception that matches counts. */
  except: Array<RuleException>;
  /** 1 to 64 characters, once in a policy. */
  name: Scalars['String']['output'];
  /** Whether the rule is only recorded and has no effect. */
  shadow: Scalars['Boolean']['output'];
  /** Probability from which the rule acts, 0 to 1. */
  threshold: Scalars['Float']['output'];
  /** Similar things that are allowed. */
  unlike: Array<Scalars['String']['output']>;
};

/** What a policy has decided about an image. It never changes. */
export type ModerationVerdict = Node & {
  __typename?: 'ModerationVerdict';
  /** The hardest action among the findings that are not shadow; ALLOW without any. */
  action: ModerationAction;
  /** Set if the image was given as an asset. */
  assetId: Maybe<Scalars['ID']['output']>;
  /** Hash (sha256) of the image's bytes; the image itself is not kept. */
  contentHash: Scalars['String']['output'];
  /** When it was decided. */
  decidedAt: Scalars['DateTime']['output'];
  /** The rules that passed their threshold, hardest action first, shadow rules among them. */
  findings: Array<Finding>;
  /** Global id, for Query.node and resolveReview. */
  id: Scalars['ID']['output'];
  /** Name of the API key that asked; null where none was needed. */
  keyName: Maybe<Scalars['String']['output']>;
  /** Fingerprint of that model: the same for the same files. */
  modelFingerprint: Scalars['String']['output'];
  /** Name of the model that embedded it. */
  modelName: Scalars['String']['output'];
  /** The version of the policy that decided. */
  policy: Policy;
  /** Null unless the action is REVIEW. */
  review: Maybe<Review>;
  /** Every rule of the policy, in its order. */
  scores: Array<Finding>;
};

/** What can be changed. The changes of one request happen one after another. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Makes a version the one that moderate uses by default. NOT_FOUND if there is none. */
  activatePolicy: Policy;
  /** One result for each picture, in order. An existing entry is replaced. */
  addToBlocklist: Array<BlocklistResult>;
  /** Ends a migration before the switch and deletes its new vectors only. */
  cancelMigration: Migration;
  /** Deletes the old vectors and the assets that failed. */
  confirmMigration: Migration;
  /** At most 100 lists of at most 10,000 pictures. */
  createBlocklist: Blocklist;
  /**
   * Name: 1 to 64 letters, digits, _ and -, a letter or digit first. Default model: the server's default. Crops hold for all
   * pictures of the collection and cannot be changed later.
   */
  createCollection: Collection;
  /** The number of deleted assets; at most 1000 keys. */
  deleteAssets: Scalars['Int']['output'];
  /** Deletes the list with its entries; false if there was none. Refused while the active version of a policy uses it. */
  deleteBlocklist: Scalars['Boolean']['output'];
  /**
   * Deletes a classifier with all its versions, or one of them; false when there was none. Requests that have read it finish;
   * later ones, and a training that is under way, get NOT_FOUND. A name may be used again; its versions go on counting.
   */
  deleteClassifier: Scalars['Boolean']['output'];
  /** False if there was none. */
  deleteCollection: Scalars['Boolean']['output'];
  /** False if there was none. */
  deleteVocabulary: Scalars['Boolean']['output'];
  /** At most 64 items; one result for each, in order. An existing key is replaced. Each key at most once in a call. */
  indexAssets: Array<IndexResult>;
  /**
   * Embeds every asset of the collection with another model that the server has loaded, in the background, and then
   * switches at once; until then searches use the old vectors. Assets indexed, changed or deleted during it are included.
   * Continues a migration to the same model that stopped; old vectors that another migration kept are deleted.
   * Failed assets prevent the switch, unless allowFailures is true: then the collection loses them.
   */
  migrateCollection: Migration;
  /** Decides about images. One result for each, in order. Every verdict is recorded. */
  moderate: Array<ModerationResult>;
  /** Deletes entries. Returns the number of deleted ones. */
  removeFromBlocklist: Scalars['Int']['output'];
  /** What a person decides about a verdict in review, only once for each verdict. */
  resolveReview: ModerationVerdict;
  /** Sends failed events again, at most 1000. Returns their number. */
  retryWebhookFailures: Scalars['Int']['output'];
  /** Checks a classifier and saves it as the next version of its name. */
  saveClassifier: Classifier;
  /**
   * Saves the next version. If an existing version is equal, that version is returned. The first version is active at once,
   * a later one after activatePolicy.
   */
  savePolicy: Policy;
  /** Name: 1 to 64 letters, digits, _ and -, a letter or digit first. 1 to 1000 words, each once. */
  saveVocabulary: Vocabulary;
  /**
   * Trains a classifier (its newest version, or another one: pets@2) from labelled pictures, by logistic regression from
   * its prompts, and saves the result as the next version. Each class needs 2 examples. Where training does not do better than the prompts
   * alone, the new version keeps these and says so. The examples are those of all sources that are given, at least one; at most 1000 beside
   * those of a collection and of reviews.
   */
  trainClassifier: TrainingResult;
  /**
   * Switches back to the old vectors, in the background: assets added or changed after the switch are embedded with the old
   * model, and assets that the switch removed are there again.
   */
  undoMigration: Migration;
  /** Replaces the whole payload. */
  updatePayload: Asset;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationActivatePolicyArgs = {
  name: Scalars['String']['input'];
  version: Scalars['Int']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationAddToBlocklistArgs = {
  blocklist: Scalars['String']['input'];
  pictures: Array<BlocklistPicture>;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationCancelMigrationArgs = {
  collection: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationConfirmMigrationArgs = {
  collection: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationCreateBlocklistArgs = {
  name: Scalars['String']['input'];
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
export type MutationDeleteBlocklistArgs = {
  name: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationDeleteClassifierArgs = {
  name: Scalars['String']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationDeleteCollectionArgs = {
  name: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationDeleteVocabularyArgs = {
  name: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationIndexAssetsArgs = {
  assets: Array<AssetInput>;
  collection: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationMigrateCollectionArgs = {
  allowFailures?: InputMaybe<Scalars['Boolean']['input']>;
  collection: Scalars['String']['input'];
  model: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationModerateArgs = {
  contexts?: InputMaybe<Array<InputMaybe<Scalars['JSONObject']['input']>>>;
  images: Array<ImageInput>;
  policy: Scalars['String']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationRemoveFromBlocklistArgs = {
  entries: Array<Scalars['ID']['input']>;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationResolveReviewArgs = {
  action: ModerationAction;
  note?: InputMaybe<Scalars['String']['input']>;
  verdict: Scalars['ID']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationSaveClassifierArgs = {
  input: ClassifierInput;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationSavePolicyArgs = {
  input: PolicyInput;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationSaveVocabularyArgs = {
  name: Scalars['String']['input'];
  words: Array<Scalars['String']['input']>;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationTrainClassifierArgs = {
  examples?: InputMaybe<Array<ExampleInput>>;
  fromCollection?: InputMaybe<CollectionExamples>;
  fromReviews?: InputMaybe<ReviewExamples>;
  model?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationUndoMigrationArgs = {
  allowFailures?: InputMaybe<Scalars['Boolean']['input']>;
  collection: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationUpdatePayloadArgs = {
  collection: Scalars['String']['input'];
  key: Scalars['String']['input'];
  payload: Scalars['JSONObject']['input'];
};

/** A text of an asset that fits a picture. */
export type NearCaption = {
  __typename?: 'NearCaption';
  /** An asset that has this text. */
  assetId: Scalars['ID']['output'];
  /** Cosine of the picture and the text, -1 to 1. */
  cosine: Scalars['Float']['output'];
  /** Key of that asset in its collection. */
  key: Scalars['String']['output'];
  /** As it was indexed. */
  text: Scalars['String']['output'];
};

/** An object that can be found by its id. */
export type Node = {
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
};

/** Where a page begins and ends, in the Relay way. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last item, for after; null for an empty page. */
  endCursor: Maybe<Scalars['String']['output']>;
  /** Whether there may be more after this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether after was given: there was a page before this one. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item; null for an empty page. */
  startCursor: Maybe<Scalars['String']['output']>;
};

/** Every two of the things, in either order, with every relation. */
export type PairsInput = {
  /** 1 to 6; left of, right of, above, below and inside when left out. */
  relations?: InputMaybe<Array<Scalars['String']['input']>>;
  /** 2 to 6. */
  things: Array<Scalars['String']['input']>;
};

/** One immutable version of a set of rules. */
export type Policy = Node & {
  __typename?: 'Policy';
  /** Whether moderate uses this version by default. */
  active: Scalars['Boolean']['output'];
  /** When it was saved. */
  createdAt: Scalars['DateTime']['output'];
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
  /** 1 to 64 letters, digits, _ and -. */
  name: Scalars['String']['output'];
  /** 1 to 100, in the order they were given. */
  rules: Array<ModerationRule>;
  /** 1, 2, and so on. */
  version: Scalars['Int']['output'];
};

/** A set of rules to be saved. */
export type PolicyInput = {
  /** 1 to 64 letters, digits, _ and -, a letter or digit first. */
  name: Scalars['String']['input'];
  /** 1 to 100, each with a name of its own. */
  rules: Array<RuleInput>;
};

/** What can be read. */
export type Query = {
  __typename?: 'Query';
  /**
   * Runs a policy over labelled images without recording anything. Give one of images (at most 128), a collection
   * and reviews. With against, the differences from that version; with precision, a threshold for it.
   */
  backtestPolicy: Backtest;
  /** Null if there is none. */
  blocklist: Maybe<Blocklist>;
  /** All blocklists, by name. */
  blocklists: Array<Blocklist>;
  /** Default version: the newest; null if there is none. */
  classifier: Maybe<Classifier>;
  /** The newest version of each classifier, by name: those after a name. */
  classifiers: Array<Classifier>;
  /** Scores images against labels written as text (zero-shot) or a saved classifier; at most 64 images and 1000 labels. */
  classify: Array<ClassifyResult>;
  /** Null if there is none. */
  collection: Maybe<Collection>;
  /** All collections, by name. */
  collections: Array<Collection>;
  /**
   * Tags, captions and relations of images, at most 64. The first call for a model embeds the general vocabulary, which
   * takes some seconds once.
   */
  describe: Array<DescribeResult>;
  /** Embeds texts and images as unit vectors in one space. At most 64; one result for each, in order. With crops, images also in tiles. */
  embed: Array<EmbedResult>;
  /** The last migration of a collection; null if there was none. */
  migration: Maybe<Migration>;
  /** The last migration of each collection that has one. */
  migrations: Array<Migration>;
  /** The models that this server has loaded. */
  models: Array<Model>;
  /** Any object by its id; null where there is none. */
  node: Maybe<Node>;
  /** Several objects at once, in the order of the ids; null in the place of one that is not there. */
  nodes: Array<Maybe<Node>>;
  /** The active version of every policy, by name, at most 1000; with a name, every version of that one, newest first, at most 100. */
  policies: Array<Policy>;
  /** Null if there is none. */
  policy: Maybe<Policy>;
  /**
   * Assets ranked by liked and disliked examples, at most 500 of each. Assets that are examples are left out. Paging works as
   * in search.
   */
  recommend: SearchConnection;
  /** Verdicts that wait for a person, oldest first. */
  reviewQueue: VerdictConnection;
  /**
   * Assets ranked by similarity to the query, best first; at most 1000 over all pages. Paging is stable: later pages come from
   * the result of the first one, which is kept for some minutes. With after, repeat the other arguments unchanged.
   */
  search: SearchConnection;
  /** Cosine of every image with every text; at most 64 of each. */
  similarity: SimilarityMatrix;
  /** Verdicts that are kept, newest first. */
  verdicts: VerdictConnection;
  /** By name: those after a name. */
  vocabularies: Array<Vocabulary>;
  /** Null if there is none. */
  vocabulary: Maybe<Vocabulary>;
  /** Newest first. Empty without a webhook. */
  webhookFailures: Array<WebhookFailure>;
};


/** What can be read. */
export type QueryBacktestPolicyArgs = {
  against?: InputMaybe<Scalars['Int']['input']>;
  collection?: InputMaybe<BacktestCollection>;
  images?: InputMaybe<Array<LabelledImage>>;
  policy: Scalars['String']['input'];
  precision?: InputMaybe<Scalars['Float']['input']>;
  reviews?: InputMaybe<BacktestReviews>;
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryBlocklistArgs = {
  name: Scalars['String']['input'];
};


/** What can be read. */
export type QueryClassifierArgs = {
  name: Scalars['String']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryClassifiersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryClassifyArgs = {
  by: ClassifyBy;
  images: Array<ImageInput>;
  mode?: InputMaybe<ClassifyMode>;
  model?: InputMaybe<Scalars['String']['input']>;
  templates?: InputMaybe<Array<Scalars['String']['input']>>;
  top?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryCollectionArgs = {
  name: Scalars['String']['input'];
};


/** What can be read. */
export type QueryDescribeArgs = {
  captionsFrom?: InputMaybe<CaptionSource>;
  images: Array<ImageInput>;
  model?: InputMaybe<Scalars['String']['input']>;
  threshold?: InputMaybe<Scalars['Float']['input']>;
  top?: InputMaybe<Scalars['Int']['input']>;
  triples?: InputMaybe<TriplesInput>;
  vocabulary?: InputMaybe<VocabularyInput>;
};


/** What can be read. */
export type QueryEmbedArgs = {
  crops?: InputMaybe<CropsInput>;
  inputs: Array<ContentInput>;
  model?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryMigrationArgs = {
  collection: Scalars['String']['input'];
};


/** What can be read. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
};


/** What can be read. */
export type QueryPoliciesArgs = {
  name?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryPolicyArgs = {
  name: Scalars['String']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
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
export type QueryReviewQueueArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  policy?: InputMaybe<Scalars['String']['input']>;
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


/** What can be read. */
export type QuerySimilarityArgs = {
  images: Array<ImageInput>;
  model?: InputMaybe<Scalars['String']['input']>;
  texts: Array<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryVerdictsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<VerdictFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryVocabulariesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryVocabularyArgs = {
  name: Scalars['String']['input'];
};


/** What can be read. */
export type QueryWebhookFailuresArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
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

/** Predictions with a probability from from to to. */
export type ReliabilityBin = {
  __typename?: 'ReliabilityBin';
  /** Share that was right; null in an empty bin. */
  accuracy: Maybe<Scalars['Float']['output']>;
  /** Mean probability; null in an empty bin. */
  confidence: Maybe<Scalars['Float']['output']>;
  /** Number of predictions in the bin. */
  count: Scalars['Int']['output'];
  /** From 0. */
  from: Scalars['Float']['output'];
  /** Up to 1. */
  to: Scalars['Float']['output'];
};

/** The decision of a person about a verdict in review. */
export type Review = {
  __typename?: 'Review';
  /** What the person decided; null while the review is open. */
  action: Maybe<ModerationAction>;
  /** Name of the API key that the person used; null where none was needed and while the review is open. */
  keyName: Maybe<Scalars['String']['output']>;
  /** What the person wrote to it; null for nothing. */
  note: Maybe<Scalars['String']['output']>;
  /** When the person decided; null while the review is open. */
  resolvedAt: Maybe<Scalars['DateTime']['output']>;
  /** Whether somebody has decided. */
  state: ReviewState;
};

/**
 * Pictures that people have decided about (resolveReview), by the vectors that were kept; the answer is the label. A picture
 * that was decided more than once counts once, as it was decided last.
 */
export type ReviewExamples = {
  /** By the newest verdict; at most 5000. */
  first?: InputMaybe<Scalars['Int']['input']>;
  /** Verdicts of this instant or after it. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** The classes of each decision; decisions without an entry are skipped. Default: the class with the decision's own name, such as BLOCK. */
  labels?: InputMaybe<Array<ReviewLabels>>;
  /** Policy of the verdicts. Default: every policy. */
  policy?: InputMaybe<Scalars['String']['input']>;
  /** Only verdicts for which this rule had passed, shadow or not. */
  rule?: InputMaybe<Scalars['String']['input']>;
  /** Verdicts from before this instant. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The classes that one answer of a reviewer stands for. */
export type ReviewLabels = {
  /** Once in the list. */
  action: ModerationAction;
  /** Names of classes: one in ONE_OF; any number in ANY_OF, none among them. */
  labels: Array<Scalars['String']['input']>;
};

/** Whether a person has decided about a verdict in review. */
export type ReviewState =
  /** A person has to decide. */
  | 'OPEN'
  /** A person has decided. */
  | 'RESOLVED';

/** How one rule does on the images that say which rules should pass. */
export type RuleBacktest = {
  __typename?: 'RuleBacktest';
  /** At every probability that occurred, highest first. */
  curve: Array<ThresholdPoint>;
  /** Harmonic mean of precision and recall, 0 to 1. Null if no image is labelled with the rule and none passed. */
  f1: Maybe<Scalars['Float']['output']>;
  /** Images on which it did not pass and should have. */
  falseNegatives: Scalars['Int']['output'];
  /** Images on which it passed and should not have. */
  falsePositives: Scalars['Int']['output'];
  /** Share of right ones among those on which it passed, 0 to 1. Null where the rule passed on no labelled image. */
  precision: Maybe<Scalars['Float']['output']>;
  /** Share of those on which it passed among those on which it should have, 0 to 1. Null where no image is labelled with the rule. */
  recall: Maybe<Scalars['Float']['output']>;
  /** Name of the rule. */
  rule: Scalars['String']['output'];
  /** The lowest threshold on the curve with the wished precision; null where none has it. */
  suggestedThreshold: Maybe<Scalars['Float']['output']>;
  /** Its threshold in this version, 0 to 1. */
  threshold: Scalars['Float']['output'];
  /** Images on which it did not pass and should not have. */
  trueNegatives: Scalars['Int']['output'];
  /** Images on which it passed and should have. */
  truePositives: Scalars['Int']['output'];
};

/** The values at which a picture has an even chance of being a copy: this cosine, or this number of different bits. */
export type RuleBlocklist = {
  __typename?: 'RuleBlocklist';
  /** Most bits of its perceptual hash that differ, 0 to 64. */
  maxDistance: Scalars['Int']['output'];
  /** Least cosine with the vector of a known picture, 0 to 1. */
  minCosine: Scalars['Float']['output'];
  /** Name of a blocklist. */
  name: Scalars['String']['output'];
};

/** A blocklist, and how near to one of its pictures a copy is. */
export type RuleBlocklistInput = {
  /** Most bits of its perceptual hash that differ, 0 to 64. */
  maxDistance?: Scalars['Int']['input'];
  /** Least cosine with the vector of a known picture, 0 to 1. Default: that of the default model, 0.95 unless it brings its own. */
  minCosine?: InputMaybe<Scalars['Float']['input']>;
  /** Name of a blocklist that is there. */
  name: Scalars['String']['input'];
};

/** A milder action for images that match a filter. */
export type RuleException = {
  __typename?: 'RuleException';
  /** Milder than the rule's; ALLOW means that the rule does not apply. */
  action: ModerationAction;
  /** As the input Filter. */
  filter: Scalars['JSONObject']['output'];
};

/** A milder action for images that match a filter. */
export type RuleExceptionInput = {
  /** Milder than the rule's; ALLOW means that the rule does not apply. */
  action?: ModerationAction;
  /**
   * A filter over { asset: the payload of the asset, context: the context of the image }, with fields such as context.section
   * or asset.tags. A condition on a missing field does not match.
   */
  filter: Filter;
};

/** A rule needs descriptions, examples, or both; or a blocklist and none of these. */
export type RuleInput = {
  /** What is done about an image on which the rule passes. */
  action: ModerationAction;
  /** Pictures that are almost the same as one of a blocklist. */
  blocklist?: InputMaybe<RuleBlocklistInput>;
  /** What the rule looks for, in words: things that complete 'a photo of a …'. At most 32. */
  describes?: Array<Scalars['String']['input']>;
  /** Example images of what the rule looks for. At most 16, and 64 in a policy. */
  examples?: InputMaybe<Array<ImageInput>>;
  /** Images that the rule treats more mildly; the first exception that matches counts. At most 16. */
  except?: InputMaybe<Array<RuleExceptionInput>>;
  /** 1 to 64 characters, once in a policy. */
  name: Scalars['String']['input'];
  /** Whether the rule is only recorded and has no effect, to see what it would do. */
  shadow?: InputMaybe<Scalars['Boolean']['input']>;
  /** Probability from which the rule acts, 0 to 1. */
  threshold?: InputMaybe<Scalars['Float']['input']>;
  /** Similar things that are allowed. At most 32. */
  unlike?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** A relation of two things in a picture, with its score. */
export type ScoredTriple = {
  __typename?: 'ScoredTriple';
  /** Cosine of the picture and the triple as a text, -1 to 1. */
  cosine: Scalars['Float']['output'];
  /** The second thing, such as blue house. */
  object: Scalars['String']['output'];
  /**
   * Its share among everything asked about and the contrasts of each: subject and object swapped, and the relation's opposite
   * where it has one.
   */
  probability: Scalars['Float']['output'];
  /** Such as left of. */
  relation: Scalars['String']['output'];
  /** The first thing, such as red car. */
  subject: Scalars['String']['output'];
};

/** How a cosine becomes a probability: softmax over the labels (CLIP), or a sigmoid for each (SigLIP). */
export type Scoring =
  /** Each label has a probability of its own, as in SigLIP. */
  | 'SIGMOID'
  /** The labels share a probability of 1, as in CLIP. */
  | 'SOFTMAX';

/** A page of a result. */
export type SearchConnection = {
  __typename?: 'SearchConnection';
  /** The assets of this page, with their scores. */
  edges: Array<SearchEdge>;
  /** The assets of this page. */
  nodes: Array<Asset>;
  /** Where the page ends. */
  pageInfo: PageInfo;
  /** How many assets were candidates and passed the filter, where that is known: not where rankings are fused. */
  totalCount: Maybe<Scalars['Int']['output']>;
};

/** An asset of a result, with its scores. */
export type SearchEdge = {
  __typename?: 'SearchEdge';
  /**
   * The cosine on one scale for every query, 0 to 1: how far it is above the cosines of this query with a sample of the
   * collection. It estimates the share of relevant hits if one asset in a hundred is relevant. Null if cosine is null, and in
   * collections with fewer than 32 vectors of the target.
   */
  calibrated: Maybe<Scalars['Float']['output']>;
  /**
   * Cosine of the query and the asset's vector, -1 to 1; of the nearest tile if the asset has vectors of tiles. Null if several
   * rankings are fused.
   */
  cosine: Maybe<Scalars['Float']['output']>;
  /**
   * The part of the picture whose vector is the nearest to the query. Null if that is the whole picture, in collections that do
   * not keep EACH, for texts, and if rankings are fused.
   */
  crop: Maybe<CropBox>;
  /** For after: the page begins behind this asset. */
  cursor: Scalars['String']['output'];
  /** Value of the groupBy field. */
  group: Maybe<Scalars['Primitive']['output']>;
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

/** Row i, column j: the cosine of image i and text j. Null in the row or column of an invalid input. */
export type SimilarityMatrix = {
  __typename?: 'SimilarityMatrix';
  /** From -1 to 1. */
  cosine: Array<Array<Maybe<Scalars['Float']['output']>>>;
  /** In the order of the images; null for a valid image. */
  imageErrors: Array<Maybe<InputError>>;
  /** The model that made the vectors. */
  model: Model;
  /** In the order of the texts; null for a valid text. */
  textErrors: Array<Maybe<InputError>>;
};

/** A word that fits a picture. */
export type Tag = {
  __typename?: 'Tag';
  /** Cosine of the picture and the word's prompts, -1 to 1. */
  cosine: Scalars['Float']['output'];
  /** The word's share against the whole general vocabulary, 0 to 1: it means the same for every picture and every list of words. */
  probability: Scalars['Float']['output'];
  /** As it stands in the vocabulary. */
  word: Scalars['String']['output'];
};

/** What precision and recall would be if the rule passed from this threshold on. */
export type ThresholdPoint = {
  __typename?: 'ThresholdPoint';
  /** 0 to 1. */
  precision: Scalars['Float']['output'];
  /** 0 to 1; null where no image is labelled with the rule. */
  recall: Maybe<Scalars['Float']['output']>;
  /** A probability that occurred, 0 to 1. */
  threshold: Scalars['Float']['output'];
};

/**
 * How a classifier performs on the examples. All measures come from cross-validation: each example is predicted by weights
 * trained on others. They belong to the head that was kept.
 */
export type TrainingReport = {
  __typename?: 'TrainingReport';
  /** In the order of the classes. */
  classes: Array<ClassReport>;
  /** Row i, column j: the number of examples of class i that were predicted as class j. Null in ANY_OF. */
  confusion: Maybe<Array<Array<Scalars['Int']['output']>>>;
  /** How many examples were used. */
  examples: Scalars['Int']['output'];
  /** Parts of the cross-validation. */
  folds: Scalars['Int']['output'];
  /** Whether training did better than the prompts. */
  kept: KeptHead;
  /** Name of the model whose vectors it was trained on. */
  modelName: Scalars['String']['output'];
  /** How often predictions of each probability were right, in ten bins. */
  reliability: Array<ReliabilityBin>;
  /** Strength of the regularisation towards the prompts, chosen by cross-validation. */
  strength: Scalars['Float']['output'];
  /** What logits are divided by, so that probabilities are how often they are right; 1 for ZERO_SHOT. */
  temperature: Scalars['Float']['output'];
  /** The same after training. */
  trainedAccuracy: Scalars['Float']['output'];
  /** Share of right decisions before training: one decision for each example (ONE_OF) or example and class (ANY_OF). */
  zeroShotAccuracy: Scalars['Float']['output'];
};

/** What came out of a training. */
export type TrainingResult = {
  __typename?: 'TrainingResult';
  /** The version that was saved. */
  classifier: Classifier;
  /** The first 100 of those. */
  errors: Array<ExampleError>;
  /** Number of skipped examples. */
  skipped: Scalars['Int']['output'];
  /** Whether there were more reviews than first. */
  truncated: Scalars['Boolean']['output'];
};

/** A red car, left of, a blue house. */
export type TripleInput = {
  /** The second thing, another one than the first. */
  object: Scalars['String']['input'];
  /** How the first thing is to the second one. */
  relation: Scalars['String']['input'];
  /** The first thing. */
  subject: Scalars['String']['input'];
};

/** The triples that are ranked. */
export type TriplesInput =
  /** 1 to 64. */
  { candidates: Array<TripleInput>; pairs?: never; }
  |  /** Things and relations that triples are made of. */
  { candidates?: never; pairs: PairsInput; };

/** A page of verdicts. */
export type VerdictConnection = {
  __typename?: 'VerdictConnection';
  /** The verdicts of this page, with their cursors. */
  edges: Array<VerdictEdge>;
  /** The verdicts of this page. */
  nodes: Array<ModerationVerdict>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A verdict of a list. */
export type VerdictEdge = {
  __typename?: 'VerdictEdge';
  /** For after: the page begins behind this verdict. */
  cursor: Scalars['String']['output'];
  /** The verdict. */
  node: ModerationVerdict;
};

/** Which verdicts are listed: those for which all that is given holds. */
export type VerdictFilter = {
  /** One of these actions; an empty list matches nothing. */
  actions?: InputMaybe<Array<ModerationAction>>;
  /** Hash (sha256) of the image's bytes, in hexadecimal. */
  contentHash?: InputMaybe<Scalars['String']['input']>;
  /** At this instant or after it. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Name of the API key that asked. */
  keyName?: InputMaybe<Scalars['String']['input']>;
  /** Name of the policy. */
  policy?: InputMaybe<Scalars['String']['input']>;
  /** Only verdicts in review, and in this state. */
  review?: InputMaybe<ReviewState>;
  /** A rule that passed, shadow or not. */
  rule?: InputMaybe<Scalars['String']['input']>;
  /** Only verdicts with shadow findings (true) or without (false); with rule, whether that rule was a shadow. */
  shadow?: InputMaybe<Scalars['Boolean']['input']>;
  /** Before this instant. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
  /** Version of the policy, from 1. */
  version?: InputMaybe<Scalars['Int']['input']>;
};

/** A list of words under a name, for describe. Saving again replaces it. */
export type Vocabulary = {
  __typename?: 'Vocabulary';
  /** 1 to 64 letters, digits, _ and -. */
  name: Scalars['String']['output'];
  /** When it was saved last. */
  updatedAt: Scalars['DateTime']['output'];
  /** 1 to 1000, in the order they were saved in. */
  words: Array<Scalars['String']['output']>;
};

/** The words that tags are chosen from. */
export type VocabularyInput =
  /** Name of a saved one. */
  { saved: Scalars['String']['input']; words?: never; }
  |  /** 1 to 1000. */
  { saved?: never; words: Array<Scalars['String']['input']>; };

/** What the webhook tells of. */
export type WebhookEvent =
  /** A person has decided. */
  | 'REVIEW'
  /** A verdict that is not ALLOW was given. */
  | 'VERDICT';

/** An event that could not be delivered to the webhook. */
export type WebhookFailure = {
  __typename?: 'WebhookFailure';
  /** How often it was sent. */
  attempts: Scalars['Int']['output'];
  /** What it tells of. */
  event: WebhookEvent;
  /** When the last try failed. */
  failedAt: Scalars['DateTime']['output'];
  /** Why the last try failed, without the address. */
  lastError: Scalars['String']['output'];
  /** Null if the verdict was deleted. */
  verdict: Maybe<ModerationVerdict>;
};
