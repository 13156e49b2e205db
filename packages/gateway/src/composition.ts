import type { DocumentsPlugin, EncoderPlugin, GatewayModule, PicturesPlugin, VectorsPlugin } from '@clipgraph/contracts';
import type { Environment } from '@clipgraph/settings-kit';

/** What a gateway is made of: plain values, none of which does anything before the gateway opens it. */
export interface GatewayComposition {
  /** At least one; the first model of the first one is the default. */
  readonly encoders: readonly EncoderPlugin[];
  readonly vectors: VectorsPlugin;
  readonly documents: DocumentsPlugin;
  readonly pictures: PicturesPlugin;
  readonly modules: readonly GatewayModule[];
}

/** A composition, or what makes one of the environment: then settings can decide which plugins there are. */
export type GatewayDefinition = GatewayComposition | ((env: Environment) => GatewayComposition);

/**
 * For the default export of a `clipgraph.config.ts`: gives the types, and answers its argument.
 *
 * @example
 * export default defineGateway({
 *   encoders: [clip({ model: 'mini' })],
 *   vectors: sqliteVectors(),
 *   documents: sqliteDocuments(),
 *   pictures: pictureFolder(),
 *   modules: [embed(), classify(), search()],
 * });
 */
export function defineGateway<Definition extends GatewayDefinition>(definition: Definition): Definition {
  return definition;
}

/** Everything in a composition that has settings and a contract. */
export type Part = Pick<GatewayModule, 'contract' | 'name' | 'settings' | 'settingProblems' | 'typeDefs'>;

export function partsOf({ encoders, vectors, documents, pictures, modules }: GatewayComposition): readonly Part[] {
  return [...encoders, vectors, documents, pictures, ...modules];
}
