import { join } from 'node:path';

import {
  checkDocumentsContract,
  type CompleteStore,
  type DocumentStore,
  type Embedder,
  type GatewayModule,
  isPlaceName,
  type Job,
  type Logger,
  type Metrics,
  type OpenModule,
  type PictureStore,
  type Ports,
  SettingError,
} from '@clipgraph/contracts';
import { composeSchema, embedderSet, openKinds, reportUnreadable, type SchemaModule } from '@clipgraph/module-kit';
import { heldPictures, imageFetcher, uploadFiles, type ByteBudget, type HeldPictures, type UploadFiles } from '@clipgraph/images';
import { keptPictures, pictures } from '@clipgraph/pictures';
import { completeStore } from '@clipgraph/store-kit';
import type { GraphQLSchema } from 'graphql';

import { assetUrls, type AssetUrls } from './asset-urls.ts';
import { closeAll } from './close-all.ts';
import type { GatewayComposition } from './composition.ts';
import type { GatewayConfig } from './config.ts';
import type { GatewayEmbedders, Inference } from './inference.ts';
import type { MetricOwners } from './metric-owners.ts';
import type { OwnedRoute } from './module-routes.ts';
import { closeIfThere, privateFolder } from './private-folder.ts';
import { providedPorts } from './provided-ports.ts';
import { renditionFiles, type RenditionFiles } from './rendition-files.ts';
import { requestHolder } from './request-holder.ts';
import { runJobs } from './run-jobs.ts';
import { secretsOf, serverSecret } from './server-secret.ts';
import type { SettingValues } from './setting-values.ts';
import { sweepPictures } from './sweep-pictures.ts';
import { sweepUploads } from './sweep-uploads.ts';
import { tenantFolder } from './tenant-folder.ts';
import { unreadableReport } from './unreadable-report.ts';

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
  readonly routes: readonly OwnedRoute[];
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
  readonly owners: MetricOwners;
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
  const close = (): Promise<void> => closeAll(closers.toReversed());
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
    const unreadable = unreadableReport({ logger, metrics: options.owners.of('the server', options.metrics), tenant: name });
    reportUnreadable(documents, unreadable);
    await openDocuments(documents, composition.modules, logger);
    const copies = await renditionFiles({ dir: join(dataDir, 'renditions'), maxBytes: limits.renditionsBytes });
    const originals = await composition.pictures.open(host, valuesOf(composition.pictures));
    const files = withCopies(originals, copies);
    const uploads = uploadFiles({
      dir: join(dataDir, 'uploads'),
      maxBytes: limits.imageBytes,
      maxTotalBytes: limits.uploadsBytes,
      ttlMs: limits.uploadTtlMs,
    });
    const fetcher = imageFetcher({ allowHosts: config.fetchAllow, maxBytes: limits.imageBytes, deadlineMs: limits.fetchDeadlineMs });
    closers.push(() => fetcher.close());
    const kept = keptPictures({ store: stored, files, logger });
    // Before what they look into.
    closers.push(() => kept.idle());
    const held = heldPictures({ budget, maxBytes: limits.imageBytes, holder: requestHolder });
    const images = pictures({
      files,
      held,
      caller: () => requestHolder()?.owner,
      kept,
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
      const given = { ...ports, metrics: options.owners.of(module.name, ports.metrics) };
      ports = providedPorts(ports, { module: module.name, given, answer: await module.provide?.(given, valuesOf(module)) });
      vectors = ports.vectors;
      reportUnreadable(ports.documents, unreadable);
    }
    await refuseBarePlaces(vectors);
    const open: (OpenModule & SchemaModule)[] = [];
    for (const module of composition.modules) {
      const { name: moduleName, typeDefs = '', entities = [] } = module;
      const opened = await module.open({ ...ports, metrics: options.owners.of(moduleName, ports.metrics) }, valuesOf(module));
      if (opened.close) closers.push(() => opened.close!());
      open.push({ ...opened, name: moduleName, typeDefs, entities, resolvers: (opened.resolvers ?? {}) as SchemaModule['resolvers'] });
    }
    const storeId = secretsOf(secret).derive(`vectors of ${composition.vectors.name} ${JSON.stringify(valuesOf(composition.vectors))}`);
    const leftovers = sweepPictures({ dataDir, storeId: Buffer.from(storeId).toString('hex'), store: stored, files, kept, logger });
    const jobs: readonly Job[] = [sweepUploads(uploads, logger), leftovers, ...open.flatMap((module) => module.jobs ?? [])];
    const running = runJobs(jobs, logger, name === undefined ? {} : { tenant: name });
    return {
      name,
      schema: composedSchema(open, config.federation),
      vectors,
      documents,
      imageFiles: files,
      renditionFiles: copies,
      uploads,
      urls,
      routes: open.flatMap(({ name: module, routes = [] }) => routes.map((route) => ({ route, module }))),
      notes: open.flatMap((module) => module.notes ?? []),
      startJobs: running.start,
      stopJobs: running.stop,
      close,
    };
  } catch (error) {
    await close().catch((err: unknown) => logger.error({ err }, 'what was open could not be closed'));
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

/**
 * Rejects where vectors are seen that stand for a collection of another name: the module that knows which one is not in the composition, and
 * without it a collection would be answered from the vectors of before, or be missing, and take writes that are lost when it is back.
 */
async function refuseBarePlaces(vectors: CompleteStore): Promise<void> {
  const places = (await vectors.collections()).map(({ name }) => name).filter(isPlaceName);
  if (places.length === 0) return;
  const what = `The store has ${places.length} ${places.length === 1 ? 'collection' : 'collections'} of a migration to another model (${places.slice(0, 3).join(', ')})`;
  throw new SettingError(`${what}, and no module that knows what they stand for. Add migration() to the modules of the composition.`);
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
