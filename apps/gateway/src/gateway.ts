import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Router } from 'express';
import { pino, type Logger } from 'pino';

import { apolloServer } from './apollo.ts';
import { openBackends, type Backends } from './backends.ts';
import { checkCollections } from './collections-check.ts';
import { ConfigError, readConfig, type GatewayConfig } from './config.ts';
import { ensureGallery } from './gallery.ts';
import { appRoutes, httpApp } from './http-app.ts';
import { gatewayMetrics } from './metrics.ts';

/** How long requests in flight may take to finish when the server closes. */
const DRAIN_MS = 10_000;

export interface Gateway {
  /** For example `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly config: GatewayConfig;
  /** Pictures that this start added to the sample gallery. */
  readonly galleryAdded: number;
  /** The default first. */
  readonly modelNames: readonly string[];
  /** Stops listening, lets requests in flight finish, then frees everything. Safe to call twice. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** Read from the environment when left out. */
  readonly config?: GatewayConfig;
  readonly logger?: Logger;
}

/**
 * Starts the server and answers once it is ready for traffic. Rejects with a ConfigError for settings that cannot
 * be used and for a port that is taken; nothing stays open then.
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const config = options.config ?? readConfig(process.env);
  // Logs go to stderr; stdout belongs to the people who start the server by hand.
  const logger = options.logger ?? pino({ level: config.logLevel, base: null }, pino.destination(2));
  const metrics = gatewayMetrics();
  let routes: Router | undefined;
  let backends: Backends | undefined;
  const ready = async (): Promise<void> => {
    if (!backends || !routes) throw new Error('The server is starting.');
    await backends.health();
  };

  const server = createServer(httpApp({ config, logger, metrics, routes: () => routes, ready }));
  await listen(server, config);
  const origin = originOf(server, config);
  try {
    const opened = await openBackends(config, { origin: () => config.publicUrl ?? origin, logger });
    backends = opened;
    const { embedders } = opened.inference;
    metrics.watchEmbedders(embedders);
    const servers = new Map(opened.all.map((backend) => [backend, apolloServer({ schema: backend.schema, config, logger })]));
    for (const apollo of servers.values()) await apollo.start();
    const galleryAdded = config.gallery ? await ensureGallery({ ...opened.open, embedders }) : 0;
    routes = appRoutes({ config, backends: opened, apolloOf: (backend) => servers.get(backend)! });
    await checkCollections(opened.all, embedders, logger);
    const models = embedders.map(({ model }) => ({ name: model.name, fingerprint: model.fingerprint }));
    logger.info({ models }, 'ready');

    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      routes = undefined;
      await closeServer(server);
      for (const apollo of servers.values()) await apollo.stop();
      await opened.close();
    };
    return { url: origin, config, galleryAdded, modelNames: models.map(({ name }) => name), close: () => (closing ??= close()) };
  } catch (error) {
    await closeServer(server);
    await backends?.close();
    throw error;
  }
}

async function listen(server: Server, { host, port }: GatewayConfig): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new ConfigError(
        `Port ${port} is taken, perhaps by another clipgraph. Stop that one, or choose another port: CLIPGRAPH_PORT=${port + 1} npm start`,
      );
    }
    if (code === 'EACCES') throw new ConfigError(`This user may not listen on port ${port}. Choose one above 1023 with CLIPGRAPH_PORT.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new ConfigError(`CLIPGRAPH_HOST is ${host}, which is no address of this machine.`);
    throw error;
  }
}

function originOf(server: Server, { host }: GatewayConfig): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const hurry = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(hurry);
}
