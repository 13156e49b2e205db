import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { batched, type BatchedEmbedder } from '@clipgraph/batching';
import { clip, machineShares, wholeMachine } from '@clipgraph/encoder-clip';
import type { ImageDecoder } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { modelChoice } from '@clipgraph/model-registry';
import { isPluginError } from '@clipgraph/contracts';
import { cached, type CacheCounts, type VectorCache } from '@clipgraph/vector-cache';

import { ConfigError, type GatewayConfig } from './config.ts';

const BUNDLED = 'mini';

/** A loaded model; its counts of the cache are missing where there is none. */
export interface GatewayEmbedder extends BatchedEmbedder {
  cacheCounts?(): CacheCounts;
}

export type GatewayEmbedders = readonly [GatewayEmbedder, ...GatewayEmbedder[]];

/**
 * Loads the models of the settings, named as there, each with its share of the cores. Rejects with a ConfigError that
 * names the model and the file that is wrong; none stays open then.
 */
export async function openModels(config: GatewayConfig, decoder: ImageDecoder, cache: VectorCache | undefined): Promise<GatewayEmbedders> {
  const shares = machineShares(wholeMachine(), config.models.length);
  const opened: GatewayEmbedder[] = [];
  try {
    // One after the other: each needs more memory while it is loaded than later.
    for (const [index, choice] of config.models.entries()) {
      const { name, precision } = modelChoice(choice)!;
      const folder = name === BUNDLED ? miniModel.folder : await modelFolder(config.modelsDir, name);
      const encoder = await clip({ folder, decoder, name: choice, precision, machine: shares[index]! });
      const embedder = batched(encoder, { maxQueuedImages: config.limits.queuedImages });
      opened.push(cache ? cached(embedder, cache) : embedder);
    }
  } catch (error) {
    await Promise.all(opened.map((embedder) => embedder.close()));
    if (!isPluginError(error) || error.code !== 'MODEL_FAILED') throw error;
    throw new ConfigError(`CLIPGRAPH_MODEL: ${config.models[opened.length]}: ${error.message}`, { cause: error });
  }
  return opened as [GatewayEmbedder, ...GatewayEmbedder[]];
}

async function modelFolder(modelsDir: string, name: string): Promise<string> {
  const folder = join(modelsDir, name);
  if ((await stat(folder).catch(() => undefined))?.isDirectory()) return folder;
  throw new ConfigError(
    `CLIPGRAPH_MODEL: there is no model "${name}" in the models folder. Get it with: npm run clipgraph -- models add ${name}`,
  );
}
