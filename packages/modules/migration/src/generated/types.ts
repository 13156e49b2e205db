import type { JsonObject } from '@clipgraph/contracts';
import type { Primitive } from '@clipgraph/contracts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { InputError as InputErrorNode, RequestContext } from '@clipgraph/module-kit';
import type { MigrationNode } from '../resolvers.ts';
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
  /** A JSON object: the payload of an asset. */
  JSONObject: { input: JsonObject; output: JsonObject; }
  /** A string, a number or a boolean. */
  Primitive: { input: Primitive; output: Primitive; }
  /** An absolute http or https address. */
  URL: { input: string; output: string; }
};

export type AnyOfCondition = {
  field: Scalars['String']['input'];
  values: Array<Scalars['Primitive']['input']>;
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

/** A part of an upright picture, as shares (0 to 1) of its sides, from the left and the top. */
export type CropBox = {
  height: Scalars['Float']['output'];
  left: Scalars['Float']['output'];
  top: Scalars['Float']['output'];
  width: Scalars['Float']['output'];
};

export type CropKeep =
  /** The whole picture's vector, and one for each tile. */
  | 'EACH'
  /** One vector: the direction of half the whole picture, half the mean of its tiles. */
  | 'POOLED';

/** A picture embedded in pieces, so that small things in large pictures are found; costs as many images as there may be pieces. */
export type CropsInput = {
  keep?: InputMaybe<CropKeep>;
  /**
   * 2: the picture as a whole and 2 × 2 overlapping tiles, at most 5 pieces; 3: also 3 × 3, at most 14; 4: also 4 × 4, at most
   * 30. A level whose tiles the model would have to see enlarged is left out.
   */
  levels?: InputMaybe<Scalars['Int']['input']>;
};

/** Passes when every must holds, no mustNot holds and, where there are any, at least one should holds. */
export type Filter = {
  must?: InputMaybe<Array<Condition>>;
  mustNot?: InputMaybe<Array<Condition>>;
  should?: InputMaybe<Array<Condition>>;
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
  /** When another try may succeed, in milliseconds; null unless the code is OVERLOADED. */
  retryAfterMs?: Maybe<Scalars['Int']['output']>;
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

export type MatchCondition = {
  field: Scalars['String']['input'];
  value: Scalars['Primitive']['input'];
};

/** The migration of a collection from one model to another. */
export type Migration = {
  /** Name of the collection. */
  collection: Scalars['String']['output'];
  /** Number of assets that have vectors of the new model. */
  done: Scalars['Int']['output'];
  /** When it ended; null while it runs. */
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Number of assets that failed. */
  failed: Scalars['Int']['output'];
  /** Assets without vectors of the new model, with the reason; at most 1000. After the switch, the collection does not contain them. */
  failures: Array<MigrationFailure>;
  /** Name of the model whose vectors the collection had. */
  fromModel: Scalars['String']['output'];
  /** Whether this is an undo. */
  isUndo: Scalars['Boolean']['output'];
  /** Why it stopped, where that is not the failures. */
  problem?: Maybe<Scalars['String']['output']>;
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

/** What is done about a picture, from mildest to hardest; of several rules the hardest decides. */
export type ModerationAction =
  | 'ALLOW'
  | 'BLOCK'
  | 'BLUR'
  | 'REVIEW';

export type Mutation = {
  /** Ends a migration before the switch and deletes its new vectors only. */
  cancelMigration: Migration;
  /** Deletes the old vectors and the assets that failed. */
  confirmMigration: Migration;
  /**
   * Embeds every asset of the collection with another model that the server has loaded, in the background, and then
   * switches at once; until then searches use the old vectors. Assets indexed, changed or deleted during it are included.
   * Continues a migration to the same model that stopped; old vectors that another migration kept are deleted.
   * Failed assets prevent the switch, unless allowFailures is true: then the collection loses them.
   */
  migrateCollection: Migration;
  /**
   * Switches back to the old vectors, in the background: assets added or changed after the switch are embedded with the old
   * model, and assets that the switch removed are there again.
   */
  undoMigration: Migration;
};


export type MutationCancelMigrationArgs = {
  collection: Scalars['String']['input'];
};


export type MutationConfirmMigrationArgs = {
  collection: Scalars['String']['input'];
};


export type MutationMigrateCollectionArgs = {
  allowFailures?: InputMaybe<Scalars['Boolean']['input']>;
  collection: Scalars['String']['input'];
  model: Scalars['String']['input'];
};


export type MutationUndoMigrationArgs = {
  allowFailures?: InputMaybe<Scalars['Boolean']['input']>;
  collection: Scalars['String']['input'];
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
  /** The last migration of a collection; null if there was none. */
  migration?: Maybe<Migration>;
  /** The last migration of each collection that has one. */
  migrations: Array<Migration>;
  /** Any object by its id; null where there is none. */
  node?: Maybe<Node>;
  /** Several at once, in the order of the ids; at most 100. */
  nodes: Array<Maybe<Node>>;
};


export type QueryMigrationArgs = {
  collection: Scalars['String']['input'];
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
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




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: never;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AnyOfCondition: AnyOfCondition;
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Condition: Condition;
  CropBox: ResolverTypeWrapper<CropBox>;
  CropKeep: CropKeep;
  CropsInput: CropsInput;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Filter: Filter;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImageInput: ImageInput;
  InputError: ResolverTypeWrapper<InputErrorNode>;
  InputErrorCode: InputErrorCode;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  MatchCondition: MatchCondition;
  Migration: ResolverTypeWrapper<MigrationNode>;
  MigrationFailure: ResolverTypeWrapper<MigrationFailure>;
  MigrationState: MigrationState;
  ModerationAction: ModerationAction;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Primitive: ResolverTypeWrapper<Scalars['Primitive']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RangeCondition: RangeCondition;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AnyOfCondition: AnyOfCondition;
  Base64: Scalars['Base64']['output'];
  Boolean: Scalars['Boolean']['output'];
  Condition: Condition;
  CropBox: CropBox;
  CropsInput: CropsInput;
  DateTime: Scalars['DateTime']['output'];
  Filter: Filter;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  ImageInput: ImageInput;
  InputError: InputErrorNode;
  Int: Scalars['Int']['output'];
  JSONObject: Scalars['JSONObject']['output'];
  MatchCondition: MatchCondition;
  Migration: MigrationNode;
  MigrationFailure: MigrationFailure;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: PageInfo;
  Primitive: Scalars['Primitive']['output'];
  Query: Record<PropertyKey, never>;
  RangeCondition: RangeCondition;
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

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type InputErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InputError'] = ResolversParentTypes['InputError']> = {
  code?: Resolver<ResolversTypes['InputErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type MigrationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Migration'] = ResolversParentTypes['Migration']> = {
  collection?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failures?: Resolver<Array<ResolversTypes['MigrationFailure']>, ParentType, ContextType, RequireFields<MigrationFailuresArgs, 'first'>>;
  fromModel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isUndo?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['MigrationState'], ParentType, ContextType>;
  toModel?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MigrationFailureResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['MigrationFailure'] = ResolversParentTypes['MigrationFailure']> = {
  code?: Resolver<ResolversTypes['InputErrorCode'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelMigration?: Resolver<ResolversTypes['Migration'], ParentType, ContextType, RequireFields<MutationCancelMigrationArgs, 'collection'>>;
  confirmMigration?: Resolver<ResolversTypes['Migration'], ParentType, ContextType, RequireFields<MutationConfirmMigrationArgs, 'collection'>>;
  migrateCollection?: Resolver<ResolversTypes['Migration'], ParentType, ContextType, RequireFields<MutationMigrateCollectionArgs, 'allowFailures' | 'collection' | 'model'>>;
  undoMigration?: Resolver<ResolversTypes['Migration'], ParentType, ContextType, RequireFields<MutationUndoMigrationArgs, 'allowFailures' | 'collection'>>;
};

export type NodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType?: TypeResolveFn<null, ParentType, ContextType>;
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
  migration?: Resolver<Maybe<ResolversTypes['Migration']>, ParentType, ContextType, RequireFields<QueryMigrationArgs, 'collection'>>;
  migrations?: Resolver<Array<ResolversTypes['Migration']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<Array<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type Resolvers<ContextType = RequestContext> = {
  Base64?: GraphQLScalarType;
  CropBox?: CropBoxResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  InputError?: InputErrorResolvers<ContextType>;
  JSONObject?: GraphQLScalarType;
  Migration?: MigrationResolvers<ContextType>;
  MigrationFailure?: MigrationFailureResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Primitive?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  URL?: GraphQLScalarType;
};

