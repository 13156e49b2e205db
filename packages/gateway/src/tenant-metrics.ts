import type { Labels, Metrics } from '@clipgraph/contracts';

/**
 * The numbers of one tenant's modules. Counters and histograms of all tenants add up by themselves; a gauge shows the sum of
 * what each tenant's modules have set.
 */
export type TenantMetrics = (tenant: string | undefined) => Metrics;

export function tenantMetrics(shared: Metrics): TenantMetrics {
  /** By gauge, then by labels, then by tenant. */
  const values = new Map<string, Map<string, Map<string | undefined, number>>>();
  return (tenant) => ({
    counter: (options) => shared.counter(options),
    histogram: (options) => shared.histogram(options),
    gauge(options) {
      const gauge = shared.gauge(options);
      const byLabels = values.get(options.name) ?? new Map<string, Map<string | undefined, number>>();
      values.set(options.name, byLabels);
      return {
        set(value, labels: Labels = {}) {
          const key = JSON.stringify(Object.entries(labels).toSorted());
          const byTenant = byLabels.get(key) ?? new Map<string | undefined, number>();
          byLabels.set(key, byTenant.set(tenant, value));
          gauge.set(
            [...byTenant.values()].reduce((sum, one) => sum + one, 0),
            labels,
          );
        },
      };
    },
  });
}
