import type { Logger } from 'pino';

import { openBackend, type Backend } from './backend.ts';
import type { GatewayConfig } from './config.ts';
import { openInference, type Inference } from './inference.ts';

/** A {@link Backend} for each tenant, and what they share. */
export interface Backends {
  readonly inference: Inference;
  /** Of the keys that belong to no tenant; also where there are no keys. */
  readonly open: Backend;
  /** All of them. */
  readonly all: readonly Backend[];
  /** The one of a tenant that a key names. */
  of(tenant: string | undefined): Backend;
  /** Rejects when any of them cannot answer now. */
  health(): Promise<void>;
  /** Finishes what is under way, then frees everything. */
  close(): Promise<void>;
}

interface BackendsOptions {
  /** Where clients reach the server; asked for at every address. */
  readonly origin: () => string;
  readonly logger: Logger;
}

/** Nothing stays open when it rejects. */
export async function openBackends(config: GatewayConfig, { origin, logger }: BackendsOptions): Promise<Backends> {
  const tenants = new Set([undefined, ...config.apiKeys.map(({ tenant }) => tenant)]);
  const inference = await openInference(config);
  const byTenant = new Map<string | undefined, Backend>();
  const close = async (): Promise<void> => {
    const backends = [...byTenant.values()];
    await Promise.all(backends.map((backend) => backend.stopBackgroundWork()));
    // The models before the stores: work that is queued for them ends in a store.
    await inference.close();
    await Promise.all(backends.map((backend) => backend.close()));
  };
  try {
    for (const tenant of tenants) {
      byTenant.set(tenant, await openBackend({ config, tenant, inference, origin, logger, sharers: tenants.size }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const all = [...byTenant.values()];
  return {
    inference,
    open: byTenant.get(undefined)!,
    all,
    of: (tenant) => byTenant.get(tenant)!,
    async health() {
      await Promise.all(all.flatMap(({ store, documents }) => [store.health(), documents.health()]));
    },
    close,
  };
}
