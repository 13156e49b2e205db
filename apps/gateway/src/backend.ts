import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { sqliteDocuments } from '@clipgraph/documents-sqlite';
import { composeSchema, embedderSet, openKinds } from '@clipgraph/module-kit';
import { imageFetcher, imageFiles, imageReader, uploadFiles, type UploadFiles } from '@clipgraph/images';
import { classifyKinds, classifyModule } from '@clipgraph/module-classify';
import { describeKinds, describeModule } from '@clipgraph/module-describe';
import { embedModule } from '@clipgraph/module-embed';
import { migratableStore, migrationKinds, migrationModule, migrationRecords, migrations } from '@clipgraph/module-migration';
import { deleteVerdictsBefore, moderationKinds, moderationModule, reviewedPictures, verdictWebhook } from '@clipgraph/module-moderation';
import { assetImage, pictures, searchModule, standardLimits } from '@clipgraph/module-search';
import type { DocumentStore, ImageFiles, VectorStore } from '@clipgraph/contracts';
import { qdrantStore } from '@clipgraph/store-qdrant';
import { sqliteStore } from '@clipgraph/store-sqlite';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';

import { assetUrls, type AssetUrls } from './asset-urls.ts';
import type { GatewayConfig } from './config.ts';
import type { Inference } from './inference.ts';
import { serverSecret } from './server-secret.ts';
import { tenantConfig } from './tenant-config.ts';

/** How often expired uploads and old verdicts are deleted. */
const SWEEP_MS = 5 * 60 * 1000;
/** Memory for class heads, over all tenants. */
const CLASS_HEAD_BYTES = 64 * 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

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
  const { dataDir, qdrant, webhook: receiver } = tenantConfig(config, tenant);
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
    const kinds = [migrationKinds, classifyKinds, describeKinds, moderationKinds].flatMap((kinds) => Object.values(kinds));
    for (const { kind, upgraded, failures } of await openKinds(documents, kinds)) {
      logger.info({ kind, upgraded }, 'documents of an earlier version were upgraded');
      for (const err of failures) logger.error({ err, kind }, 'a document of an earlier version stays as it is');
    }
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
    const sweep = (): Promise<unknown> =>
      Promise.allSettled([uploads.sweep(), deleteVerdictsBefore(documents, new Date(Date.now() - config.verdictDays * DAY_MS))]);
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
    const webhook = receiver && verdictWebhook({ documents, ...receiver });
    const modules = [
      embedModule({ embedders, images }),
      classifyModule({
        embedders,
        images,
        documents,
        store,
        reviews: reviewedPictures(documents),
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
      moderationModule({
        embedders,
        images,
        perceptualHash: inference.decoder.perceptualHash,
        store,
        documents,
        cursorSecret: secret,
        webhook,
        keepReviewVectors: config.reviewVectors,
      }),
      migrationModule({ embedders, migrations: moves }),
    ];
    const schema = composeSchema(modules, { federation: config.federation });
    moves.resume();
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
        await moves.close();
      },
      async close() {
        clearInterval(sweeping);
        await webhook?.close();
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
