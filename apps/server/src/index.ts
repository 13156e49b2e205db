export {
  closeOnSignal,
  ConfigError,
  defineGateway,
  startGateway,
  type Gateway,
  type GatewayComposition,
  type GatewayDefinition,
  type GatewayOptions,
} from '@clipgraph/gateway';
export { gallery } from '@clipgraph/module-gallery';
export { moderation } from '@clipgraph/module-moderation';
export { search } from '@clipgraph/module-search';
export { qdrant } from '@clipgraph/store-qdrant';
export { clip } from './clip.ts';
export { classify, describe, embed, migration, pictureFolder, sqliteDocuments, sqliteVectors } from './parts.ts';
export { knownParts } from './known-parts.ts';
export { defaultGateway } from './clipgraph.config.ts';
export { serve, type ServeOptions } from './serve.ts';
export { welcomeText } from './welcome-text.ts';
