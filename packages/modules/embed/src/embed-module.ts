import type { EmbedderSet, SchemaModule } from '@clipgraph/module-kit';
import { CONTRACT, defineModule, type GatewayModule, type ImageReader } from '@clipgraph/contracts';

import { modelLoader, resolvers } from './resolvers.ts';
import { embedTypeDefs } from './schema.ts';

/** What the module works with. */
export interface EmbedModuleOptions {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
}

/** `Query.models` and `Query.embed`, and the type `Model` that the other modules point to. */
export function embedModule(options: EmbedModuleOptions): SchemaModule {
  return {
    name: 'embed',
    typeDefs: embedTypeDefs,
    resolvers: resolvers(options) as SchemaModule['resolvers'],
    nodes: { Model: modelLoader(options.embedders) },
  };
}

/** The module {@link embedModule} for a gateway. */
export function embed(): GatewayModule {
  return defineModule({
    contract: CONTRACT,
    name: 'embed',
    typeDefs: embedTypeDefs,
    open: ({ embedders, pictures }) => embedModule({ embedders, images: pictures }),
  });
}
