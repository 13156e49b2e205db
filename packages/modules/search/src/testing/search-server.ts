import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { batched } from '@clipgraph/batching';
import { composeSchema, costMeter, embedderSet, publicError, type SchemaModule } from '@clipgraph/module-kit';
import {
  invalidInput,
  isPluginError,
  type CompleteStore,
  type Embedder,
  type ImageReader,
  type Picture,
  type VectorStore,
} from '@clipgraph/contracts';
import { assetPicture, keptPictures } from '@clipgraph/pictures';
import { completeStore } from '@clipgraph/store-kit';
import { sqliteStore } from '@clipgraph/store-sqlite';
import { asPicture, fakeEncoder, memoryPictures, type FakeEncoder, type MemoryPictures } from '@clipgraph/testing';
import { graphql, type GraphQLError } from 'graphql';

import { searchModule, type SearchLimits } from '../index.ts';

/** What module-embed owns of the schema, as far as module-search points to it. */
const modelModule: SchemaModule = {
  name: 'models',
  typeDefs: /* GraphQL */ `
    enum Modality {
      IMAGE
      TEXT
    }
    type Model {
      name: String!
      dimensions: Int!
    }
  `,
  resolvers: {},
};

/** Reads base64 and pictures of assets; nothing is fetched or uploaded here. */
function smallImageReader(pictureOf: (assetId: string) => Promise<Picture>): ImageReader {
  return {
    async read(image, { signal } = {}) {
      signal?.throwIfAborted();
      if (image.kind === 'base64') return asPicture(Buffer.from(image.base64, 'base64'));
      if (image.kind === 'asset') return pictureOf(image.assetId);
      throw invalidInput('FETCH_REFUSED', 'Nothing is fetched here.');
    },
  };
}

export interface SearchServerOptions {
  /** The first is the default model. */
  readonly encoders?: readonly [FakeEncoder, ...FakeEncoder[]];
  readonly limits?: Partial<SearchLimits>;
  readonly cursorSecret?: Uint8Array;
  /** Stands between the module and the store, for example to fail or to count. */
  readonly around?: (store: CompleteStore) => CompleteStore;
  /** Opens another store than SQLite's. */
  readonly openStore?: () => Promise<VectorStore>;
  /** Opens this data instead of a fresh folder; it stays when the server closes. */
  readonly path?: string;
}

export interface Answer {
  // Tests look into answers of any query; their shape is asserted, not typed.
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the query asks for
  readonly data: any;
  /** As a client sees them. */
  readonly errors: readonly { readonly message: string; readonly code: unknown }[];
  readonly cost: number;
}

export interface SearchServer extends AsyncDisposable {
  readonly store: CompleteStore;
  readonly imageFiles: MemoryPictures;
  ask(query: string, variables?: Record<string, unknown>, options?: { signal?: AbortSignal; costLimit?: number }): Promise<Answer>;
}

/** The module with real parts around it: fake encoders behind the real embedder, SQLite in a folder of its own. */
export async function searchServer(options: SearchServerOptions = {}): Promise<SearchServer> {
  const { encoders = [fakeEncoder()], cursorSecret = Buffer.alloc(32, 7), around = (store) => store } = options;
  const path = options.path ?? (await mkdtemp(join(tmpdir(), 'module-search-')));
  const { openStore = () => sqliteStore({ path, synchronous: 'normal' }) } = options;
  const opened = completeStore(await openStore());
  const store = around(opened);
  const [first, ...others] = encoders;
  const embedders: [Embedder, ...Embedder[]] = [batched(first), ...others.map((encoder) => batched(encoder))];
  const imageFiles = memoryPictures();
  const modules = [
    modelModule,
    searchModule({
      embedders: embedderSet(embedders),
      store,
      images: smallImageReader(assetPicture({ store, files: imageFiles })),
      pictures: keptPictures({ store, files: imageFiles, logger: { error: () => {} } }),
      imageUrl: (imageId, size) => `http://pictures.example/${imageId}/${size ?? 'full'}`,
      cursorSecret,
      ...(options.limits ? { limits: options.limits } : {}),
    }),
  ];
  const schema = composeSchema(modules, { federation: true });
  return {
    store,
    imageFiles,
    async ask(source, variableValues = {}, { signal = new AbortController().signal, costLimit = 1_000_000 } = {}) {
      const cost = costMeter(costLimit);
      const contextValue = { requestId: 'test', signal, cost };
      const { data, errors = [] } = await graphql({ schema, source, variableValues, contextValue });
      return { data: data as unknown, errors: errors.map(asClientSees), cost: cost.charged };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(embedders.map((embedder) => embedder.close()));
      await opened.close();
      if (options.path === undefined) await rm(path, { recursive: true });
    },
  };
}

function asClientSees(error: GraphQLError): { message: string; code: unknown } {
  const { originalError } = error;
  const shown = isPluginError(originalError) ? publicError(originalError) : error;
  return { message: shown.message, code: shown.extensions['code'] };
}

/** A picture as GraphQL input. */
export function base64Image(bytes: Uint8Array): { base64: string } {
  return { base64: Buffer.from(bytes).toString('base64') };
}
