import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { batched } from '@clipgraph/batching';
import { sqliteDocuments } from '@clipgraph/documents-sqlite';
import { composeSchema, costMeter, embedderSet, publicError } from '@clipgraph/module-kit';
import { imageDecoder } from '@clipgraph/images';
import { invalidInput, isPluginError, type DocumentStore, type ImageReader, type VectorStore } from '@clipgraph/contracts';
import { sqliteStore } from '@clipgraph/store-sqlite';
import { asPicture, colourPicture, fakeEncoder, type FakeEncoder } from '@clipgraph/testing';
import { graphql, type GraphQLError } from 'graphql';

import { moderationModule, verdictWebhook, type WebhookOptions } from '../index.ts';

const images: ImageReader = {
  async read(image, { signal } = {}) {
    signal?.throwIfAborted();
    if (image.kind === 'base64') return asPicture(Buffer.from(image.base64, 'base64'));
    if (image.kind === 'asset') return asPicture(await colourPicture(image.assetId));
    throw invalidInput('FETCH_REFUSED', 'Nothing is fetched here.');
  },
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
  ask(query: string, variables?: Record<string, unknown>, options?: { signal?: AbortSignal; keyName?: string }): Promise<Answer>;
}

/** The module with real parts around it: a fake encoder behind the real embedder, SQLite in a folder of its own. */
export async function moderationServer(
  options: {
    readonly encoder?: FakeEncoder;
    readonly around?: (documents: DocumentStore) => DocumentStore;
    readonly webhook?: Omit<WebhookOptions, 'documents'>;
    readonly keepReviewVectors?: boolean;
  } = {},
): Promise<ModerationServer> {
  const path = await mkdtemp(join(tmpdir(), 'module-moderation-'));
  const opened = await sqliteDocuments({ path });
  const embedder = batched(options.encoder ?? fakeEncoder());
  const documents = options.around?.(opened) ?? opened;
  const webhook = options.webhook && verdictWebhook({ documents, ...options.webhook });
  const embedders = embedderSet([embedder]);
  const { perceptualHash } = imageDecoder();
  const store = await sqliteStore({ path: join(path, 'store') });
  const module = moderationModule({
    embedders,
    images,
    perceptualHash,
    store,
    documents,
    cursorSecret: Buffer.alloc(32, 7),
    webhook,
    keepReviewVectors: options.keepReviewVectors,
  });
  const schema = composeSchema([module]);
  return {
    documents,
    store,
    async ask(source, variableValues = {}, { signal = new AbortController().signal, keyName } = {}) {
      const cost = costMeter(1_000_000);
      const contextValue = { requestId: 'test', signal, cost, keyName };
      const { data, errors = [] } = await graphql({ schema, source, variableValues, contextValue });
      return { data: JSON.parse(JSON.stringify(data ?? null)) as unknown, errors: errors.map(asClientSees), cost: cost.charged };
    },
    async [Symbol.asyncDispose]() {
      await webhook?.close();
      await embedder.close();
      await opened.close();
      await store.close();
      await rm(path, { recursive: true });
    },
  };
}

function asClientSees(error: GraphQLError): { message: string; code: unknown } {
  const { originalError } = error;
  const shown = isPluginError(originalError) ? publicError(originalError) : error;
  return { message: shown.message, code: shown.extensions['code'] };
}
