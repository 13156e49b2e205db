import type { SchemaModule } from '@clipgraph/module-kit';

import type { DescribeModuleOptions } from './describe-module-options.ts';
import { resolvers } from './resolvers.ts';
import { describeTypeDefs } from './schema.ts';

/** `Query.describe` and its vocabularies. Needs the type `Model` of the module `embed` beside it. */
export function describeModule(options: DescribeModuleOptions): SchemaModule {
  return { name: 'describe', typeDefs: describeTypeDefs, resolvers: resolvers(options) as SchemaModule['resolvers'] };
}
