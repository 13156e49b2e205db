import type { Logger } from '@clipgraph/contracts';
import { byteBudget, type ByteBudget } from '@clipgraph/images';

import { closeAll, closeTogether } from './close-all.ts';
import type { GatewayComposition } from './composition.ts';
import type { GatewayConfig } from './config.ts';
import { openInference, type Inference } from './inference.ts';
import { metricOwners } from './metric-owners.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { SettingValues } from './setting-values.ts';
import { openTenant, type Tenant } from './tenant.ts';
import { tenantMetrics } from './tenant-metrics.ts';

/** A {@link Tenant} for each that a key names, and what they share. */
export interface Tenants {
  /** Of bytes of files and bodies in memory, over all tenants. */
  readonly budget: ByteBudget;
  readonly inference: Inference;
  /** Of the keys that belong to no tenant; also where there are no keys. */
  readonly open: Tenant;
  readonly all: readonly Tenant[];
  /** Rejects when any of them cannot answer now. */
  health(): Promise<void>;
  /** Finishes what is under way, then frees everything. */
  close(): Promise<void>;
}

interface TenantsOptions {
  readonly composition: GatewayComposition;
  readonly valuesOf: (part: object) => SettingValues;
  readonly config: GatewayConfig;
  /** Where clients reach the server; asked for at every address. */
  readonly origin: () => string;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
}

/** Nothing stays open when it rejects. */
export async function openTenants({ composition, valuesOf, config, origin, logger, metrics }: TenantsOptions): Promise<Tenants> {
  const names = new Set([undefined, ...config.apiKeys.map(({ tenant }) => tenant)]);
  const budget = byteBudget({ maxBytes: config.limits.encodedBytes, maxWaitMs: config.limits.encodedWaitMs });
  const inference = await openInference({ encoders: composition.encoders, valuesOf, config, logger });
  const all: Tenant[] = [];
  // The models before the stores: work that is queued for them ends in a store.
  const close = (): Promise<void> =>
    closeAll([
      () => closeTogether(all.map((tenant) => () => tenant.stopJobs())),
      () => inference.close(),
      () => closeTogether(all.map((tenant) => () => tenant.close())),
    ]);
  try {
    const shared = {
      composition,
      valuesOf,
      config,
      inference,
      budget,
      origin,
      logger,
      memoryShare: 1 / names.size,
      owners: metricOwners(metrics.ownNames),
    };
    const metricsOf = tenantMetrics(metrics);
    for (const name of names) all.push(await openTenant({ ...shared, name, metrics: metricsOf(name) }));
    for (const tenant of all) await tenant.startJobs();
  } catch (error) {
    await close().catch((err: unknown) => logger.error({ err }, 'what was open could not be closed'));
    throw error;
  }
  return {
    budget,
    inference,
    open: all[0]!,
    all,
    async health() {
      await inference.health();
      await Promise.all(all.flatMap(({ vectors, documents }) => [vectors.health(), documents.health()]));
    },
    close,
  };
}
