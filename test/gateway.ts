import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  clip,
  classify,
  describe,
  embed,
  gallery,
  migration,
  moderation,
  pictureFolder,
  qdrant,
  search,
  sqliteDocuments,
  sqliteVectors,
} from '@clipgraph/server';
import { defaultLimits, startGateway, type Gateway, type GatewayComposition, type GatewayConfig } from '@clipgraph/gateway';
import type { GatewayModule } from '@clipgraph/contracts';
import type { Logger } from 'pino';

/** What one caller can ask of a server. */
export interface TestCaller {
  query<Data>(query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer<Data>>;
  /** The data; throws when there are errors. */
  data<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
  upload(bytes: Uint8Array): Promise<string>;
}

/** A real server on a port of its own, with an empty data folder; asked with its first key, if it has any. */
export interface TestGateway extends TestCaller {
  readonly url: string;
  readonly config: GatewayConfig;
  /** Asks with another key. */
  as(key: string): TestCaller;
  /** Closes it and starts it again over the same data. */
  restart(): Promise<void>;
  /** Deletes the data, unless another server is to open it. */
  close(options?: { keepData?: boolean }): Promise<void>;
}

export interface GraphQLAnswer<Data> {
  readonly status: number;
  readonly data?: Data;
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions: { code: string; [name: string]: unknown } }[];
  readonly extensions?: { cost?: { charged: number; limit: number } };
}

/** What a test sets: of the server, of the bundled plugins and modules, or whole parts of the composition. */
interface TestOptions extends Partial<Omit<GatewayConfig, 'limits'>> {
  readonly limits?: Partial<GatewayConfig['limits']>;
  readonly models?: readonly string[];
  readonly modelsDir?: string;
  readonly qdrant?: Parameters<typeof qdrant>[0];
  readonly moderation?: Parameters<typeof moderation>[0];
  readonly gallery?: boolean;
  readonly parts?: Partial<Omit<GatewayComposition, 'modules'>>;
  /** Beside the bundled ones. */
  readonly modules?: readonly GatewayModule[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logger?: Logger;
}

export async function testGateway(options: TestOptions = {}): Promise<TestGateway> {
  const {
    limits,
    models = ['mini'],
    modelsDir,
    qdrant: qdrantOptions,
    moderation: moderationOptions,
    gallery: samples = false,
    parts,
    modules,
    env,
    logger,
    ...server
  } = options;
  const dataDir = server.dataDir ?? (await mkdtemp(join(tmpdir(), 'clipgraph-test-')));
  const composition: GatewayComposition = {
    encoders: [clip({ model: models, ...(modelsDir !== undefined && { modelsDir }) })],
    vectors: qdrantOptions ? qdrant(qdrantOptions) : sqliteVectors(),
    documents: sqliteDocuments(),
    pictures: pictureFolder(),
    ...parts,
    modules: [
      embed(),
      classify(),
      describe(),
      search(),
      moderation(moderationOptions),
      migration(),
      gallery({ samples }),
      ...(modules ?? []),
    ],
  };
  const config = { port: 0, logLevel: 'error', dataDir, ...server, limits: { ...defaultLimits, ...limits } } as const;
  const start = (): Promise<Gateway> => startGateway({ composition, env: env ?? {}, config, ...(logger && { logger }) });
  let gateway = await start();

  const as = (key: string | undefined): TestCaller => {
    const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const query = async <Data>(text: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer<Data>> => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify({ query: text, variables }),
      });
      return { status: response.status, ...((await response.json()) as Omit<GraphQLAnswer<Data>, 'status'>) };
    };
    return {
      query,
      async data<Data>(text: string, variables?: Record<string, unknown>) {
        const { data, errors } = await query<Data>(text, variables);
        if (errors || !data) throw new Error(errors?.map(({ message }) => message).join('\n') ?? 'No data.');
        return data;
      },
      async upload(bytes) {
        const response = await fetch(`${gateway.url}/uploads`, { method: 'POST', headers: authorization, body: Buffer.from(bytes) });
        const { uploadId } = (await response.json()) as { uploadId: string };
        return uploadId;
      },
    };
  };

  return {
    get url() {
      return gateway.url;
    },
    config: gateway.config,
    as,
    ...as(gateway.config.apiKeys[0]?.key),
    async restart() {
      await gateway.close();
      gateway = await start();
    },
    async close({ keepData = false } = {}) {
      await gateway.close();
      if (!keepData) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
