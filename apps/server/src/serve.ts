import { resolve } from 'node:path';

import { loadComposition, startGateway, type Gateway, type GatewayOptions } from '@clipgraph/gateway';

import { defaultGateway } from './clipgraph.config.ts';
import { knownParts } from './known-parts.ts';

export interface ServeOptions extends Pick<GatewayOptions, 'env' | 'logger'> {
  /** Where `clipgraph.config.ts` is looked for. */
  readonly folder: string;
  /** Another file than that, from the folder. */
  readonly configFile?: string | undefined;
}

/** Starts the gateway that the folder's configuration file describes, or the default one. Rejects as {@link startGateway} does. */
export async function serve({ folder, configFile, env, logger }: ServeOptions): Promise<Gateway> {
  const composition = (await loadComposition(resolve(folder), configFile)) ?? defaultGateway;
  return startGateway({ composition, env, known: knownParts(), ...(logger && { logger }) });
}
