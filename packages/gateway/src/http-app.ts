import { randomUUID } from 'node:crypto';

import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import type { RouteMethod } from '@clipgraph/contracts';
import cors from 'cors';
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Logger } from 'pino';

import { callerOf, refuseTenants, requireKey } from './api-keys.ts';
import { answerError, problem } from './answer-error.ts';
import { assetsRoute } from './assets-route.ts';
import type { GatewayConfig } from './config.ts';
import type { InFlight } from './in-flight.ts';
import { checkQueryVariables, jsonBody } from './json-body.ts';
import type { GatewayMetrics } from './metrics.ts';
import { bySpecificity, moduleRoute } from './module-routes.ts';
import { renditions } from './renditions.ts';
import { requestFacts, type GatewayContext } from './request-facts.ts';
import { holdForRequest } from './request-holder.ts';
import type { Stopping } from './stopping.ts';
import type { Tenant } from './tenant.ts';
import type { Tenants } from './tenants.ts';
import { deleteUploadRoute, uploadsRoute } from './uploads-route.ts';
import { explorerFiles, explorerPage } from './explorer-page.ts';

interface AppOptions {
  readonly config: GatewayConfig;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
  /** The routes, once there is something behind them. */
  readonly routes: () => Router | undefined;
  readonly stopping: Stopping;
  /** Rejects when the server should get no traffic. */
  readonly ready: () => Promise<void>;
}

/** The outer shell: it answers from the first moment, so that probes and early callers learn the state. */
export function httpApp({ config, logger, metrics, routes, stopping, ready }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);
  app.use(stopping.watch, nameRequest, metrics.observe);
  app.get('/livez', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', async (_request, response) => {
    try {
      await ready();
      response.json({ status: 'ready' });
    } catch {
      response.status(503).json({ status: 'not ready' });
    }
  });
  app.get('/metrics', requireKey(config.apiKeys), refuseTenants, metrics.route);
  app.use((request, response, next) => {
    const router = routes();
    if (router) return router(request, response, next);
    response.status(503).set('retry-after', '1').json(problem('UNAVAILABLE', 'The server is starting.'));
  });
  app.use((_request, response) => void response.status(404).json(problem('NOT_FOUND', 'There is nothing at this address.')));
  app.use(answerError(logger));
  return app;
}

interface RoutesOptions {
  readonly config: GatewayConfig;
  readonly tenants: Tenants;
  readonly apolloOf: (tenant: Tenant) => ApolloServer<GatewayContext>;
  readonly inFlight: InFlight;
  readonly logger: Logger;
}

/** The routes of a running server. Keys are checked before any body is read, and say which tenant answers. */
export function appRoutes({ config, tenants, apolloOf, inFlight, logger }: RoutesOptions): Router {
  const { limits } = config;
  const { budget } = tenants;
  const needsKey = requireKey(config.apiKeys);
  const byTenant = <Params>(routeOf: (tenant: Tenant) => RequestHandler<Params>): RequestHandler<Params> => {
    const routes = new Map(tenants.all.map((tenant) => [tenant.name, routeOf(tenant)]));
    return (request, response, next) => routes.get(callerOf(response).tenant)!(request, response, next);
  };
  const router = express.Router({ caseSensitive: true });
  if (config.corsOrigins.length > 0) router.use(cors({ origin: [...config.corsOrigins], exposedHeaders: ['x-request-id'], maxAge: 600 }));
  router.get('/', explorerPage());
  router.use('/page', explorerFiles());
  router.use(
    '/graphql',
    needsKey,
    holdForRequest,
    checkQueryVariables,
    jsonBody(limits, budget),
    byTenant((tenant) => expressMiddleware(apolloOf(tenant), { context: async ({ res }) => requestFacts(res, limits) })),
  );
  router.post(
    '/uploads',
    needsKey,
    byTenant(({ uploads }) => uploadsRoute({ uploads, deadlineMs: limits.requestDeadlineMs, stallMs: limits.bodyStallMs })),
  );
  router.delete(
    '/uploads/:uploadId',
    needsKey,
    byTenant(({ uploads }) => deleteUploadRoute(uploads)),
  );
  const copies = renditions({ decoder: tenants.inference.decoder, maxBytes: limits.imageBytes });
  router.get('/assets/:imageId/:size/:file', assetsRoute({ owners: tenants.all, renditions: copies }));
  // Every tenant has the same modules, so their routes stand in the same places.
  const routes = [...tenants.open.routes.entries()].toSorted(([, { route: a }], [, { route: b }]) => bySpecificity(a.path, b.path));
  for (const [index, { route }] of routes) {
    const { method, path, access = 'key' } = route;
    const serve = router[method.toLowerCase() as Lowercase<RouteMethod>].bind(router);
    serve(
      path,
      access === 'key' ? needsKey : withoutKey,
      holdForRequest,
      byTenant((tenant) => moduleRoute({ route: tenant.routes[index]!.route, limits, budget, inFlight, logger })),
    );
  }
  return router;
}

/** For what is reached without a key: the tenant of those who have none answers. */
const withoutKey: RequestHandler = (_request, response, next) => {
  response.locals['caller'] = {};
  response.locals['owner'] = 'anyone';
  next();
};

const nameRequest: RequestHandler = (_request, response, next) => {
  const requestId = randomUUID();
  response.locals['requestId'] = requestId;
  response.set({ 'x-request-id': requestId, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  next();
};
