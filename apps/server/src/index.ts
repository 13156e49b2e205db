export { sqliteDocuments } from '@clipgraph/documents-sqlite';
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
export { classify } from '@clipgraph/module-classify';
export { describe } from '@clipgraph/module-describe';
export { embed } from '@clipgraph/module-embed';
export { gallery } from '@clipgraph/module-gallery';
export { migration } from '@clipgraph/module-migration';
export { moderation } from '@clipgraph/module-moderation';
export { search } from '@clipgraph/module-search';
export { pictureFolder } from '@clipgraph/pictures-folder';
export { qdrant } from '@clipgraph/store-qdrant';
export { sqliteVectors } from '@clipgraph/store-sqlite';
export { clip } from './clip.ts';
export { knownParts } from './known-parts.ts';
export { defaultGateway } from './clipgraph.config.ts';
export { serve, type ServeOptions } from './serve.ts';
export { welcomeText } from './welcome-text.ts';
