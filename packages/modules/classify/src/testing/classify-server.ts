import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openSqliteDocuments } from '@clipgraph/documents-sqlite';
import { composeSchema, costMeter, embedderSet, type RequestContext, type SchemaModule } from '@clipgraph/module-kit';
import {
  invalidInput,
  isPluginError,
  PluginError,
  type DocumentStore,
  type Embedder,
  type ImageReader,
  type ReviewReader,
  type VectorStore,
} from '@clipgraph/contracts';
import { sqliteStore } from '@clipgraph/store-sqlite';
import { asPicture, colourPicture } from '@clipgraph/testing';
import { graphql, type GraphQLSchema } from 'graphql';

import { classifyModule } from '../classify-module.ts';

/** Reads base64, and knows one address, which cannot be reached. */
const images: ImageReader = {
  read: async (image) => {
    if (image.kind === 'base64') return asPicture(Buffer.from(image.base64, 'base64'));
    if (image.kind === 'upload') throw new PluginError('UNAVAILABLE', 'The uploads are gone.');
    throw invalidInput('FETCH_FAILED', 'The image could not be fetched.');
  },
};

/** The type that the module `embed` owns, as far as these tests look at it. */
const model: SchemaModule = { name: 'model', typeDefs: 'type Model { name: String! }', resolvers: {} };

/** Real stores in a temporary folder. */
export interface ClassifyStorage {
  readonly documents: DocumentStore;
  readonly store: VectorStore;
  close(): Promise<void>;
}

export async function classifyStorage(): Promise<ClassifyStorage> {
  const folder = await mkdtemp(join(tmpdir(), 'clipgraph-classify-'));
  const documents = await openSqliteDocuments({ path: join(folder, 'documents') });
  const store = await sqliteStore({ path: join(folder, 'store') });
  return {
    documents,
    store,
    async close() {
      await documents.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The module with nothing but what it needs. */
export function schemaOver(
  { documents, store }: ClassifyStorage,
  embedders: readonly [Embedder, ...Embedder[]],
  reviews?: ReviewReader,
): GraphQLSchema {
  return composeSchema([model, classifyModule({ embedders: embedderSet(embedders), images, documents, store, reviews })]);
}

export interface Asked {
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the query asks for
  readonly data: any;
  readonly codes: readonly unknown[] | undefined;
  readonly messages: readonly string[] | undefined;
  readonly cost: number;
}

/** Sends a query as a request of its own; `codes` are those of the plugin errors where there are. */
export async function ask(
  schema: GraphQLSchema,
  source: string,
  variableValues: Record<string, unknown>,
  limit = 1e9,
  signal: AbortSignal = new AbortController().signal,
): Promise<Asked> {
  const cost = costMeter(limit);
  const contextValue: RequestContext = { requestId: 'test', signal, cost };
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  const codes = errors?.map(({ originalError: error, extensions }) => (isPluginError(error) ? error.code : extensions['code']));
  return { data: data && JSON.parse(JSON.stringify(data)), codes, messages: errors?.map(({ message }) => message), cost: cost.charged };
}

export function inline(bytes: Uint8Array): { base64: string } {
  return { base64: Buffer.from(bytes).toString('base64') };
}

export async function picture(colour: string): Promise<{ base64: string }> {
  return inline(await colourPicture(colour));
}
