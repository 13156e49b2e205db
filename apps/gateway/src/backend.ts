import { join } from 'node:path';

import { batched, type BatchedEmbedder } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { composeSchema, embedderSet } from '@clipgraph/graphql-kit';
import { imageDecoder, imageFetcher, imageFiles, imageReader, uploadFiles, type ImageDecoder, type UploadFiles } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { classifyModule } from '@clipgraph/module-classify';
import { embedModule } from '@clipgraph/module-embed';
import { assetImage, searchModule } from '@clipgraph/module-search';
import type { ImageFiles, VectorStore } from '@clipgraph/spec';
import { qdrantStore } from '@clipgraph/store-qdrant';
import { sqliteStore } from '@clipgraph/store-sqlite';
import type { GraphQLSchema } from 'graphql';

import type { AssetUrls } from './asset-urls.ts';
import type { GatewayConfig } from './config.ts';

/** How often expired uploads are deleted. */
const SWEEP_MS = 5 * 60 * 1000;

/** Everything behind the HTTP routes. This file is where the plugins meet: swap one here. */
export interface Backend {
  readonly schema: GraphQLSchema;
  readonly decoder: ImageDecoder;
  readonly embedder: BatchedEmbedder;
  readonly store: VectorStore;
  readonly imageFiles: ImageFiles;
  readonly uploads: UploadFiles;
  /** Finishes what is under way, then frees everything. */
  close(): Promise<void>;
}

interface BackendOptions {
  readonly config: GatewayConfig;
  readonly secret: Uint8Array;
  readonly urls: AssetUrls;
}

export async function openBackend({ config, secret, urls }: BackendOptions): Promise<Backend> {
  const { dataDir, limits } = config;
  const store = config.qdrant ? await qdrantStore(config.qdrant) : await sqliteStore({ path: join(dataDir, 'store') });
  try {
    const decoder = imageDecoder();
    const folder = config.model === 'mini' ? miniModel.folder : join(config.modelsDir, config.model);
    const embedder = batched(await clip({ folder, decoder }), { maxQueuedImages: limits.queuedImages });
    const files = imageFiles({ dir: join(dataDir, 'images') });
    const uploads = uploadFiles({
      dir: join(dataDir, 'uploads'),
      maxBytes: limits.imageBytes,
      maxTotalBytes: limits.uploadsBytes,
      ttlMs: limits.uploadTtlMs,
    });
    // A failing sweep is tried again by the next one; uploads do not depend on it.
    const sweeping = setInterval(() => void uploads.sweep().catch(() => undefined), SWEEP_MS).unref();
    const fetcher = imageFetcher({ allowHosts: config.fetchAllow, maxBytes: limits.imageBytes, deadlineMs: limits.fetchDeadlineMs });
    const images = imageReader({
      fetcher,
      uploads,
      assetImage: assetImage({ store, imageFiles: files }),
      maxBytes: limits.imageBytes,
    });
    const embedders = embedderSet([embedder]);
    const schema = composeSchema([
      embedModule({ embedders, images }),
      classifyModule({ embedders, images }),
      searchModule({ embedders, store, images, imageFiles: files, imageUrl: urls.url, cursorSecret: secret }),
    ]);
    return {
      schema,
      decoder,
      embedder,
      store,
      imageFiles: files,
      uploads,
      async close() {
        clearInterval(sweeping);
        await fetcher.close();
        await embedder.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
