import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Numbers for operators, in Prometheus' format. */
export interface Metrics {
  /** Times every request by route and status. */
  readonly observe: RequestHandler;
  /** Serves `/metrics`. */
  readonly route: RequestHandler;
  /** Adds a gauge that is read when asked for. */
  gauge(name: string, help: string, read: () => number): void;
}

const ROUTES = ['/graphql', '/uploads', '/assets', '/metrics', '/livez', '/readyz'];

export function gatewayMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'clipgraph_http_request_seconds',
    help: 'Time from the first byte of a request to the end of its answer.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  return {
    observe(request, response, next) {
      const route = ROUTES.find((known) => request.path === known || request.path.startsWith(`${known}/`)) ?? 'other';
      const stop = duration.startTimer({ route });
      response.once('close', () => stop({ status: response.writableFinished ? String(response.statusCode) : 'closed' }));
      next();
    },
    async route(_request, response) {
      response.type(registry.contentType).send(await registry.metrics());
    },
    gauge(name, help, read) {
      const gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) });
    },
  };
}
