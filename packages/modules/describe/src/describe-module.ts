import { CONTRACT, defineModule, type GatewayModule } from '@clipgraph/contracts';

import { describeKinds } from './kinds.ts';
import { resolvers } from './resolvers.ts';
import { describeTypeDefs } from './schema.ts';

/** `Query.describe` and its vocabularies. Needs the type `Model` of the module `embed` beside it. */
export function describe(): GatewayModule {
  return defineModule({
    contract: CONTRACT,
    name: 'describe',
    typeDefs: describeTypeDefs,
    kinds: describeKinds,
    open: ({ embedders, pictures, documents, vectors, keptVectors, logger }) => ({
      resolvers: {
        ...resolvers({
          embedders,
          images: pictures,
          documents,
          store: vectors,
          keptHeads: keptVectors,
          onProgress: (progress) => logger.info(progress, 'words of the general vocabulary are embedded'),
        }),
      },
    }),
  });
}
