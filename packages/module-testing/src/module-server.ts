import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CONTRACT, definePlugin, type Encoder, type EncoderPlugin, type GatewayModule } from '@clipgraph/contracts';
import { sqliteDocuments } from '@clipgraph/documents-sqlite';
import { defaultLimits, startGateway, type Gateway, type GatewayComposition, type GatewayConfig } from '@clipgraph/gateway';
import { pictureFolder } from '@clipgraph/pictures-folder';
import { sqliteVectors } from '@clipgraph/store-sqlite';
import { fakeEncoder } from '@clipgraph/testing';

export interface ModuleServerOptions {
  readonly modules: readonly GatewayModule[];
  /** Opened for each start. Default: one fake encoder. */
  readonly encoders?: () => readonly Encoder[];
  /** Goes before the embedded stores in a folder of its own. */
  readonly parts?: Partial<Omit<GatewayComposition, 'modules' | 'encoders'>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Partial<Omit<GatewayConfig, 'limits'>>;
  readonly limits?: Partial<GatewayConfig['limits']>;
}

export interface ModuleAnswer {
  readonly status: number;
  // Tests look into answers of any query; their shape is asserted, not typed.
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the query asks for
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string } & Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: { readonly cost?: { readonly charged: number } };
}

/** A real gateway on a port of its own, around the modules that are tested. */
export interface ModuleServer extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  /** With the first of its keys, if it has any, or another one. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>, key?: string): Promise<ModuleAnswer>;
  /** Another address of it, with the key. */
  fetch(path: string, init?: RequestInit, key?: string): Promise<Response>;
  /** Closes it and starts it again over the same data. */
  restart(): Promise<void>;
}

/**
 * Starts the modules in a gateway with real parts around them: embedded stores in a new folder, a folder of pictures, the
 * reader of pictures, HTTP; only the encoder is the fake one, whose vectors are real too. Disposing of it deletes the folder.
 *
 * @example
 * await using server = await moduleServer({ modules: [hello()] });
 * expect((await server.ask('{ hello }')).data).toEqual({ hello: 'Hello.' });
 */
export async function moduleServer(options: ModuleServerOptions): Promise<ModuleServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-module-'));
  const composition: GatewayComposition = {
    encoders: [encoderPlugin(options.encoders ?? (() => [fakeEncoder()]))],
    vectors: sqliteVectors(),
    documents: sqliteDocuments(),
    pictures: pictureFolder(),
    ...options.parts,
    modules: options.modules,
  };
  const start = (): Promise<Gateway> =>
    startGateway({
      composition,
      env: options.env ?? {},
      config: {
        port: 0,
        logLevel: 'silent',
        vectorCacheBytes: 0,
        dataDir,
        ...options.config,
        limits: { ...defaultLimits, ...options.limits },
      },
    });
  let gateway: Gateway;
  try {
    gateway = await start();
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
  const firstKey = options.config?.apiKeys?.[0]?.key;
  const ask = (path: string, init: RequestInit = {}, key: string | undefined = firstKey): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
    return fetch(`${gateway.url}${path}`, { ...init, headers });
  };
  return {
    get url() {
      return gateway.url;
    },
    dataDir,
    async ask(query, variables, key) {
      const body = JSON.stringify({ query, variables });
      const response = await ask('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body }, key);
      return { status: response.status, ...((await response.json()) as Omit<ModuleAnswer, 'status'>) };
    },
    fetch: ask,
    async restart() {
      await gateway.close();
      gateway = await start();
    },
    async [Symbol.asyncDispose]() {
      await gateway.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function encoderPlugin(open: () => readonly Encoder[]): EncoderPlugin {
  return definePlugin({ contract: CONTRACT, name: 'encoders of a test', open: async () => open() });
}
