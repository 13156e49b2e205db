import { CONTRACT, defineModule, type GatewayModule } from '@clipgraph/contracts';
import type { SchemaModule } from '@clipgraph/module-kit';

import { describeKinds } from './kinds.ts';
import type { DescribeModuleOptions } from './describe-module-options.ts';
import { resolvers } from './resolvers.ts';
import { describeTypeDefs } from './schema.ts';

/** `Query.describe` and its vocabularies. Needs the type `Model` of the module `embed` beside it. */
export function describeModule(options: DescribeModuleOptions): SchemaModule {
  return { name: 'describe', typeDefs: describeTypeDefs, resolvers: resolvers(options) as SchemaModule['resolvers'] };
}

/** The module {@link describeModule} for a gateway. */
export function describe(): GatewayModule {
  return defineModule({
    contract: CONTRACT,
    name: 'describe',
    typeDefs: describeTypeDefs,
    kinds: describeKinds,
    open: ({ embedders, pictures, documents, vectors, keptVectors, logger }) =>
      describeModule({
        embedders,
        images: pictures,
        documents,
        store: vectors,
        keptHeads: keptVectors,
        onProgress: (progress) => logger.info(progress, 'words of the general vocabulary are embedded'),
      }),
  });
}
