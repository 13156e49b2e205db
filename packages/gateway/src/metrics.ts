import type { EmbedderStats } from '@clipgraph/batching';
import type { Labels, MetricOptions, Metrics } from '@clipgraph/contracts';
import type { CacheCounts } from '@clipgraph/vector-cache';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { GatewayEmbedder } from './inference.ts';

/** Numbers for operators, in Prometheus' format. */
export interface GatewayMetrics extends Metrics {
  /** Times every request by route and status. */
  readonly observe: RequestHandler;
  /** Serves `/metrics`. */
  readonly route: RequestHandler;
  /** Adds what each model's embedder counts, by model; read when asked for. */
  watchEmbedders(embedders: readonly WatchedEmbedder[]): void;
  /** Adds what each budget of memory holds, by name. */
  watchBudgets(budgets: Readonly<Record<string, WatchedBudget>>): void;
  /** Names that requests are counted under, beside the server's own; a path under one counts as that. */
  nameRoutes(paths: readonly string[]): void;
  /** Names of the server's own, which no module may have. */
  readonly ownNames: readonly string[];
}

/** What is promised now, and who had to wait for it or was refused. */
interface WatchedBudget {
  readonly usedBytes: number;
  readonly waiting: number;
  readonly refused: number;
}

const BUDGET_NUMBERS: readonly { name: string; help: string; kind: 'gauge' | 'counter'; read: (budget: WatchedBudget) => number }[] = [
  {
    name: 'clipgraph_budget_bytes',
    help: 'Bytes of a budget of memory that are taken.',
    kind: 'gauge',
    read: ({ usedBytes }) => usedBytes,
  },
  { name: 'clipgraph_budget_waiting', help: 'Who waits for bytes of it.', kind: 'gauge', read: ({ waiting }) => waiting },
  { name: 'clipgraph_budget_refused_total', help: 'Who was refused for want of them.', kind: 'counter', read: ({ refused }) => refused },
];

type WatchedEmbedder = Pick<GatewayEmbedder, 'model' | 'stats' | 'cacheCounts'>;

/** Addresses of the server's own; modules may not have one of them, or one below. */
export const OWN_PATHS: readonly string[] = ['/graphql', '/uploads', '/page', '/assets', '/metrics', '/livez', '/readyz'];

type EmbedderCounts = EmbedderStats & CacheCounts;

const EMBEDDER_NUMBERS: readonly { name: string; help: string; kind: 'gauge' | 'counter'; read: (counts: EmbedderCounts) => number }[] = [
  { name: 'clipgraph_queued_images', help: 'Images waiting for the model or in it.', kind: 'gauge', read: (stats) => stats.queuedImages },
  { name: 'clipgraph_queued_texts', help: 'Texts waiting for the model or in it.', kind: 'gauge', read: (stats) => stats.queuedTexts },
  { name: 'clipgraph_queued_bytes', help: 'Bytes of those inputs.', kind: 'gauge', read: (stats) => stats.queuedBytes },
  { name: 'clipgraph_batches_total', help: 'Runs of the model.', kind: 'counter', read: (stats) => stats.batches },
  { name: 'clipgraph_batched_items_total', help: 'Items in those runs.', kind: 'counter', read: (stats) => stats.items },
  { name: 'clipgraph_runs_given_up_total', help: 'Runs that did not come back in time.', kind: 'counter', read: (stats) => stats.givenUp },
  { name: 'clipgraph_runs_lost', help: 'Runs that were given up and are still not back.', kind: 'gauge', read: (stats) => stats.lost },
  {
    name: 'clipgraph_overloaded_total',
    help: 'Items refused because the queue was full.',
    kind: 'counter',
    read: (stats) => stats.overloaded,
  },
  { name: 'clipgraph_late_total', help: 'Items not finished before their deadline.', kind: 'counter', read: (stats) => stats.late },
  { name: 'clipgraph_left_total', help: 'Items whose caller left.', kind: 'counter', read: (stats) => stats.left },
  {
    name: 'clipgraph_failed_total',
    help: 'Items that were wrong, or failed in the model.',
    kind: 'counter',
    read: (stats) => stats.failed,
  },
  { name: 'clipgraph_vector_cache_hits_total', help: 'Images whose vector was remembered.', kind: 'counter', read: ({ hits }) => hits },
  { name: 'clipgraph_vector_cache_misses_total', help: 'Images that were not.', kind: 'counter', read: ({ misses }) => misses },
];

