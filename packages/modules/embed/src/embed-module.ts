import { CONTRACT, defineModule, type GatewayModule } from '@clipgraph/contracts';

import { modelLoader, resolvers } from './resolvers.ts';
import { embedTypeDefs } from './schema.ts';

/** `Query.models` and `Query.embed`, and the type `Model` that the other modules point to. */
export function embed(): GatewayModule {
  return defineModule({
    contract: CONTRACT,
    name: 'embed',
    typeDefs: embedTypeDefs,
    open: ({ embedders, pictures }) => ({
      resolvers: { ...resolvers({ embedders, images: pictures }) },
      nodes: { Model: modelLoader(embedders) },
    }),
  });
}
