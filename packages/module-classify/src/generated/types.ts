import type { JsonObject } from '@clipgraph/spec';
import type { Primitive } from '@clipgraph/spec';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ModelInfo } from '@clipgraph/spec';
import type { InputError as InputErrorNode, RequestContext } from '@clipgraph/graphql-kit';
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

export type ClassInput = {
  name: Scalars['String']['input'];
  /** Whole prompts for this class, instead of the templates. */
  prompts?: InputMaybe<Array<Scalars['String']['input']>>;
};

export type Classification = {
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

/** A text or an image. */
export type ContentInput =
  { image: ImageInput; text?: never; }
  |  { image?: never; text: Scalars['String']['input']; };

export type EmbedResult = Embedding | InputError;

export type Embedding = {
  /** Unit vector, little-endian float32, in base64: the cheap way to carry it. */
  base64: Scalars['Base64']['output'];
  dimensions: Scalars['Int']['output'];
  model: Model;
  /** Tokens of a text, start and end included. */
  tokenCount?: Maybe<Scalars['Int']['output']>;
  /** The text was longer than the model's context and lost its end. */
  truncated: Scalars['Boolean']['output'];
  /** The same numbers as a list. */
  values: Array<Scalars['Float']['output']>;
};

/** One image, given in one of four ways. */
export type ImageInput =
  { assetId: Scalars['ID']['input']; base64?: never; uploadId?: never; url?: never; }
  |  { assetId?: never; base64: Scalars['Base64']['input']; uploadId?: never; url?: never; }
  |  /** What POST /uploads answered. */
  { assetId?: never; base64?: never; uploadId: Scalars['ID']['input']; url?: never; }
  |  /** Fetched by the server; hosts inside private networks are refused. */
  { assetId?: never; base64?: never; uploadId?: never; url: Scalars['URL']['input']; };

/** What was wrong with one item; the items beside it are answered. */
export type InputError = {
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
  /** Cosine of the image and the label's prompts, -1 to 1. */
  cosine: Scalars['Float']['output'];
  label: Scalars['String']['output'];
  /** From 0 to 1. */
  probability: Scalars['Float']['output'];
};

export type Modality =
  | 'IMAGE'
  | 'TEXT';

export type Model = Node & {
  /** Most tokens it reads of a text, start and end included. */
  contextLength?: Maybe<Scalars['Int']['output']>;
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

export type Node = {
  id: Scalars['ID']['output'];
};

export type PageInfo = {
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
};

export type Query = {
  /** Scores images against labels written as text (zero-shot); at most 64 images and 1000 labels. */
  classify: Array<ClassifyResult>;
  /** Texts and images as unit vectors in one space; at most 64, answered item by item, in order. */
  embed: Array<EmbedResult>;
  /** The models that this server has loaded. */
  models: Array<Model>;
  /** Any object by its id; null where there is none. */
  node?: Maybe<Node>;
  /** Several at once, in the order of the ids; at most 100. */
  nodes: Array<Maybe<Node>>;
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


export type QuerySimilarityArgs = {
  images: Array<ImageInput>;
  model?: InputMaybe<Scalars['String']['input']>;
  texts: Array<Scalars['String']['input']>;
};

/** How a cosine becomes a probability: softmax over the labels (CLIP), or a sigmoid for each (SigLIP). */
export type Scoring =
  | 'SIGMOID'
  | 'SOFTMAX';

/** Row i, column j: image i against text j; a row or column whose input was wrong is null. */
export type SimilarityMatrix = {
  cosine: Array<Array<Maybe<Scalars['Float']['output']>>>;
  /** In the order of the images; null where the image was fine. */
  imageErrors: Array<Maybe<InputError>>;
  model: Model;
  /** In the order of the texts; null where the text was fine. */
  textErrors: Array<Maybe<InputError>>;
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
  EmbedResult:
    | ( Omit<Embedding, 'model'> & { model: _RefType['Model'] } )
    | ( InputErrorNode )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( ModelInfo );
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ClassInput: ClassInput;
  Classification: ResolverTypeWrapper<Omit<Classification, 'model'> & { model: ResolversTypes['Model'] }>;
  ClassifyBy: ClassifyBy;
  ClassifyMode: ClassifyMode;
  ClassifyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ClassifyResult']>;
  ContentInput: ContentInput;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EmbedResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['EmbedResult']>;
  Embedding: ResolverTypeWrapper<Omit<Embedding, 'model'> & { model: ResolversTypes['Model'] }>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImageInput: ImageInput;
  InputError: ResolverTypeWrapper<InputErrorNode>;
  InputErrorCode: InputErrorCode;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  LabelScore: ResolverTypeWrapper<LabelScore>;
  Modality: Modality;
  Model: ResolverTypeWrapper<ModelInfo>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Primitive: ResolverTypeWrapper<Scalars['Primitive']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Scoring: Scoring;
  SimilarityMatrix: ResolverTypeWrapper<Omit<SimilarityMatrix, 'imageErrors' | 'model' | 'textErrors'> & { imageErrors: Array<Maybe<ResolversTypes['InputError']>>, model: ResolversTypes['Model'], textErrors: Array<Maybe<ResolversTypes['InputError']>> }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Base64: Scalars['Base64']['output'];
  Boolean: Scalars['Boolean']['output'];
  ClassInput: ClassInput;
  Classification: Omit<Classification, 'model'> & { model: ResolversParentTypes['Model'] };
  ClassifyBy: ClassifyBy;
  ClassifyResult: ResolversUnionTypes<ResolversParentTypes>['ClassifyResult'];
  ContentInput: ContentInput;
  DateTime: Scalars['DateTime']['output'];
  EmbedResult: ResolversUnionTypes<ResolversParentTypes>['EmbedResult'];
  Embedding: Omit<Embedding, 'model'> & { model: ResolversParentTypes['Model'] };
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  ImageInput: ImageInput;
  InputError: InputErrorNode;
  Int: Scalars['Int']['output'];
  JSONObject: Scalars['JSONObject']['output'];
  LabelScore: LabelScore;
  Model: ModelInfo;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: PageInfo;
  Primitive: Scalars['Primitive']['output'];
  Query: Record<PropertyKey, never>;
  SimilarityMatrix: Omit<SimilarityMatrix, 'imageErrors' | 'model' | 'textErrors'> & { imageErrors: Array<Maybe<ResolversParentTypes['InputError']>>, model: ResolversParentTypes['Model'], textErrors: Array<Maybe<ResolversParentTypes['InputError']>> };
  String: Scalars['String']['output'];
  URL: Scalars['URL']['output'];
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type ClassificationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Classification'] = ResolversParentTypes['Classification']> = {
  labels?: Resolver<Array<ResolversTypes['LabelScore']>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  unknown?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ClassifyResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ClassifyResult'] = ResolversParentTypes['ClassifyResult']> = {
  __resolveType?: TypeResolveFn<'Classification' | 'InputError', ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type EmbedResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EmbedResult'] = ResolversParentTypes['EmbedResult']> = {
  __resolveType?: TypeResolveFn<'Embedding' | 'InputError', ParentType, ContextType>;
};

export type EmbeddingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Embedding'] = ResolversParentTypes['Embedding']> = {
  base64?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  dimensions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  tokenCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  values?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InputErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InputError'] = ResolversParentTypes['InputError']> = {
  code?: Resolver<ResolversTypes['InputErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

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

export type NodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType?: TypeResolveFn<'Model', ParentType, ContextType>;
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
  classify?: Resolver<Array<ResolversTypes['ClassifyResult']>, ParentType, ContextType, RequireFields<QueryClassifyArgs, 'by' | 'images' | 'mode' | 'top'>>;
  embed?: Resolver<Array<ResolversTypes['EmbedResult']>, ParentType, ContextType, RequireFields<QueryEmbedArgs, 'inputs'>>;
  models?: Resolver<Array<ResolversTypes['Model']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<Array<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  similarity?: Resolver<ResolversTypes['SimilarityMatrix'], ParentType, ContextType, RequireFields<QuerySimilarityArgs, 'images' | 'texts'>>;
};

export type SimilarityMatrixResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SimilarityMatrix'] = ResolversParentTypes['SimilarityMatrix']> = {
  cosine?: Resolver<Array<Array<Maybe<ResolversTypes['Float']>>>, ParentType, ContextType>;
  imageErrors?: Resolver<Array<Maybe<ResolversTypes['InputError']>>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  textErrors?: Resolver<Array<Maybe<ResolversTypes['InputError']>>, ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type Resolvers<ContextType = RequestContext> = {
  Base64?: GraphQLScalarType;
  Classification?: ClassificationResolvers<ContextType>;
  ClassifyResult?: ClassifyResultResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  EmbedResult?: EmbedResultResolvers<ContextType>;
  Embedding?: EmbeddingResolvers<ContextType>;
  InputError?: InputErrorResolvers<ContextType>;
  JSONObject?: GraphQLScalarType;
  LabelScore?: LabelScoreResolvers<ContextType>;
  Model?: ModelResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Primitive?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  SimilarityMatrix?: SimilarityMatrixResolvers<ContextType>;
  URL?: GraphQLScalarType;
};

