import {
  CONTRACT,
  type DocumentsPlugin,
  type EncoderPlugin,
  type GatewayModule,
  type PicturesPlugin,
  type VectorsPlugin,
} from '@clipgraph/contracts';
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
export type Part = Pick<GatewayModule, 'contract' | 'name' | 'settings' | 'settingProblems'>;

export function partsOf({ encoders, vectors, documents, pictures, modules }: GatewayComposition): readonly Part[] {
  return [...encoders, vectors, documents, pictures, ...modules];
}

const PARTS = ['encoders', 'vectors', 'documents', 'pictures', 'modules'] as const;

/** What keeps a gateway of this composition from being opened, in words for whoever wrote it. Takes any value: it comes from a file. */
export function compositionProblems(composition: unknown): readonly string[] {
  if (typeof composition !== 'object' || composition === null) return ['The configuration exports no composition; see defineGateway.'];
  const missing = PARTS.filter((part) => !(part in composition));
  if (missing.length > 0) return missing.map((part) => `The composition has no ${part}.`);
  const { encoders, modules } = composition as GatewayComposition;
  if (!Array.isArray(encoders) || !Array.isArray(modules)) return ['encoders and modules must be lists.'];
  const problems = encoders.length === 0 ? ['The composition has no encoder.'] : [];
  const names = new Set<string>();
  for (const part of partsOf(composition as GatewayComposition) as readonly unknown[]) {
    if (typeof part !== 'object' || part === null || !('open' in part) || typeof part.open !== 'function') {
      problems.push('The composition holds something that is no plugin and no module: a factory that was not called, perhaps.');
      continue;
    }
    const { contract, name } = part as unknown as Part;
    if (contract !== CONTRACT) problems.push(`${name} has contract ${String(contract)}; this gateway takes ${CONTRACT}.`);
  }
  for (const { name } of modules) {
    if (names.has(name)) problems.push(`Two modules have the name ${name}.`);
    names.add(name);
  }
  return problems;
}
