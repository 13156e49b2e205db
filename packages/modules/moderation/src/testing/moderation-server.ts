import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { batched } from '@clipgraph/batching';
import { openSqliteDocuments } from '@clipgraph/documents-sqlite';
import { composeSchema, costMeter, embedderSet, publicError, type SchemaModule } from '@clipgraph/module-kit';
import { readSettings } from '@clipgraph/settings-kit';
import { imageDecoder, readPicture } from '@clipgraph/images';
import {
  invalidInput,
  isPluginError,
  type Clock,
  type DocumentStore,
  type Logger,
  type OpenModule,
  type Ports,
  type RequestContext,
  type VectorStore,
} from '@clipgraph/contracts';
import { sqliteStore } from '@clipgraph/store-sqlite';
import { asPicture, colourPicture, fakeEncoder, type FakeEncoder } from '@clipgraph/testing';
import { graphql, type GraphQLError } from 'graphql';

import { moderation, type ModerationOptions } from '../index.ts';
import type { ModerationPorts } from '../open-moderation.ts';
import { moderationSettings } from '../settings.ts';
import { recordedMetrics, type RecordedMetrics } from './recorded-metrics.ts';

export const systemClock: Clock = { now: () => new Date() };
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

const { perceptualHash } = imageDecoder();
const MAX_PICTURE_BYTES = 20 * 1024 * 1024;

/** Two kinds of images in hand; assets have the colour of their id. */
const pictures: Pick<Ports['pictures'], 'read' | 'from' | 'perceptualHash'> = {
  perceptualHash,
  async read(image, { signal } = {}) {
    signal?.throwIfAborted();
    if (image.kind === 'base64') return asPicture(Buffer.from(image.base64, 'base64'));
    if (image.kind === 'asset') return asPicture(await colourPicture(image.assetId));
    throw invalidInput('FETCH_REFUSED', 'Nothing is fetched here.');
  },
  from: (content, { signal } = {}) => readPicture(content, { maxBytes: MAX_PICTURE_BYTES, signal }),
};

export interface Answer {
  // Tests look into answers of any query; their shape is asserted, not typed.
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the query asks for
  readonly data: any;
  /** As a client sees them. */
  readonly errors: readonly { readonly message: string; readonly code: unknown }[];
  readonly cost: number;
}

export interface ModerationServer extends AsyncDisposable {
  readonly documents: DocumentStore;
  readonly store: VectorStore;
  readonly opened: OpenModule;
  readonly ports: ModerationPorts;
  readonly metrics: RecordedMetrics;
  ask(query: string, variables?: Record<string, unknown>, options?: { signal?: AbortSignal; keyName?: string }): Promise<Answer>;
}

export interface ModerationServerOptions extends ModerationOptions {
  readonly encoder?: FakeEncoder;
  readonly around?: (documents: DocumentStore) => DocumentStore;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly tenant?: string;
}

/** The module with real parts around it: a fake encoder behind the real embedder, SQLite in a folder of its own. */
export async function moderationServer(options: ModerationServerOptions = {}): Promise<ModerationServer> {
  const { encoder = fakeEncoder(), around, clock = systemClock, logger = silentLogger, tenant, ...moderationOptions } = options;
  const path = await mkdtemp(join(tmpdir(), 'module-moderation-'));
  const opened = await openSqliteDocuments({ path });
  const embedder = batched(encoder);
  const documents = around?.(opened) ?? opened;
  const store = await sqliteStore({ path: join(path, 'store') });
  const metrics = recordedMetrics();
  const ports: ModerationPorts = {
    embedders: embedderSet([embedder]),
    pictures: pictures as Ports['pictures'],
    vectors: store,
    documents,
    logger,
    metrics,
    clock,
    secrets: { derive: (purpose) => Buffer.alloc(32, purpose) },
    tenant,
    memoryShare: 1,
  };
  const module = moderation(moderationOptions);
  const atWork = await module.open(ports as Ports, readSettings(moderationSettings(moderationOptions), {}));
  for (const job of atWork.jobs ?? []) await job.start();
  const schema = composeSchema([{ ...atWork, name: module.name, typeDefs: module.typeDefs! } as SchemaModule]);
  return {
    documents,
    store,
    opened: atWork,
    ports,
    metrics,
    async ask(source, variableValues = {}, { signal, keyName } = {}) {
      const contextValue = requestContext({ signal, keyName });
      const { data, errors = [] } = await graphql({ schema, source, variableValues, contextValue });
      return {
        data: JSON.parse(JSON.stringify(data ?? null)) as unknown,
        errors: errors.map(asClientSees),
        cost: contextValue.cost.charged,
      };
    },
    async [Symbol.asyncDispose]() {
      for (const job of atWork.jobs ?? []) await job.stop();
      await embedder.close();
      await opened.close();
      await store.close();
      await rm(path, { recursive: true });
    },
  };
}

/** The facts of one request. */
export function requestContext({
  signal = new AbortController().signal,
  keyName,
}: { readonly signal?: AbortSignal | undefined; readonly keyName?: string | undefined } = {}): RequestContext {
  return { requestId: 'test', signal, cost: costMeter(1_000_000), keyName };
}

function asClientSees(error: GraphQLError): { message: string; code: unknown } {
  const { originalError } = error;
  const shown = isPluginError(originalError) ? publicError(originalError) : error;
  return { message: shown.message, code: shown.extensions['code'] };
}
