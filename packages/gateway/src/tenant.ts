import { join } from 'node:path';

import {
  type CompleteStore,
  type DocumentStore,
  type GatewayModule,
  type Job,
  type Logger,
  type Metrics,
  type OpenModule,
  type PictureStore,
  type Ports,
  type Route,
} from '@clipgraph/contracts';
import { composeSchema, embedderSet, openKinds, UnknownTypesError, type SchemaModule } from '@clipgraph/module-kit';
import { imageFetcher, uploadFiles, type UploadFiles } from '@clipgraph/images';
import { keptPictures, pictures } from '@clipgraph/pictures';
import { completeStore } from '@clipgraph/store-kit';
import type { GraphQLSchema } from 'graphql';

import { assetUrls, type AssetUrls } from './asset-urls.ts';
import type { GatewayComposition, Part } from './composition.ts';
import type { GatewayConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import type { Inference } from './inference.ts';
import { checkDocumentStore, checkOpenModule, checkPictureStore, checkVectorStore, openStore } from './opened-parts.ts';
import { ofPart } from './part-failure.ts';
import { privateFolder } from './private-folder.ts';
import { secretsOf, serverSecret } from './server-secret.ts';
import type { SettingValues } from './setting-values.ts';
import { sweepUploads } from './sweep-uploads.ts';
import { tenantFolder } from './tenant-folder.ts';

interface OwnedJob {
  readonly job: Job;
  /** Whose it is, for messages. */
  readonly owner: string;
}

/** Everything of one tenant behind the HTTP shell: nothing in it knows that there are others. */
export interface Tenant {
  /** Undefined: what is reached without a key, or with one that belongs to no tenant. */
  readonly name: string | undefined;
  readonly schema: GraphQLSchema;
  /** As the modules see it. */
  readonly vectors: CompleteStore;
  readonly documents: DocumentStore;
  readonly imageFiles: PictureStore;
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
  /** Parts that could be in the composition. */
  readonly known: readonly Part[];
  readonly inference: Inference;
  readonly origin: () => string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Of the memory that caches may take. */
  readonly memoryShare: number;
}

/** Nothing stays open when it rejects. */
export async function openTenant(options: TenantOptions): Promise<Tenant> {
  const { composition, valuesOf, config, name, inference, origin, logger, memoryShare } = options;
  const { limits } = config;
  const dataDir = tenantFolder(config.dataDir, name);
  await privateFolder(dataDir);
  // Signs cursors and the addresses of pictures: a tenant's own, so that another one's are refused.
  const secret = await serverSecret(dataDir);
  const urls = assetUrls(secret, origin);
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    // One that fails keeps no other open.
    for (const closeOne of closers.toReversed()) {
      await closeOne().catch((err: unknown) => logger.error({ err }, 'a part could not be closed'));
    }
  };
  try {
    const host = { dataDir, tenant: name, logger };
    const { vectors: vectorsPlugin, documents: documentsPlugin, pictures: picturesPlugin } = composition;
    const opened = await openStore(vectorsPlugin, () => vectorsPlugin.open(host, valuesOf(vectorsPlugin)), checkVectorStore);
    let closeStore = (): Promise<void> => opened.close();
    closers.push(() => closeStore());
    const stored = completeStore(opened);
    let vectors = stored;
    // What a module put before the store closes the store too.
    closeStore = () => vectors.close();
    const documents = await openStore(documentsPlugin, () => documentsPlugin.open(host, valuesOf(documentsPlugin)), checkDocumentStore);
    closers.push(() => documents.close());
    await ofPart(`The store ${documentsPlugin.name} cannot be brought to the kinds of the modules`, () =>
      openDocuments(documents, composition.modules, logger),
    );
    const files = await openStore(picturesPlugin, () => picturesPlugin.open(host, valuesOf(picturesPlugin)), checkPictureStore);
    const uploads = uploadFiles({
      dir: join(dataDir, 'uploads'),
      maxBytes: limits.imageBytes,
      maxTotalBytes: limits.uploadsBytes,
      ttlMs: limits.uploadTtlMs,
    });
    const fetcher = imageFetcher({ allowHosts: config.fetchAllow, maxBytes: limits.imageBytes, deadlineMs: limits.fetchDeadlineMs });
    closers.push(() => fetcher.close());
    const images = pictures({
      files,
      kept: keptPictures({ store: stored, files, logger }),
      // Asked for when a picture is read, since a module may still put something before the store.
      store: { collection: (name) => vectors.collection(name), get: (name, keys) => vectors.get(name, keys) },
      uploads,
      fetcher,
      maxBytes: limits.imageBytes,
      url: urls.url,
    });
    let ports: Ports = {
      embedders: embedderSet(inference.embedders),
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
      const before = ports;
      const provided = await ofPart(`The module ${module.name} cannot provide its ports`, () => module.provide?.(before, valuesOf(module)));
      ports = { ...ports, ...provided };
      vectors = ports.vectors;
    }
    const open: (OpenModule & SchemaModule)[] = [];
    for (const module of composition.modules) {
      const { name: moduleName, typeDefs = '', entities = [] } = module;
      const given = ports;
      const opened = await ofPart(`The module ${moduleName} cannot be opened`, () => module.open(given, valuesOf(module)));
      checkOpenModule(moduleName, opened);
      if (opened.close) closers.push(async () => opened.close!());
      open.push({ ...opened, name: moduleName, typeDefs, entities, resolvers: (opened.resolvers ?? {}) as SchemaModule['resolvers'] });
    }
    const jobs: readonly OwnedJob[] = [
      { job: sweepUploads(uploads, logger), owner: 'the gateway' },
      ...open.flatMap(({ name: owner, jobs: own = [] }) => own.map((job) => ({ job, owner: `the module ${owner}` }))),
    ];
    const started: OwnedJob[] = [];
    return {
      name,
      schema: composedSchema(open, config.federation, options.known),
      vectors,
      documents,
      imageFiles: files,
      uploads,
      urls,
      routes: open.flatMap((module) => module.routes ?? []),
      notes: open.flatMap((module) => module.notes ?? []),
      async startJobs() {
        for (const one of jobs) {
          started.push(one);
          await ofPart(`The job ${one.job.name} of ${one.owner} cannot start`, () => one.job.start());
        }
      },
      async stopJobs() {
        for (const { job, owner } of started.splice(0).toReversed()) {
          try {
            await job.stop();
          } catch (err) {
            // The others are to come to a point where they can go on later.
            logger.error({ err, job: job.name, owner }, 'a job could not be stopped');
          }
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Brings what the modules keep to their indexes and versions; a document that cannot be upgraded stays, and is told of. */
async function openDocuments(documents: DocumentStore, modules: readonly GatewayModule[], logger: Logger): Promise<void> {
  const kinds = modules.flatMap(({ kinds = {} }) => Object.values(kinds));
  for (const { kind, upgraded, failures } of await openKinds(documents, kinds)) {
    logger.info({ kind, upgraded }, 'documents of an earlier version were upgraded');
    for (const err of failures) logger.error({ err, kind }, 'a document of an earlier version stays as it is');
  }
}

/** Rejects modules that do not fit together with a ConfigError, since it is whoever wrote the composition who can put that right. */
function composedSchema(modules: readonly SchemaModule[], federation: boolean, known: readonly Part[]): GraphQLSchema {
  try {
    return composeSchema(modules, { federation });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const hint = error instanceof UnknownTypesError ? whoDefines(error.types, known) : '';
    throw new ConfigError(`The modules of the composition do not fit together: ${why}${hint}`, { cause: error });
  }
}

/** Which of the modules that could be in the composition have these types. */
function whoDefines(types: readonly string[], known: readonly Part[]): string {
  const defines = (type: string): Part | undefined =>
    known.find(({ typeDefs = '' }) => new RegExp(`^\\s*(?:type|input|enum|union|interface|scalar) ${type}\\b`, 'm').test(typeDefs));
  return types
    .map((type) => ({ type, by: defines(type) }))
    .flatMap(({ type, by }) => (by ? [` ${type} is of ${by.name}.`] : []))
    .join('');
}
