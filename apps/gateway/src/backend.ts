import { join } from 'node:path';

import { sqliteDocuments } from '@clipgraph/documents-sqlite';
import { composeSchema, embedderSet } from '@clipgraph/graphql-kit';
import { imageDecoder, imageFetcher, imageFiles, imageReader, uploadFiles, type ImageDecoder, type UploadFiles } from '@clipgraph/images';
import { classifyModule } from '@clipgraph/module-classify';
import { embedModule } from '@clipgraph/module-embed';
import { deleteVerdictsBefore, moderationModule, verdictWebhook } from '@clipgraph/module-moderation';
import { assetImage, searchModule } from '@clipgraph/module-search';
import type { DocumentStore, ImageFiles, VectorStore } from '@clipgraph/spec';
import { qdrantStore } from '@clipgraph/store-qdrant';
import { sqliteStore } from '@clipgraph/store-sqlite';
import { vectorCache } from '@clipgraph/vector-cache';
import type { GraphQLSchema } from 'graphql';

import type { AssetUrls } from './asset-urls.ts';
import type { GatewayConfig } from './config.ts';
import { openModels, type GatewayEmbedders } from './models.ts';

/** How often expired uploads and old verdicts are deleted. */
const SWEEP_MS = 5 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Everything behind the HTTP routes. This file is where the plugins meet: swap one here. */
export interface Backend {
  readonly schema: GraphQLSchema;
  readonly decoder: ImageDecoder;
  /** The first is the default. */
  readonly embedders: GatewayEmbedders;
  readonly store: VectorStore;
  /** Classifiers, policies and verdicts. */
  readonly documents: DocumentStore;
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
  const documents = await sqliteDocuments({ path: join(dataDir, 'documents') }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const maxBytes = config.vectorCacheBytes;
  const cache = maxBytes > 0 ? vectorCache({ dir: join(dataDir, 'cache'), maxBytes }) : undefined;
  try {
    const decoder = imageDecoder();
    const all = await openModels(config, decoder, cache);
    const files = imageFiles({ dir: join(dataDir, 'images') });
    const uploads = uploadFiles({
      dir: join(dataDir, 'uploads'),
      maxBytes: limits.imageBytes,
      maxTotalBytes: limits.uploadsBytes,
      ttlMs: limits.uploadTtlMs,
    });
    // A failing sweep is tried again by the next one; nothing depends on it.
    const sweep = (): Promise<unknown> =>
      Promise.allSettled([uploads.sweep(), deleteVerdictsBefore(documents, new Date(Date.now() - config.verdictDays * DAY_MS))]);
    const sweeping = setInterval(() => void sweep(), SWEEP_MS).unref();
    const fetcher = imageFetcher({ allowHosts: config.fetchAllow, maxBytes: limits.imageBytes, deadlineMs: limits.fetchDeadlineMs });
    const images = imageReader({
      fetcher,
      uploads,
      assetImage: assetImage({ store, imageFiles: files }),
      maxBytes: limits.imageBytes,
    });
    const embedders = embedderSet(all);
    const webhook = config.webhook && verdictWebhook({ documents, ...config.webhook });
    const schema = composeSchema([
      embedModule({ embedders, images }),
      classifyModule({ embedders, images, documents, store }),
      searchModule({ embedders, store, images, imageFiles: files, imageUrl: urls.url, cursorSecret: secret }),
      moderationModule({
        embedders,
        images,
        perceptualHash: decoder.perceptualHash,
        store,
        documents,
        cursorSecret: secret,
        webhook,
        keepReviewVectors: config.reviewVectors,
      }),
    ]);
    return {
      schema,
      decoder,
      embedders: all,
      store,
      documents,
      imageFiles: files,
      uploads,
      async close() {
        clearInterval(sweeping);
        await webhook?.close();
        await fetcher.close();
        await Promise.all(all.map((embedder) => embedder.close()));
        cache?.close();
        await documents.close();
        await store.close();
      },
    };
  } catch (error) {
    cache?.close();
    await documents.close();
    await store.close();
    throw error;
  }
}
