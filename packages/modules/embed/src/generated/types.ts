import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ModelInfo, CropVector } from '@clipgraph/contracts';
import type { InputError as InputErrorNode, RequestContext } from '@clipgraph/module-kit';
import type { EmbeddingNode } from '../embedding-node.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
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
  /** An absolute http or https address. */
  URL: { input: string; output: string; }
};

/** A text or an image. */
export type ContentInput =
  /** At most 20 MB. */
  { image: ImageInput; text?: never; }
  |  /** Not empty. What is longer than the context of the model loses its end. */
  { image?: never; text: Scalars['String']['input']; };

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

/** The vector of one tile of an image. */
export type CropEmbedding = {
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

/** An embedding, or what is wrong with this input. */
export type EmbedResult = Embedding | InputError;

/** The vector of a text or an image. */
export type Embedding = {
  /** Unit vector, little-endian float32, in base64: smaller than the list. */
  base64: Scalars['Base64']['output'];
  /** The tiles of an image whose crops are kept EACH; the vector above is then the whole picture's. Null otherwise. */
  crops?: Maybe<Array<CropEmbedding>>;
  /** Length of the vector. */
  dimensions: Scalars['Int']['output'];
  /** The model that made it. Vectors of two models cannot be compared. */
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

/** An object that can be found by its id. */
export type Node = {
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
};

/** What can be read. */
export type Query = {
  /** Embeds texts and images as unit vectors in one space. At most 64; one result for each, in order. With crops, images also in tiles. */
  embed: Array<EmbedResult>;
  /** The models that this server has loaded. */
  models: Array<Model>;
};


/** What can be read. */
export type QueryEmbedArgs = {
  crops?: InputMaybe<CropsInput>;
  inputs: Array<ContentInput>;
  model?: InputMaybe<Scalars['String']['input']>;
};

/** How a cosine becomes a probability: softmax over the labels (CLIP), or a sigmoid for each (SigLIP). */
export type Scoring =
  /** Each label has a probability of its own, as in SigLIP. */
  | 'SIGMOID'
  /** The labels share a probability of 1, as in CLIP. */
  | 'SOFTMAX';



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
  EmbedResult:
    | ( EmbeddingNode )
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
  ContentInput: ContentInput;
  CropBox: ResolverTypeWrapper<CropBox>;
  CropEmbedding: ResolverTypeWrapper<CropVector>;
  CropKeep: CropKeep;
  CropsInput: CropsInput;
  EmbedResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['EmbedResult']>;
  Embedding: ResolverTypeWrapper<EmbeddingNode>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImageInput: ImageInput;
  InputError: ResolverTypeWrapper<InputErrorNode>;
  InputErrorCode: InputErrorCode;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Modality: Modality;
  Model: ResolverTypeWrapper<ModelInfo>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Scoring: Scoring;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Base64: Scalars['Base64']['output'];
  Boolean: Scalars['Boolean']['output'];
  ContentInput: ContentInput;
  CropBox: CropBox;
  CropEmbedding: CropVector;
  CropsInput: CropsInput;
  EmbedResult: ResolversUnionTypes<ResolversParentTypes>['EmbedResult'];
  Embedding: EmbeddingNode;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  ImageInput: ImageInput;
  InputError: InputErrorNode;
  Int: Scalars['Int']['output'];
  Model: ModelInfo;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  URL: Scalars['URL']['output'];
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type CropBoxResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CropBox'] = ResolversParentTypes['CropBox']> = {
  height?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  left?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  top?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  width?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CropEmbeddingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['CropEmbedding'] = ResolversParentTypes['CropEmbedding']> = {
  base64?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  box?: Resolver<ResolversTypes['CropBox'], ParentType, ContextType>;
  values?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type EmbedResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EmbedResult'] = ResolversParentTypes['EmbedResult']> = {
  __resolveType?: TypeResolveFn<'Embedding' | 'InputError', ParentType, ContextType>;
};

export type EmbeddingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Embedding'] = ResolversParentTypes['Embedding']> = {
  base64?: Resolver<ResolversTypes['Base64'], ParentType, ContextType>;
  crops?: Resolver<Maybe<Array<ResolversTypes['CropEmbedding']>>, ParentType, ContextType>;
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
  retryAfterMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
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

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  embed?: Resolver<Array<ResolversTypes['EmbedResult']>, ParentType, ContextType, RequireFields<QueryEmbedArgs, 'inputs'>>;
  models?: Resolver<Array<ResolversTypes['Model']>, ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type Resolvers<ContextType = RequestContext> = {
  Base64?: GraphQLScalarType;
  CropBox?: CropBoxResolvers<ContextType>;
  CropEmbedding?: CropEmbeddingResolvers<ContextType>;
  EmbedResult?: EmbedResultResolvers<ContextType>;
  Embedding?: EmbeddingResolvers<ContextType>;
  InputError?: InputErrorResolvers<ContextType>;
  Model?: ModelResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  URL?: GraphQLScalarType;
};

