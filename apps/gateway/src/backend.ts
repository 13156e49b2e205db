import { createHmac } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { sqliteDocuments } from '@clipgraph/documents-sqlite';
import { composeSchema, embedderSet, type SchemaModule } from '@clipgraph/module-kit';
import { imageFetcher, imageFiles, imageFormat, imageReader, uploadFiles, type UploadFiles } from '@clipgraph/images';
import { classifyModule } from '@clipgraph/module-classify';
import { describeModule } from '@clipgraph/module-describe';
import { embedModule } from '@clipgraph/module-embed';
import { migratableStore, migrationModule, migrationRecords, migrations } from '@clipgraph/module-migration';
import { moderation } from '@clipgraph/module-moderation';
import { assetImage, pictures, searchModule, standardLimits } from '@clipgraph/module-search';
import type { DocumentStore, ImageFiles, Metrics, Ports, VectorStore } from '@clipgraph/contracts';
import { qdrantStore } from '@clipgraph/store-qdrant';
import { sqliteStore } from '@clipgraph/store-sqlite';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';

import { assetUrls, type AssetUrls } from './asset-urls.ts';
import type { GatewayConfig } from './config.ts';
import type { Inference } from './inference.ts';
import { serverSecret } from './server-secret.ts';
import { tenantConfig } from './tenant-config.ts';

/** How often expired uploads are deleted. */
const SWEEP_MS = 5 * 60 * 1000;
/** Memory for class heads, over all tenants. */
const CLASS_HEAD_BYTES = 64 * 1024 * 1024;

/** Until the gateway hands its own to modules. */
const NO_METRICS: Metrics = {
  counter: () => ({ add() {} }),
  gauge: () => ({ set() {} }),
  histogram: () => ({ observe() {} }),
};

/**
 * Everything of one tenant behind the HTTP routes: nothing in it knows that there are others. This file is where the
 * plugins meet: swap one here.
 */
export interface Backend {
  /** Undefined: what is reached without a key, or with one that belongs to no tenant. */
  readonly tenant: string | undefined;
  readonly schema: GraphQLSchema;
  readonly store: VectorStore;
  /** Classifiers, vocabularies, policies and verdicts. */
  readonly documents: DocumentStore;
  readonly imageFiles: ImageFiles;
  readonly uploads: UploadFiles;
  readonly urls: AssetUrls;
  readonly dataDir: string;
  /** To be called before the models close: pauses what runs without a request. */
  stopBackgroundWork(): Promise<void>;
  /** Finishes what is under way, then frees everything. The models are closed before. */
  close(): Promise<void>;
}

interface BackendOptions {
  readonly config: GatewayConfig;
  readonly tenant: string | undefined;
  readonly inference: Inference;
  readonly origin: () => string;
  readonly logger: Logger;
  /** How many backends the memory of caches is shared by. */
  readonly sharers: number;
}

export async function openBackend({ config, tenant, inference, origin, logger, sharers }: BackendOptions): Promise<Backend> {
  const { limits } = config;
  const { dataDir, qdrant } = tenantConfig(config, tenant);
  await mkdir(dataDir, { recursive: true });
  // Signs cursors and the addresses of pictures: a tenant's own, so that another one's are refused.
  const secret = await serverSecret(dataDir);
  const urls = assetUrls(secret, origin);
  const vectors = qdrant ? await qdrantStore(qdrant) : await sqliteStore({ path: join(dataDir, 'store') });
  const documents = await sqliteDocuments({ path: join(dataDir, 'documents') }).catch(async (error: unknown) => {
    await vectors.close();
    throw error;
  });
  try {
    const files = imageFiles({ dir: join(dataDir, 'images') });
    const assetPictures = pictures({ store: vectors, imageFiles: files });
    const behind = { behind: vectors, records: await migrationRecords(documents), sweepPictures: assetPictures.sweep };
    const store = migratableStore(behind);
    const uploads = uploadFiles({
      dir: join(dataDir, 'uploads'),
      maxBytes: limits.imageBytes,
      maxTotalBytes: limits.uploadsBytes,
      ttlMs: limits.uploadTtlMs,
    });
    // A failing sweep is tried again by the next one; nothing depends on it.
    const sweep = (): Promise<unknown> => Promise.allSettled([uploads.sweep()]);
    // Not only later: a server that is restarted often would never come to it.
    await sweep();
    const sweeping = setInterval(() => void sweep(), SWEEP_MS).unref();
    const fetcher = imageFetcher({ allowHosts: config.fetchAllow, maxBytes: limits.imageBytes, deadlineMs: limits.fetchDeadlineMs });
    const images = imageReader({
      fetcher,
      uploads,
      assetImage: assetImage({ store, imageFiles: files }),
      maxBytes: limits.imageBytes,
    });
    const embedders = embedderSet(inference.embedders);
    const report = (error: unknown): void => logger.error({ err: error }, 'background work failed');
    const moves = migrations({ ...behind, store, embedders, imageFiles: files, report });
    const ports: Ports = {
      embedders,
      pictures: {
        read: images.read,
        async from(bytes) {
          imageFormat(bytes);
          return bytes;
        },
        kept: assetPictures,
        files,
        perceptualHash: inference.decoder.perceptualHash,
        url: urls.url,
      },
      vectors: store,
      documents,
      logger,
      metrics: NO_METRICS,
      clock: { now: () => new Date() },
      secrets: { derive: (purpose) => createHmac('sha256', secret).update(purpose).digest() },
      tenant,
      memoryShare: 1 / sharers,
    };
    const moderating = moderation();
    const { verdictDays, reviewVectors, webhook } = config;
    const settings = { verdictDays, reviewVectors, webhookUrl: webhook?.url, webhookSecret: webhook?.secret };
    const { reviews } = { ...ports, ...(await moderating.provide?.(ports, settings)) };
    const { jobs = [], ...opened } = await moderating.open(ports, settings);
    const modules = [
      embedModule({ embedders, images }),
      classifyModule({
        embedders,
        images,
        documents,
        store,
        reviews: reviews!,
        headCacheBytes: Math.floor(CLASS_HEAD_BYTES / sharers),
      }),
      describeModule({
        embedders,
        images,
        documents,
        store,
        keptHeads: inference.cache,
        onProgress: (progress) => logger.info(progress, 'words of the general vocabulary are embedded'),
      }),
      searchModule({
        embedders,
        store,
        images,
        pictures: assetPictures,
        imageUrl: urls.url,
        cursorSecret: secret,
        limits: { keptResultBytes: Math.floor(standardLimits.keptResultBytes / sharers) },
      }),
      { ...opened, name: moderating.name, typeDefs: moderating.typeDefs! } as SchemaModule,
      migrationModule({ embedders, migrations: moves }),
    ];
    const schema = composeSchema(modules, { federation: config.federation });
    moves.resume();
    for (const job of jobs) await job.start();
    return {
      tenant,
      schema,
      store,
      documents,
      imageFiles: files,
      uploads,
      urls,
      dataDir,
      async stopBackgroundWork() {
        for (const job of jobs) await job.stop();
        await moves.close();
      },
      async close() {
        clearInterval(sweeping);
        await fetcher.close();
        await documents.close();
        await store.close();
      },
    };
  } catch (error) {
    await documents.close();
    await vectors.close();
    throw error;
  }
}
