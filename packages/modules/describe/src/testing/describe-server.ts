import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openSqliteDocuments } from '@clipgraph/documents-sqlite';
import { composeSchema, costMeter, embedderSet, type RequestContext, type SchemaModule } from '@clipgraph/module-kit';
import { isPluginError, type DocumentStore, type Embedder, type ImageReader, type VectorStore } from '@clipgraph/contracts';
import { sqliteStore } from '@clipgraph/store-sqlite';
import { asPicture, colourPicture } from '@clipgraph/testing';
import { graphql, type GraphQLSchema } from 'graphql';

import type { DescribeModuleOptions } from '../describe-module-options.ts';
import { describeModule } from '../describe-module.ts';

const images: ImageReader = {
  read: async (image) => {
    if (image.kind === 'base64') return asPicture(Buffer.from(image.base64, 'base64'));
    throw new Error('These tests send base64 only.');
  },
};

/** The type that the module `embed` owns, as far as these tests look at it. */
const model: SchemaModule = { name: 'model', typeDefs: 'type Model { name: String! }', resolvers: {} };

/** Real stores in a temporary folder. */
export interface DescribeStorage {
  readonly documents: DocumentStore;
  readonly store: VectorStore;
  close(): Promise<void>;
}

export async function describeStorage(): Promise<DescribeStorage> {
  const folder = await mkdtemp(join(tmpdir(), 'clipgraph-describe-'));
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
  { documents, store }: DescribeStorage,
  embedders: readonly [Embedder, ...Embedder[]],
  more: Pick<DescribeModuleOptions, 'keptHeads' | 'onProgress'> = {},
): GraphQLSchema {
  return composeSchema([model, describeModule({ embedders: embedderSet(embedders), images, documents, store, ...more })]);
}

export interface Asked {
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the query asks for
  readonly data: any;
  /** Those of the plugin errors where there are. */
  readonly codes: readonly unknown[] | undefined;
  readonly messages: readonly string[] | undefined;
  readonly cost: number;
}

/** Sends a query as a request of its own. */
export async function ask(
  schema: GraphQLSchema,
  source: string,
  variableValues: Record<string, unknown>,
  { limit = 1e9, signal = new AbortController().signal }: { readonly limit?: number; readonly signal?: AbortSignal } = {},
): Promise<Asked> {
  const cost = costMeter(limit);
  const contextValue: RequestContext = { requestId: 'test', signal, cost };
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  const codes = errors?.map(({ originalError: error, extensions }) => (isPluginError(error) ? error.code : extensions['code']));
  return { data: data && JSON.parse(JSON.stringify(data)), codes, messages: errors?.map(({ message }) => message), cost: cost.charged };
}

export async function picture(colour: string): Promise<{ base64: string }> {
  return { base64: Buffer.from(await colourPicture(colour)).toString('base64') };
}
