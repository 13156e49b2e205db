import type { IResolvers } from '@graphql-tools/utils';

import type { RequestContext } from './request-context.ts';

/** Finds one object by the local parts of its global id; null where there is none. */
export type NodeLoader = (parts: readonly string[], context: RequestContext) => Promise<unknown>;

/** A piece of the schema with its resolvers. Types and fields belong to exactly one module. */
export interface SchemaModule {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: IResolvers<never, RequestContext>;
  /** Types that `Query.node` may return, by name. */
  readonly nodes?: Readonly<Record<string, NodeLoader>>;
}