interface WatchedMetric {
  readonly name: string;
  readonly help: string;
  readonly kind: 'gauge' | 'counter';
  readonly label: string;
}

const NO_CACHE: CacheCounts = { hits: 0, misses: 0 };

export function gatewayMetrics(): GatewayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  let routes = OWN_PATHS;
  /** Few names, whatever is asked for: the explorer page is `/`, and what is at no known address is `other`. */
  const routeOf = (path: string): string => {
    if (path === '/') return path;
    return routes.find((known) => path === known || path.startsWith(`${known}/`)) ?? 'other';
  };
  // Each tenant's modules ask for the same ones.
  const own = <Metric extends Counter | Gauge | Histogram>(
    make: (options: object) => Metric,
    { name, help, labels = [] }: MetricOptions,
  ): Metric => (registry.getSingleMetric(name) as Metric | undefined) ?? make({ name, help, labelNames: labels, registers: [registry] });
  /** A metric that is read when it is asked for. */
  function watch({ name, help, kind, label }: WatchedMetric, read: () => readonly (readonly [label: string, value: number])[]): void {
    const Metric = kind === 'gauge' ? Gauge : Counter;
    const metric: Gauge | Counter = new Metric({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        metric.reset();
        for (const [of, value] of read()) metric.inc({ [label]: of }, value);
      },
    });
  }
  const duration = new Histogram({
    name: 'clipgraph_http_request_seconds',
    help: 'Time from the first byte of a request to the end of its answer.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  const registered = registry.getMetricsAsArray().map(({ name }) => name);
  return {
    ownNames: [...registered, ...[...EMBEDDER_NUMBERS, ...BUDGET_NUMBERS].map(({ name }) => name)],
    observe(request, response, next) {
      const route = routeOf(request.path);
      const stop = duration.startTimer({ route });
      response.once('close', () => stop({ status: response.writableFinished ? String(response.statusCode) : 'closed' }));
      next();
    },
    nameRoutes(paths) {
      // The longest first, so that a path counts under the nearest name.
      routes = [...OWN_PATHS, ...new Set(paths)].toSorted((a, b) => b.length - a.length);
    },
    counter(options) {
      const counter = own((prom) => new Counter(prom as ConstructorParameters<typeof Counter>[0]), options);
      return { add: (by = 1, labels: Labels = {}) => counter.inc({ ...labels }, by) };
    },
    gauge(options) {
      const gauge = own((prom) => new Gauge(prom as ConstructorParameters<typeof Gauge>[0]), options);
      return { set: (value, labels: Labels = {}) => gauge.set({ ...labels }, value) };
    },
    histogram({ buckets, ...options }) {
      const histogram = own(
        (prom) => new Histogram({ ...prom, buckets: [...buckets] } as ConstructorParameters<typeof Histogram>[0]),
        options,
      );
      return { observe: (value, labels: Labels = {}) => histogram.observe({ ...labels }, value) };
    },
    async route(_request, response) {
      response.type(registry.contentType).send(await registry.metrics());
    },
    watchEmbedders(embedders) {
      for (const { read, ...metric } of EMBEDDER_NUMBERS) {
        watch({ ...metric, label: 'model' }, () =>
          embedders.map(({ model, stats, cacheCounts }) => [model.name, read({ ...stats(), ...(cacheCounts?.() ?? NO_CACHE) })]),
        );
      }
    },
    watchBudgets(budgets) {
      for (const { read, ...metric } of BUDGET_NUMBERS) {
        watch({ ...metric, label: 'budget' }, () => Object.entries(budgets).map(([name, budget]) => [name, read(budget)]));
      }
    },
  };
}
