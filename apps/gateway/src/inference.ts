import { join } from 'node:path';

import { imageDecoder, type ImageDecoder } from '@clipgraph/images';
import { vectorCache, type VectorCache } from '@clipgraph/vector-cache';

import type { GatewayConfig } from './config.ts';
import { openModels, type GatewayEmbedders } from './models.ts';

/** What turns images and texts into vectors. It keeps nothing that could be read back, so all tenants share it. */
export interface Inference {
  readonly decoder: ImageDecoder;
  /** The first is the default. */
  readonly embedders: GatewayEmbedders;
  /** Vectors kept on disk by content; undefined when it is turned off. */
  readonly cache: VectorCache | undefined;
  /** Finishes what is queued, then frees everything. */
  close(): Promise<void>;
}

export async function openInference(config: GatewayConfig): Promise<Inference> {
  const maxBytes = config.vectorCacheBytes;
  const cache = maxBytes > 0 ? vectorCache({ dir: join(config.dataDir, 'cache'), maxBytes }) : undefined;
  try {
    const decoder = imageDecoder();
    const embedders = await openModels(config, decoder, cache);
    return {
      decoder,
      embedders,
      cache,
      async close() {
        await Promise.all(embedders.map((embedder) => embedder.close()));
        cache?.close();
      },
    };
  } catch (error) {
    cache?.close();
    throw error;
  }
}
