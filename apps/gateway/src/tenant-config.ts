import { join } from 'node:path';

import type { GatewayConfig } from './config.ts';

/** Where a tenant's data are and who is told of its verdicts. */
export type TenantConfig = Pick<GatewayConfig, 'dataDir' | 'qdrant' | 'webhook'>;

/**
 * A tenant has a data folder of its own, `tenants/<name>` in the server's, with everything in it that a server has:
 * it can be backed up, moved and deleted alone. In Qdrant the store keeps its collections apart from those of others.
 */
export function tenantConfig({ dataDir, qdrant, webhook }: TenantConfig, tenant: string | undefined): TenantConfig {
  if (tenant === undefined) return { dataDir, qdrant, webhook };
  return {
    dataDir: join(dataDir, 'tenants', tenant),
    qdrant: qdrant && { ...qdrant, tenant },
    webhook: webhook && { ...webhook, url: withTenant(webhook.url, tenant) },
  };
}

/** The receiver is the operator's, and has to know whose verdict it is told of. */
function withTenant(address: string, tenant: string): string {
  const url = new URL(address);
  url.searchParams.set('tenant', tenant);
  return url.href;
}
