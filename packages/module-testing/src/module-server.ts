import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  CONTRACT,
  defineModule,
  definePlugin,
  type Encoder,
  type EncoderPlugin,
  type GatewayModule,
  type Metrics,
  type Ports,
} from '@clipgraph/contracts';
import { sqliteDocuments } from '@clipgraph/documents-sqlite';
import {
  defaultLimits,
  startGateway,
  type Gateway,
  type GatewayComposition,
  type GatewayConfig,
  type GatewayOptions,
} from '@clipgraph/gateway';
import { pictureFolder } from '@clipgraph/pictures-folder';
import { sqliteVectors } from '@clipgraph/store-sqlite';
import { fakeEncoder } from '@clipgraph/testing';

import { answerOf, type ModuleAnswer } from './module-answer.ts';

export interface ModuleServerOptions {
  readonly modules: readonly GatewayModule[];
  /** Opened for each start. Default: one fake encoder. */
  readonly encoders?: () => readonly Encoder[];
  /** Goes before the embedded stores in a folder of its own. */
  readonly parts?: Partial<Omit<GatewayComposition, 'modules' | 'encoders'>>;
  /**
   * What the modules are given in place of the gateway's own ports, for each tenant: a clock that a test sets, a logger that
   * keeps what it is told, a store around the store.
   */
  readonly ports?: (ports: Ports) => Partial<Ports>;
  /** API keys by their names, the first the one that asks unless told. None: the server is open. */
  readonly keys?: Readonly<Record<string, ModuleServerKey>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Partial<Omit<GatewayConfig, 'limits'>>;
  readonly limits?: Partial<GatewayConfig['limits']>;
  /** What the gateway itself logs to. Default: nothing. */
  readonly logger?: GatewayOptions['logger'];
}

export interface ModuleServerKey {
  readonly tenant?: string;
  /** Points that one operation may cost, where that is not what others may. */
  readonly operationCost?: number;
}

export interface ModuleServerAsk {
  /** Of one of its `keys`. */
  readonly keyName?: string | undefined;
  /** The caller leaves when it aborts; the call rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A real gateway on a port of its own, around the modules that are tested. */
export interface ModuleServer extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  /** What the modules are given, of those who belong to no tenant: for assertions about what they keep. */
  readonly ports: Ports;
  /** A query as a client sends it. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>, options?: ModuleServerAsk): Promise<ModuleAnswer>;
  /** Another address of it, with the key. */
  fetch(path: string, init?: RequestInit, keyName?: string): Promise<Response>;
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
  const { encoders = () => [fakeEncoder()], keys = {}, ports = () => ({}) } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-module-'));
  const given = new Map<string | undefined, Ports>();
  const composition: GatewayComposition = {
    encoders: [encoderPlugin(encoders)],
    vectors: sqliteVectors(),
    documents: sqliteDocuments(),
    pictures: pictureFolder(),
    ...options.parts,
    modules: [beforeTheModules(ports, given), ...options.modules],
  };
  const apiKeys = Object.entries(keys).map(([name, key]) => ({ ...key, name, key: secretOf(name) }));
  const start = (): Promise<Gateway> =>
    startGateway({
      composition,
      env: options.env ?? {},
      ...(options.logger && { logger: options.logger }),
      config: {
        port: 0,
        logLevel: 'silent',
        vectorCacheBytes: 0,
        dataDir,
        apiKeys,
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
  const send = (path: string, init: RequestInit = {}, keyName: string | undefined = apiKeys[0]?.name): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (keyName !== undefined) headers.set('authorization', `Bearer ${secretOf(keyName)}`);
    return fetch(`${gateway.url}${path}`, { ...init, headers });
  };
  return {
    get url() {
      return gateway.url;
    },
    dataDir,
    get ports() {
      return given.get(undefined)!;
    },
    async ask(query, variables, { keyName, signal } = {}) {
      const body = JSON.stringify({ query, variables });
      const headers = { 'content-type': 'application/json' };
      return answerOf(await send('/graphql', { method: 'POST', headers, body, ...(signal && { signal }) }, keyName));
    },
    fetch: send,
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

/** Nobody reads them: the server's metrics belong to the module that it opened, and a test may open another one with its ports. */
const unread: Metrics = {
  counter: () => ({ add: () => undefined }),
  gauge: () => ({ set: () => undefined }),
  histogram: () => ({ observe: () => undefined }),
};

/** Stands before the tested modules, gives them the test's ports and keeps what they were given. */
function beforeTheModules(ports: (given: Ports) => Partial<Ports>, kept: Map<string | undefined, Ports>): GatewayModule {
  return defineModule({
    contract: CONTRACT,
    name: 'ports-of-a-test',
    provide: ports,
    open: (given) => {
      kept.set(given.tenant, { ...given, metrics: unread });
      return {};
    },
  });
}

/** The secret part of the key of this name. */
function secretOf(keyName: string): string {
  return `a-key-for-the-tests-of-modules-${keyName}`;
}
