import type { Primitive } from '@clipgraph/contracts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ModelInfo } from '@clipgraph/contracts';
import type { InputError as InputErrorNode, RequestContext } from '@clipgraph/module-kit';
import type { DescriptionNode } from '../describe.ts';
import type { VocabularyRecord } from '../vocabulary-records.ts';
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

/** A collection whose assets' texts serve as captions; at most 20. */
export type CaptionSource = {
  /** Its name. Its vectors must be those of the model that is used. */
  collection: Scalars['String']['input'];
  /** Only texts of assets that pass it. */
  filter?: InputMaybe<Filter>;
  /** Captions of each picture, 1 to 20. */
  first?: InputMaybe<Scalars['Int']['input']>;
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

/** A description, or what is wrong with this image. */
export type DescribeResult = Description | InputError;

/** What a picture shows: tags, captions of similar pictures, relations. They are chosen from lists; no text is generated. */
export type Description = {
  /** Texts of the collection that fit the picture best, each once; empty without captionsFrom. */
  captions: Array<NearCaption>;
  /** The model that scored. */
  model: Model;
  /** Most probable first; a word that means nearly the same as one before it is left out. */
  tags: Array<Tag>;
  /** Best first; empty without triples in the query. */
  triples: Array<ScoredTriple>;
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

/** What can be changed. The changes of one request happen one after another. */
export type Mutation = {
  /** False if there was none. */
  deleteVocabulary: Scalars['Boolean']['output'];
  /** Name: 1 to 64 letters, digits, _ and -, a letter or digit first. 1 to 1000 words, each once. */
  saveVocabulary: Vocabulary;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationDeleteVocabularyArgs = {
  name: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationSaveVocabularyArgs = {
  name: Scalars['String']['input'];
  words: Array<Scalars['String']['input']>;
};

/** A text of an asset that fits a picture. */
export type NearCaption = {
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

/** Every two of the things, in either order, with every relation. */
export type PairsInput = {
  /** 1 to 6; left of, right of, above, below and inside when left out. */
  relations?: InputMaybe<Array<Scalars['String']['input']>>;
  /** 2 to 6. */
  things: Array<Scalars['String']['input']>;
};

/** What can be read. */
export type Query = {
  /**
   * Tags, captions and relations of images, at most 64. The first call for a model embeds the general vocabulary, which
   * takes some seconds once.
   */
  describe: Array<DescribeResult>;
  /** By name: those after a name. */
  vocabularies: Array<Vocabulary>;
  /** Null if there is none. */
  vocabulary?: Maybe<Vocabulary>;
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
export type QueryVocabulariesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryVocabularyArgs = {
  name: Scalars['String']['input'];
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

/** A relation of two things in a picture, with its score. */
export type ScoredTriple = {
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

/** A word that fits a picture. */
export type Tag = {
  /** Cosine of the picture and the word's prompts, -1 to 1. */
  cosine: Scalars['Float']['output'];
  /** The word's share against the whole general vocabulary, 0 to 1: it means the same for every picture and every list of words. */
  probability: Scalars['Float']['output'];
  /** As it stands in the vocabulary. */
  word: Scalars['String']['output'];
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

/** A list of words under a name, for describe. Saving again replaces it. */
export type Vocabulary = {
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
  DescribeResult:
    | ( DescriptionNode )
    | ( InputErrorNode )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( ModelInfo );
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AnyOfCondition: AnyOfCondition;
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CaptionSource: CaptionSource;
  Condition: Condition;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DescribeResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DescribeResult']>;
  Description: ResolverTypeWrapper<DescriptionNode>;
  Filter: Filter;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImageInput: ImageInput;
  InputError: ResolverTypeWrapper<InputErrorNode>;
  InputErrorCode: InputErrorCode;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  MatchCondition: MatchCondition;
  Modality: Modality;
  Model: ResolverTypeWrapper<ModelInfo>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NearCaption: ResolverTypeWrapper<NearCaption>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PairsInput: PairsInput;
  Primitive: ResolverTypeWrapper<Scalars['Primitive']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RangeCondition: RangeCondition;
  ScoredTriple: ResolverTypeWrapper<ScoredTriple>;
  Scoring: Scoring;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Tag: ResolverTypeWrapper<Tag>;
  TripleInput: TripleInput;
  TriplesInput: TriplesInput;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  Vocabulary: ResolverTypeWrapper<VocabularyRecord>;
  VocabularyInput: VocabularyInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AnyOfCondition: AnyOfCondition;
  Base64: Scalars['Base64']['output'];
  Boolean: Scalars['Boolean']['output'];
  CaptionSource: CaptionSource;
  Condition: Condition;
  DateTime: Scalars['DateTime']['output'];
  DescribeResult: ResolversUnionTypes<ResolversParentTypes>['DescribeResult'];
  Description: DescriptionNode;
  Filter: Filter;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  ImageInput: ImageInput;
  InputError: InputErrorNode;
  Int: Scalars['Int']['output'];
  MatchCondition: MatchCondition;
  Model: ModelInfo;
  Mutation: Record<PropertyKey, never>;
  NearCaption: NearCaption;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PairsInput: PairsInput;
  Primitive: Scalars['Primitive']['output'];
  Query: Record<PropertyKey, never>;
  RangeCondition: RangeCondition;
  ScoredTriple: ScoredTriple;
  String: Scalars['String']['output'];
  Tag: Tag;
  TripleInput: TripleInput;
  TriplesInput: TriplesInput;
  URL: Scalars['URL']['output'];
  Vocabulary: VocabularyRecord;
  VocabularyInput: VocabularyInput;
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DescribeResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['DescribeResult'] = ResolversParentTypes['DescribeResult']> = {
  __resolveType?: TypeResolveFn<'Description' | 'InputError', ParentType, ContextType>;
};

export type DescriptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Description'] = ResolversParentTypes['Description']> = {
  captions?: Resolver<Array<ResolversTypes['NearCaption']>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  tags?: Resolver<Array<ResolversTypes['Tag']>, ParentType, ContextType>;
  triples?: Resolver<Array<ResolversTypes['ScoredTriple']>, ParentType, ContextType>;
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

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  deleteVocabulary?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeleteVocabularyArgs, 'name'>>;
  saveVocabulary?: Resolver<ResolversTypes['Vocabulary'], ParentType, ContextType, RequireFields<MutationSaveVocabularyArgs, 'name' | 'words'>>;
};

export type NearCaptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NearCaption'] = ResolversParentTypes['NearCaption']> = {
  assetId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  cosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type NodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType?: TypeResolveFn<'Model', ParentType, ContextType>;
};

export interface PrimitiveScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Primitive'], any> {
  name: 'Primitive';
}

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  describe?: Resolver<Array<ResolversTypes['DescribeResult']>, ParentType, ContextType, RequireFields<QueryDescribeArgs, 'images' | 'threshold' | 'top'>>;
  vocabularies?: Resolver<Array<ResolversTypes['Vocabulary']>, ParentType, ContextType, RequireFields<QueryVocabulariesArgs, 'first'>>;
  vocabulary?: Resolver<Maybe<ResolversTypes['Vocabulary']>, ParentType, ContextType, RequireFields<QueryVocabularyArgs, 'name'>>;
};

export type ScoredTripleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ScoredTriple'] = ResolversParentTypes['ScoredTriple']> = {
  cosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  object?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  probability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  relation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TagResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Tag'] = ResolversParentTypes['Tag']> = {
  cosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  probability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  word?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type VocabularyResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Vocabulary'] = ResolversParentTypes['Vocabulary']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  words?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  Base64?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DescribeResult?: DescribeResultResolvers<ContextType>;
  Description?: DescriptionResolvers<ContextType>;
  InputError?: InputErrorResolvers<ContextType>;
  Model?: ModelResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NearCaption?: NearCaptionResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  Primitive?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  ScoredTriple?: ScoredTripleResolvers<ContextType>;
  Tag?: TagResolvers<ContextType>;
  URL?: GraphQLScalarType;
  Vocabulary?: VocabularyResolvers<ContextType>;
};

