import type { Primitive } from '@clipgraph/contracts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ModelInfo } from '@clipgraph/contracts';
import type { InputError as InputErrorNode, RequestContext } from '@clipgraph/module-kit';
import type { ClassifierRecord } from '../classifier-records.ts';
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

/** A class that images are sorted into. */
export type ClassInput = {
  /** Unique among the classes; put into the templates where there are no prompts. */
  name: Scalars['String']['input'];
  /** Whole prompts for this class, instead of the templates. */
  prompts?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** How a classifier performs on the examples of one class. */
export type ClassReport = {
  /** Number of examples that have this label. */
  examples: Scalars['Int']['output'];
  /** Name of the class. */
  label: Scalars['String']['output'];
  /** Share of the examples predicted as this class that belong to it; null if none was. */
  precision?: Maybe<Scalars['Float']['output']>;
  /** Share of the examples of this class that were predicted as it; null if there are none. */
  recall?: Maybe<Scalars['Float']['output']>;
};

/** The labels of one image, with their scores. */
export type Classification = {
  /** Most probable first; at most as many as asked for with top. */
  labels: Array<LabelScore>;
  /** The model that scored. */
  model: Model;
  /** No label stands out from the model's background of everyday prompts; the best of many labels must do so by more. */
  unknown: Scalars['Boolean']['output'];
};

/** Classes under a name. A version never changes; saving or training again makes the next one. */
export type Classifier = Node & {
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
  templates?: Maybe<Array<Scalars['String']['output']>>;
  /** How it was trained; null if it was not. */
  training?: Maybe<TrainingReport>;
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
  /** Unique in the classifier. */
  name: Scalars['String']['output'];
  /** Null where the templates are used. */
  prompts?: Maybe<Array<Scalars['String']['output']>>;
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

/** An example that was skipped, and why. Set is one of index, key and verdictId. */
export type ExampleError = {
  /** What is wrong with it. */
  error: InputError;
  /** Position in examples. */
  index?: Maybe<Scalars['Int']['output']>;
  /** Key of the asset of the collection. */
  key?: Maybe<Scalars['String']['output']>;
  /** Of a review. */
  verdictId?: Maybe<Scalars['ID']['output']>;
};

/** A picture, and the classes that it belongs to. */
export type ExampleInput = {
  /** With an assetId, the vector that its collection keeps is used where the model made it. */
  image: ImageInput;
  /** Names of classes: one in ONE_OF; any number in ANY_OF, none among them. */
  labels: Array<Scalars['String']['input']>;
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

/** What a trained version classifies with. */
export type KeptHead =
  /** Weights learned from the examples; they work with the model that made the examples' vectors only. */
  | 'TRAINED'
  /** The prompts, because training was not better. */
  | 'ZERO_SHOT';

/** How well one label fits an image. */
export type LabelScore = {
  /** Cosine of the image and the label's prompts, -1 to 1. */
  cosine: Scalars['Float']['output'];
  /** The label, or the name of the class. */
  label: Scalars['String']['output'];
  /** From 0 to 1. */
  probability: Scalars['Float']['output'];
};

/** Texts are the same when Unicode calls them so, whether their accents are composed (NFC) or not (NFD). */
export type MatchCondition = {
  /** Dotted path of the field. */
  field: Scalars['String']['input'];
  /** Equal in value and kind: the text 1 is not the number 1. */
  value: Scalars['Primitive']['input'];
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

/** What can be changed. The changes of one request happen one after another. */
export type Mutation = {
  /**
   * Deletes a classifier with all its versions, or one of them; false when there was none. Requests that have read it finish;
   * later ones, and a training that is under way, get NOT_FOUND. A name may be used again; its versions go on counting.
   */
  deleteClassifier: Scalars['Boolean']['output'];
  /** Checks a classifier and saves it as the next version of its name. */
  saveClassifier: Classifier;
  /**
   * Trains a classifier (its newest version, or another one: pets@2) from labelled pictures, by logistic regression from
   * its prompts, and saves the result as the next version. Each class needs 2 examples. Where training does not do better than the prompts
   * alone, the new version keeps these and says so. The examples are those of all sources that are given, at least one; at most 1000 beside
   * those of a collection and of reviews.
   */
  trainClassifier: TrainingResult;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationDeleteClassifierArgs = {
  name: Scalars['String']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationSaveClassifierArgs = {
  input: ClassifierInput;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationTrainClassifierArgs = {
  examples?: InputMaybe<Array<ExampleInput>>;
  fromCollection?: InputMaybe<CollectionExamples>;
  fromReviews?: InputMaybe<ReviewExamples>;
  model?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
};

/** An object that can be found by its id. */
export type Node = {
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
};

/** What can be read. */
export type Query = {
  /** Default version: the newest; null if there is none. */
  classifier?: Maybe<Classifier>;
  /** The newest version of each classifier, by name: those after a name. */
  classifiers: Array<Classifier>;
  /** Scores images against labels written as text (zero-shot) or a saved classifier; at most 64 images and 1000 labels. */
  classify: Array<ClassifyResult>;
  /** Cosine of every image with every text; at most 64 of each. */
  similarity: SimilarityMatrix;
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
export type QuerySimilarityArgs = {
  images: Array<ImageInput>;
  model?: InputMaybe<Scalars['String']['input']>;
  texts: Array<Scalars['String']['input']>;
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

/** Predictions with a probability from from to to. */
export type ReliabilityBin = {
  /** Share that was right; null in an empty bin. */
  accuracy?: Maybe<Scalars['Float']['output']>;
  /** Mean probability; null in an empty bin. */
  confidence?: Maybe<Scalars['Float']['output']>;
  /** Number of predictions in the bin. */
  count: Scalars['Int']['output'];
  /** From 0. */
  from: Scalars['Float']['output'];
  /** Up to 1. */
  to: Scalars['Float']['output'];
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

/** How a cosine becomes a probability: softmax over the labels (CLIP), or a sigmoid for each (SigLIP). */
export type Scoring =
  /** Each label has a probability of its own, as in SigLIP. */
  | 'SIGMOID'
  /** The labels share a probability of 1, as in CLIP. */
  | 'SOFTMAX';

/** Row i, column j: the cosine of image i and text j. Null in the row or column of an invalid input. */
export type SimilarityMatrix = {
  /** From -1 to 1. */
  cosine: Array<Array<Maybe<Scalars['Float']['output']>>>;
  /** In the order of the images; null for a valid image. */
  imageErrors: Array<Maybe<InputError>>;
  /** The model that made the vectors. */
  model: Model;
  /** In the order of the texts; null for a valid text. */
  textErrors: Array<Maybe<InputError>>;
};

/**
 * How a classifier performs on the examples. All measures come from cross-validation: each example is predicted by weights
 * trained on others. They belong to the head that was kept.
 */
export type TrainingReport = {
  /** In the order of the classes. */
  classes: Array<ClassReport>;
  /** Row i, column j: the number of examples of class i that were predicted as class j. Null in ANY_OF. */
  confusion?: Maybe<Array<Array<Scalars['Int']['output']>>>;
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
  /** The version that was saved. */
  classifier: Classifier;
  /** The first 100 of those. */
  errors: Array<ExampleError>;
  /** Number of skipped examples. */
  skipped: Scalars['Int']['output'];
  /** Whether there were more reviews than first. */
  truncated: Scalars['Boolean']['output'];
};



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
  ClassifyResult:
    | ( Omit<Classification, 'model'> & { model: _RefType['Model'] } )
    | ( InputErrorNode )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( ClassifierRecord )
    | ( ModelInfo )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AnyOfCondition: AnyOfCondition;
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ClassInput: ClassInput;
  ClassReport: ResolverTypeWrapper<ClassReport>;
  Classification: ResolverTypeWrapper<Omit<Classification, 'model'> & { model: ResolversTypes['Model'] }>;
  Classifier: ResolverTypeWrapper<ClassifierRecord>;
  ClassifierClass: ResolverTypeWrapper<ClassifierClass>;
  ClassifierInput: ClassifierInput;
  ClassifyBy: ClassifyBy;
  ClassifyMode: ClassifyMode;
  ClassifyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ClassifyResult']>;
  CollectionExamples: CollectionExamples;
  Condition: Condition;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  ExampleError: ResolverTypeWrapper<Omit<ExampleError, 'error'> & { error: ResolversTypes['InputError'] }>;
  ExampleInput: ExampleInput;
  Filter: Filter;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImageInput: ImageInput;
  InputError: ResolverTypeWrapper<InputErrorNode>;
  InputErrorCode: InputErrorCode;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  KeptHead: KeptHead;
  LabelScore: ResolverTypeWrapper<LabelScore>;
  MatchCondition: MatchCondition;
  Modality: Modality;
  Model: ResolverTypeWrapper<ModelInfo>;
  ModerationAction: ModerationAction;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  Primitive: ResolverTypeWrapper<Scalars['Primitive']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RangeCondition: RangeCondition;
  ReliabilityBin: ResolverTypeWrapper<ReliabilityBin>;
  ReviewExamples: ReviewExamples;
  ReviewLabels: ReviewLabels;
  Scoring: Scoring;
  SimilarityMatrix: ResolverTypeWrapper<Omit<SimilarityMatrix, 'imageErrors' | 'model' | 'textErrors'> & { imageErrors: Array<Maybe<ResolversTypes['InputError']>>, model: ResolversTypes['Model'], textErrors: Array<Maybe<ResolversTypes['InputError']>> }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  TrainingReport: ResolverTypeWrapper<TrainingReport>;
  TrainingResult: ResolverTypeWrapper<Omit<TrainingResult, 'classifier' | 'errors'> & { classifier: ResolversTypes['Classifier'], errors: Array<ResolversTypes['ExampleError']> }>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AnyOfCondition: AnyOfCondition;
  Base64: Scalars['Base64']['output'];
  Boolean: Scalars['Boolean']['output'];
  ClassInput: ClassInput;
  ClassReport: ClassReport;
  Classification: Omit<Classification, 'model'> & { model: ResolversParentTypes['Model'] };
  Classifier: ClassifierRecord;
  ClassifierClass: ClassifierClass;
  ClassifierInput: ClassifierInput;
  ClassifyBy: ClassifyBy;
  ClassifyResult: ResolversUnionTypes<ResolversParentTypes>['ClassifyResult'];
  CollectionExamples: CollectionExamples;
  Condition: Condition;
  DateTime: Scalars['DateTime']['output'];
  ExampleError: Omit<ExampleError, 'error'> & { error: ResolversParentTypes['InputError'] };
  ExampleInput: ExampleInput;
  Filter: Filter;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  ImageInput: ImageInput;
  InputError: InputErrorNode;
  Int: Scalars['Int']['output'];
  LabelScore: LabelScore;
  MatchCondition: MatchCondition;
  Model: ModelInfo;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  Primitive: Scalars['Primitive']['output'];
  Query: Record<PropertyKey, never>;
  RangeCondition: RangeCondition;
  ReliabilityBin: ReliabilityBin;
  ReviewExamples: ReviewExamples;
  ReviewLabels: ReviewLabels;
  SimilarityMatrix: Omit<SimilarityMatrix, 'imageErrors' | 'model' | 'textErrors'> & { imageErrors: Array<Maybe<ResolversParentTypes['InputError']>>, model: ResolversParentTypes['Model'], textErrors: Array<Maybe<ResolversParentTypes['InputError']>> };
  String: Scalars['String']['output'];
  TrainingReport: TrainingReport;
  TrainingResult: Omit<TrainingResult, 'classifier' | 'errors'> & { classifier: ResolversParentTypes['Classifier'], errors: Array<ResolversParentTypes['ExampleError']> };
  URL: Scalars['URL']['output'];
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type ClassReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClassReport'] = ResolversParentTypes['ClassReport']> = {
  examples?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  precision?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ClassificationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Classification'] = ResolversParentTypes['Classification']> = {
  labels?: Resolver<Array<ResolversTypes['LabelScore']>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  unknown?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ClassifierResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Classifier'] = ResolversParentTypes['Classifier']> = {
  classes?: Resolver<Array<ResolversTypes['ClassifierClass']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['ClassifyMode'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  templates?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  training?: Resolver<Maybe<ResolversTypes['TrainingReport']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  versions?: Resolver<Array<ResolversTypes['Classifier']>, ParentType, ContextType, RequireFields<ClassifierVersionsArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ClassifierClassResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClassifierClass'] = ResolversParentTypes['ClassifierClass']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prompts?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type ClassifyResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClassifyResult'] = ResolversParentTypes['ClassifyResult']> = {
  __resolveType?: TypeResolveFn<'Classification' | 'InputError', ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type ExampleErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ExampleError'] = ResolversParentTypes['ExampleError']> = {
  error?: Resolver<ResolversTypes['InputError'], ParentType, ContextType>;
  index?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  key?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  verdictId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type InputErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InputError'] = ResolversParentTypes['InputError']> = {
  code?: Resolver<ResolversTypes['InputErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LabelScoreResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['LabelScore'] = ResolversParentTypes['LabelScore']> = {
  cosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  probability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

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
  deleteClassifier?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeleteClassifierArgs, 'name'>>;
  saveClassifier?: Resolver<ResolversTypes['Classifier'], ParentType, ContextType, RequireFields<MutationSaveClassifierArgs, 'input'>>;
  trainClassifier?: Resolver<ResolversTypes['TrainingResult'], ParentType, ContextType, RequireFields<MutationTrainClassifierArgs, 'name'>>;
};

export type NodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType?: TypeResolveFn<'Classifier' | 'Model', ParentType, ContextType>;
};

export interface PrimitiveScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Primitive'], any> {
  name: 'Primitive';
}

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  classifier?: Resolver<Maybe<ResolversTypes['Classifier']>, ParentType, ContextType, RequireFields<QueryClassifierArgs, 'name'>>;
  classifiers?: Resolver<Array<ResolversTypes['Classifier']>, ParentType, ContextType, RequireFields<QueryClassifiersArgs, 'first'>>;
  classify?: Resolver<Array<ResolversTypes['ClassifyResult']>, ParentType, ContextType, RequireFields<QueryClassifyArgs, 'by' | 'images' | 'top'>>;
  similarity?: Resolver<ResolversTypes['SimilarityMatrix'], ParentType, ContextType, RequireFields<QuerySimilarityArgs, 'images' | 'texts'>>;
};

export type ReliabilityBinResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ReliabilityBin'] = ResolversParentTypes['ReliabilityBin']> = {
  accuracy?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  confidence?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SimilarityMatrixResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SimilarityMatrix'] = ResolversParentTypes['SimilarityMatrix']> = {
  cosine?: Resolver<Array<Array<Maybe<ResolversTypes['Float']>>>, ParentType, ContextType>;
  imageErrors?: Resolver<Array<Maybe<ResolversTypes['InputError']>>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  textErrors?: Resolver<Array<Maybe<ResolversTypes['InputError']>>, ParentType, ContextType>;
};

export type TrainingReportResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TrainingReport'] = ResolversParentTypes['TrainingReport']> = {
  classes?: Resolver<Array<ResolversTypes['ClassReport']>, ParentType, ContextType>;
  confusion?: Resolver<Maybe<Array<Array<ResolversTypes['Int']>>>, ParentType, ContextType>;
  examples?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  folds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kept?: Resolver<ResolversTypes['KeptHead'], ParentType, ContextType>;
  modelName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reliability?: Resolver<Array<ResolversTypes['ReliabilityBin']>, ParentType, ContextType>;
  strength?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  temperature?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  trainedAccuracy?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  zeroShotAccuracy?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TrainingResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TrainingResult'] = ResolversParentTypes['TrainingResult']> = {
  classifier?: Resolver<ResolversTypes['Classifier'], ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['ExampleError']>, ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type Resolvers<ContextType = RequestContext> = {
  Base64?: GraphQLScalarType;
  ClassReport?: ClassReportResolvers<ContextType>;
  Classification?: ClassificationResolvers<ContextType>;
  Classifier?: ClassifierResolvers<ContextType>;
  ClassifierClass?: ClassifierClassResolvers<ContextType>;
  ClassifyResult?: ClassifyResultResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  ExampleError?: ExampleErrorResolvers<ContextType>;
  InputError?: InputErrorResolvers<ContextType>;
  LabelScore?: LabelScoreResolvers<ContextType>;
  Model?: ModelResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Primitive?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  ReliabilityBin?: ReliabilityBinResolvers<ContextType>;
  SimilarityMatrix?: SimilarityMatrixResolvers<ContextType>;
  TrainingReport?: TrainingReportResolvers<ContextType>;
  TrainingResult?: TrainingResultResolvers<ContextType>;
  URL?: GraphQLScalarType;
};

