import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { MigrationNode } from '../resolvers.ts';
import type { RequestContext } from '@clipgraph/module-kit';
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
  /** An instant in RFC 3339, for example 2026-11-23T09:30:00Z. */
  DateTime: { input: Date; output: Date; }
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

/** What can be changed. The changes of one request happen one after another. */
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


/** What can be changed. The changes of one request happen one after another. */
export type MutationCancelMigrationArgs = {
  collection: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationConfirmMigrationArgs = {
  collection: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationMigrateCollectionArgs = {
  allowFailures?: InputMaybe<Scalars['Boolean']['input']>;
  collection: Scalars['String']['input'];
  model: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationUndoMigrationArgs = {
  allowFailures?: InputMaybe<Scalars['Boolean']['input']>;
  collection: Scalars['String']['input'];
};

/** What can be read. */
export type Query = {
  /** The last migration of a collection; null if there was none. */
  migration?: Maybe<Migration>;
  /** The last migration of each collection that has one. */
  migrations: Array<Migration>;
};


/** What can be read. */
export type QueryMigrationArgs = {
  collection: Scalars['String']['input'];
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





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  InputErrorCode: InputErrorCode;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Migration: ResolverTypeWrapper<MigrationNode>;
  MigrationFailure: ResolverTypeWrapper<MigrationFailure>;
  MigrationState: MigrationState;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Boolean: Scalars['Boolean']['output'];
  DateTime: Scalars['DateTime']['output'];
  Int: Scalars['Int']['output'];
  Migration: MigrationNode;
  MigrationFailure: MigrationFailure;
  Mutation: Record<PropertyKey, never>;
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
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

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  migration?: Resolver<Maybe<ResolversTypes['Migration']>, ParentType, ContextType, RequireFields<QueryMigrationArgs, 'collection'>>;
  migrations?: Resolver<Array<ResolversTypes['Migration']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  DateTime?: GraphQLScalarType;
  Migration?: MigrationResolvers<ContextType>;
  MigrationFailure?: MigrationFailureResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
};

