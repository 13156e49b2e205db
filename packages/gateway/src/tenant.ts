import { join } from 'node:path';

import {
  checkDocumentsContract,
  type CompleteStore,
  type DocumentStore,
  type Embedder,
  type GatewayModule,
  type Job,
  type Logger,
  type Metrics,
  type OpenModule,
  type PictureStore,
  type Ports,
  type Route,
  SettingError,
} from '@clipgraph/contracts';
import { composeSchema, embedderSet, openKinds, type SchemaModule } from '@clipgraph/module-kit';
import { heldPictures, imageFetcher, uploadFiles, type ByteBudget, type HeldPictures, type UploadFiles } from '@clipgraph/images';
import { keptPictures, pictures } from '@clipgraph/pictures';
import { completeStore } from '@clipgraph/store-kit';
import type { GraphQLSchema } from 'graphql';

import { assetUrls, type AssetUrls } from './asset-urls.ts';
import type { GatewayComposition } from './composition.ts';
import type { GatewayConfig } from './config.ts';
import type { GatewayEmbedders, Inference } from './inference.ts';
import { closeIfThere, privateFolder } from './private-folder.ts';
import { renditionFiles, type RenditionFiles } from './rendition-files.ts';
import { requestHolder } from './request-holder.ts';
import { secretsOf, serverSecret } from './server-secret.ts';
import type { SettingValues } from './setting-values.ts';
import { sweepUploads } from './sweep-uploads.ts';
import { tenantFolder } from './tenant-folder.ts';

/** Everything of one tenant behind the HTTP shell: nothing in it knows that there are others. */
export interface Tenant {
  /** Undefined: what is reached without a key, or with one that belongs to no tenant. */
  readonly name: string | undefined;
  readonly schema: GraphQLSchema;
  /** As the modules see it. */
  readonly vectors: CompleteStore;
  readonly documents: DocumentStore;
  readonly imageFiles: PictureStore;
  readonly renditionFiles: RenditionFiles;
  readonly uploads: UploadFiles;
  readonly urls: AssetUrls;
  /** Of all modules. */
  readonly routes: readonly Route[];
  /** What the modules say to whoever started the gateway. */
  readonly notes: readonly string[];
  /** Begins what runs without a request. */
  startJobs(): Promise<void>;
  /** To be called before the models close: brings what runs without a request to a point where it can go on later. */
  stopJobs(): Promise<void>;
  /** Finishes what is under way, then frees everything. The models are closed before. */
  close(): Promise<void>;
}

export interface TenantOptions {
  readonly composition: GatewayComposition;
  /** Of every part of the composition. */
  readonly valuesOf: (part: object) => SettingValues;
  readonly config: GatewayConfig;
  readonly name: string | undefined;
  readonly inference: Inference;
  readonly budget: ByteBudget;
  readonly origin: () => string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Of the memory that caches may take. */
  readonly memoryShare: number;
}

