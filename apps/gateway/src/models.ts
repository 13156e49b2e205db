import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { batched, type BatchedEmbedder } from '@clipgraph/batching';
import { clip, machineShares, wholeMachine } from '@clipgraph/encoder-clip';
import type { ImageDecoder } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { modelChoice } from '@clipgraph/model-registry';
import { isPluginError } from '@clipgraph/spec';

import { ConfigError, type GatewayConfig } from './config.ts';

const BUNDLED = 'mini';

/**
 * Loads the models of the settings, named as there, each with its share of the cores. Rejects with a ConfigError that
 * names the model and the file that is wrong; none stays open then.
 */
export async function openModels(config: GatewayConfig, decoder: ImageDecoder): Promise<[BatchedEmbedder, ...BatchedEmbedder[]]> {
  const shares = machineShares(wholeMachine(), config.models.length);
  const opened: BatchedEmbedder[] = [];
  try {
    // One after the other: each needs more memory while it is loaded than later.
    for (const [index, choice] of config.models.entries()) {
      const { name, precision } = modelChoice(choice)!;
      const folder = name === BUNDLED ? miniModel.folder : await modelFolder(config.modelsDir, name);
      const encoder = await clip({ folder, decoder, name: choice, precision, machine: shares[index]! });
      opened.push(batched(encoder, { maxQueuedImages: config.limits.queuedImages }));
    }
  } catch (error) {
    await Promise.all(opened.map((embedder) => embedder.close()));
    if (!isPluginError(error) || error.code !== 'MODEL_FAILED') throw error;
    throw new ConfigError(`CLIPGRAPH_MODEL: ${config.models[opened.length]}: ${error.message}`, { cause: error });
  }
  return opened as [BatchedEmbedder, ...BatchedEmbedder[]];
}

async function modelFolder(modelsDir: string, name: string): Promise<string> {
  const folder = join(modelsDir, name);
  if ((await stat(folder).catch(() => undefined))?.isDirectory()) return folder;
  throw new ConfigError(
    `CLIPGRAPH_MODEL: there is no model "${name}" in the models folder. Get it with: npm run clipgraph -- models add ${name}`,
  );
}
