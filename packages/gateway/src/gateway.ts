import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { isSettingError } from '@clipgraph/contracts';
import type { Router } from 'express';
import { pino, type Logger } from 'pino';

import { answerBadConnections, refuseAddresses } from './answer-bad-connections.ts';
import { apolloServer } from './apollo.ts';
import { checkCollections } from './collections-check.ts';
import { closeAll } from './close-all.ts';
import { ConfigError, type GatewayConfig } from './config.ts';
import { appRoutes, httpApp } from './http-app.ts';
import { inFlight } from './in-flight.ts';
import { gatewayMetrics, OWN_PATHS } from './metrics.ts';
import { routeProblems } from './module-routes.ts';
import { readSettings, type SettingSources } from './read-settings.ts';
import { stopping } from './stopping.ts';
import { openTenants, type Tenants } from './tenants.ts';

/** For work that was told to end at the very end of the stop limit. */
const ENDING_MS = 2_000;

export interface Gateway {
  /** For example `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly config: GatewayConfig;
  /** What the modules say to whoever started it, a line each. */
  readonly notes: readonly string[];
  /** The default first. */
  readonly modelNames: readonly string[];
  /**
   * Says that it is not ready, for `stopLeadMs`; stops listening, lets requests in flight finish within `stopLimitMs`, then frees
   * everything. Safe to call twice. Rejects when a part does not close, after all others are.
   */
  close(): Promise<void>;
}

export interface GatewayOptions extends SettingSources {
  readonly logger?: Logger;
}

/**
 * Starts the server and answers once it is ready for traffic. Rejects with a ConfigError for settings and compositions
 * that cannot be used and for a port that is taken; nothing stays open then.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { composition, config, valuesOf } = readSettings(options);
  // Logs go to stderr; stdout belongs to the people who start the server by hand.
  const logger = options.logger ?? pino({ level: config.logLevel, base: null }, pino.destination(2));
  const metrics = gatewayMetrics();
  let routes: Router | undefined;
  let tenants: Tenants | undefined;
  const stop = stopping();
  const work = inFlight();
  const ready = async (): Promise<void> => {
    if (!tenants || !routes) throw new Error('The server is starting.');
    if (stop.begun) throw new Error('The server is stopping.');
    await tenants.health();
  };

  const server = createServer(refuseAddresses(httpApp({ config, logger, metrics, routes: () => routes, stopping: stop, ready })));
  answerBadConnections(server);
  await listen(server, config);
  const origin = originOf(server, config);
  try {
    const opened = await openTenants({ composition, valuesOf, config, origin: () => config.publicUrl ?? origin, logger, metrics });
    tenants = opened;
    const problems = routeProblems(opened.open.routes, OWN_PATHS);
    if (problems.length > 0) throw new ConfigError(problems.join('\n'));
    metrics.nameRoutes(opened.open.routes.map(({ route }) => route.path.replace(/\/:.*$/, '')).filter((path) => path !== ''));
    const { embedders, decoder } = opened.inference;
    metrics.watchEmbedders(embedders);
    metrics.watchBudgets({ encoded: opened.budget, decoded: decoder.budget });
    const servers = new Map(opened.all.map((tenant) => [tenant, apolloServer({ schema: tenant.schema, config, inFlight: work, logger })]));
    for (const apollo of servers.values()) await apollo.start();
    routes = appRoutes({ config, tenants: opened, apolloOf: (tenant) => servers.get(tenant)!, inFlight: work, logger });
    await checkCollections(opened.all, embedders, logger);
    const models = embedders.map(({ model }) => ({ name: model.name, fingerprint: model.fingerprint }));
    logger.info({ models }, 'ready');

    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      const { stopLeadMs, stopLimitMs } = config;
      const until = Date.now() + stopLeadMs + stopLimitMs + ENDING_MS;
      await stop.stop(server, config);
      // Who left is no longer connected, and what was begun for them still puts right what it has done.
      await work.ended(until - Date.now());
      if (work.count > 0) logger.warn({ operations: work.count }, 'operations did not end with their requests; they are broken off');
      await closeAll([...[...servers.values()].map((apollo) => () => apollo.stop()), () => opened.close()]).catch((err: unknown) => {
        logger.error({ err }, 'not everything was closed');
        throw err;
      });
    };
    return {
      url: origin,
      config,
      notes: opened.open.notes,
      modelNames: models.map(({ name }) => name),
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await stop.stop(server, { stopLeadMs: 0, stopLimitMs: config.stopLimitMs });
    await tenants?.close().catch((err: unknown) => logger.error({ err }, 'what was open could not be closed'));
    throw isSettingError(error) ? new ConfigError(error.message, { cause: error }) : error;
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
