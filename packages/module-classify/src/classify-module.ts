import type { EmbedderSet, SchemaModule } from '@clipgraph/graphql-kit';
import type { ImageReader } from '@clipgraph/spec';

import { resolvers } from './resolvers.ts';
import { classifyTypeDefs } from './schema.ts';

/** What the module works with. */
export interface ClassifyModuleOptions {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  /** Memory for class heads, so that labels seen before cost nothing. Default 64 MiB: 28,000 heads of 512 numbers. */
  readonly headCacheBytes?: number;
}

/** `Query.classify` and `Query.similarity`. Needs the type `Model` of the module `embed` beside it. */
export function classifyModule(options: ClassifyModuleOptions): SchemaModule {
  return {
    name: 'classify',
    typeDefs: classifyTypeDefs,
    resolvers: resolvers(options) as SchemaModule['resolvers'],
  };
}
