import { join } from 'node:path';

import { batched, type BatchedEmbedder } from '@clipgraph/batching';
import { isPluginError, SettingError, type EncoderPlugin, type Encoder, type Logger } from '@clipgraph/contracts';
import { imageDecoder, type ImageDecoder } from '@clipgraph/images';
import { cached, vectorCache, type CacheCounts, type VectorCache } from '@clipgraph/vector-cache';

import { closeAll, closeTogether } from './close-all.ts';
import type { GatewayConfig } from './config.ts';
import { privateFolder } from './private-folder.ts';
import type { SettingValues } from './setting-values.ts';

/** A loaded model; its counts of the cache are missing where there is none. */
export interface GatewayEmbedder extends BatchedEmbedder {
  cacheCounts?(): CacheCounts;
}

export type GatewayEmbedders = readonly [GatewayEmbedder, ...GatewayEmbedder[]];

/** What turns images and texts into vectors. It keeps nothing that could be read back, so all tenants share it. */
export interface Inference {
  readonly decoder: ImageDecoder;
  /** The first is the default. */
  readonly embedders: GatewayEmbedders;
  /** Vectors kept on disk by content; undefined when it is turned off. */
  readonly cache: VectorCache | undefined;
  /** Rejects while a model can make no run. */
  health(): Promise<void>;
  /** Finishes what is queued, then frees everything. */
  close(): Promise<void>;
}

interface InferenceOptions {
  readonly encoders: readonly EncoderPlugin[];
  readonly valuesOf: (part: object) => SettingValues;
  readonly config: GatewayConfig;
  readonly logger: Logger;
}

/** Loads every model. Nothing stays open when it rejects. */
export async function openInference({ encoders, valuesOf, config, logger }: InferenceOptions): Promise<Inference> {
  const { vectorCacheBytes: maxBytes, dataDir, limits } = config;
  await privateFolder(dataDir);
  const cache = maxBytes > 0 ? vectorCache({ dir: join(dataDir, 'cache'), maxBytes }) : undefined;
  const opened: Encoder[] = [];
  try {
    const decoder = imageDecoder({ maxDecodedBytes: limits.decodedBytes, decodeLimitMs: limits.decodeLimitMs });
    for (const [index, plugin] of encoders.entries()) {
      const host = { dataDir, tenant: undefined, logger, decoder, share: { index, of: encoders.length } };
      opened.push(...(await openEncoders(plugin, host, valuesOf(plugin))));
    }
    refuseSameNames(opened);
    const embedders = opened.map((encoder): GatewayEmbedder => {
      const embedder = batched(encoder, { maxQueuedImages: limits.queuedImages, runLimitMs: limits.runLimitMs });
      return cache ? cached(embedder, cache) : embedder;
    });
    return {
      decoder,
      embedders: embedders as [GatewayEmbedder, ...GatewayEmbedder[]],
      cache,
      async health() {
        await Promise.all(embedders.map((embedder) => embedder.health()));
      },
      close: () =>
        closeAll([
          () => closeTogether(embedders.map((embedder) => () => embedder.close())),
          async () => decoder.close(),
          async () => cache?.close(),
        ]),
    };
  } catch (error) {
    await closeTogether(opened.map((encoder) => () => encoder.close())).catch((err: unknown) =>
      logger.error({ err }, 'a model did not close'),
    );
    cache?.close();
    throw error;
  }
}

async function openEncoders(
  plugin: EncoderPlugin,
  host: Parameters<EncoderPlugin['open']>[0],
  values: SettingValues,
): Promise<readonly Encoder[]> {
  try {
    return await plugin.open(host, values);
  } catch (error) {
    // A model's file that is wrong is the operator's to put right.
    if (isPluginError(error) && error.code === 'MODEL_FAILED') throw new SettingError(`${plugin.name}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Models are asked for by name. */
function refuseSameNames(encoders: readonly Encoder[]): void {
  if (encoders.length === 0) throw new SettingError('The encoders of the composition opened no model.');
  const names = encoders.map(({ model }) => model.name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new SettingError(`Two models have the name ${twice}.`);
}
