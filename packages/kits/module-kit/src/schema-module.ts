import type { IResolvers } from '@graphql-tools/utils';

import type { RequestContext } from './request-context.ts';

/** Finds one object by the local parts of its global id; null where there is none. */
export type NodeLoader = (parts: readonly string[], context: RequestContext) => Promise<unknown>;

/** Finds one object of any type by its global id; null where there is none. */
export type LoadNode = (id: string, context: RequestContext) => Promise<unknown>;

/** A piece of the schema with its resolvers. Types and fields belong to exactly one module. */
export interface SchemaModule {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: IResolvers<never, RequestContext>;
  /** Types that `Query.node` may return, by name. */
  readonly nodes?: Readonly<Record<string, NodeLoader>>;
  /** Those of them that other subgraphs of a federation may refer to, by `id`. */
  readonly entities?: readonly string[];
}