/** Nothing stays open when it rejects. */
export async function openTenant(options: TenantOptions): Promise<Tenant> {
  const { composition, valuesOf, config, name, inference, budget, origin, logger, memoryShare } = options;
  const { limits } = config;
  const dataDir = tenantFolder(config.dataDir, name);
  await privateFolder(dataDir);
  for (const folder of ['images', 'uploads']) await closeIfThere(join(dataDir, folder));
  // Signs cursors and the addresses of pictures: a tenant's own, so that another one's are refused.
  const secret = await serverSecret(dataDir);
  const urls = assetUrls(secret, origin);
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closeOne of closers.toReversed()) await closeOne();
  };
  try {
    const host = { dataDir, tenant: name, logger };
    const opened = await composition.vectors.open(host, valuesOf(composition.vectors));
    let closeStore = (): Promise<void> => opened.close();
    closers.push(() => closeStore());
    const stored = completeStore(opened);
    let vectors = stored;
    // What a module put before the store closes the store too.
    closeStore = () => vectors.close();
    const documents = await composition.documents.open(host, valuesOf(composition.documents));
    closers.push(() => documents.close());
    checkDocumentsContract(documents);
    await openDocuments(documents, composition.modules, logger);
    const copies = await renditionFiles({ dir: join(dataDir, 'renditions'), maxBytes: limits.renditionsBytes });
    const kept = await composition.pictures.open(host, valuesOf(composition.pictures));
    const files = withCopies(kept, copies);
    const uploads = uploadFiles({
      dir: join(dataDir, 'uploads'),
      maxBytes: limits.imageBytes,
      maxTotalBytes: limits.uploadsBytes,
      ttlMs: limits.uploadTtlMs,
    });
    const fetcher = imageFetcher({ allowHosts: config.fetchAllow, maxBytes: limits.imageBytes, deadlineMs: limits.fetchDeadlineMs });
    closers.push(() => fetcher.close());
    const held = heldPictures({ budget, maxBytes: limits.imageBytes, holder: requestHolder });
    const images = pictures({
      files,
      held,
      caller: () => requestHolder()?.owner,
      kept: keptPictures({ store: stored, files, logger }),
      // Asked for when a picture is read, since a module may still put something before the store.
      store: { collection: (name) => vectors.collection(name), get: (name, keys) => vectors.get(name, keys) },
      uploads,
      fetcher,
      maxBytes: limits.imageBytes,
      url: urls.url,
    });
    let ports: Ports = {
      embedders: embedderSet(lettingGo(inference.embedders, held)),
      pictures: { ...images, perceptualHash: inference.decoder.perceptualHash },
      vectors: stored,
      documents,
      logger,
      metrics: options.metrics,
      clock: { now: () => new Date() },
      secrets: secretsOf(secret),
      tenant: name,
      dataDir,
      memoryShare,
      keptVectors: inference.cache,
    };
    for (const module of composition.modules) {
      ports = { ...ports, ...(await module.provide?.(ports, valuesOf(module))) };
      vectors = ports.vectors;
    }
    const open: (OpenModule & SchemaModule)[] = [];
    for (const module of composition.modules) {
      const { name: moduleName, typeDefs = '', entities = [] } = module;
      const opened = await module.open(ports, valuesOf(module));
      if (opened.close) closers.push(() => opened.close!());
      open.push({ ...opened, name: moduleName, typeDefs, entities, resolvers: (opened.resolvers ?? {}) as SchemaModule['resolvers'] });
    }
    const jobs: readonly Job[] = [sweepUploads(uploads, logger), ...open.flatMap((module) => module.jobs ?? [])];
    const started: Job[] = [];
    return {
      name,
      schema: composedSchema(open, config.federation),
      vectors,
      documents,
      imageFiles: files,
      renditionFiles: copies,
      uploads,
      urls,
      routes: open.flatMap((module) => module.routes ?? []),
      notes: open.flatMap((module) => module.notes ?? []),
      async startJobs() {
        for (const job of jobs) {
          started.push(job);
          await job.start();
        }
      },
      async stopJobs() {
        for (const job of started.splice(0).toReversed()) await job.stop();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A picture's copies go with it. */
function withCopies(files: PictureStore, copies: RenditionFiles): PictureStore {
  return {
    contract: files.contract,
    put: (picture) => files.put(picture),
    get: (imageId, options) => files.get(imageId, options),
    has: (imageId) => files.has(imageId),
    list: (query) => files.list(query),
    async delete(imageId) {
      await files.delete(imageId);
      await copies.delete(imageId);
    },
  };
}

/** A picture that has its vectors is let go: what a request goes on with is the vectors. */
function lettingGo(embedders: GatewayEmbedders, held: HeldPictures): readonly [Embedder, ...Embedder[]] {
  const [first, ...others] = embedders.map((embedder): Embedder => ({
    ...embedder,
    embedImage: (picture, options) => embedder.embedImage(picture, options).finally(() => held.letGo(picture)),
    embedCrops: (picture, levels, options) => embedder.embedCrops(picture, levels, options).finally(() => held.letGo(picture)),
  }));
  return [first!, ...others];
}

/** Brings what the modules keep to their indexes and versions; a document that cannot be upgraded stays, and is told of. */
async function openDocuments(documents: DocumentStore, modules: readonly GatewayModule[], logger: Logger): Promise<void> {
  const kinds = modules.flatMap(({ kinds = {} }) => Object.values(kinds));
  for (const { kind, upgraded, failures } of await openKinds(documents, kinds)) {
    logger.info({ kind, upgraded }, 'documents of an earlier version were upgraded');
    for (const err of failures) logger.error({ err, kind }, 'a document of an earlier version stays as it is');
  }
}

/** Rejects modules that do not fit together with a SettingError, since it is whoever wrote the composition who can put that right. */
function composedSchema(modules: readonly SchemaModule[], federation: boolean): GraphQLSchema {
  try {
    return composeSchema(modules, { federation });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingError(`The modules of the composition do not fit together: ${why}`, { cause: error });
  }
}
