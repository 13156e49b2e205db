import { join } from 'node:path';

import type { GatewayConfig } from './config.ts';

/** Where a tenant's data are and who is told of its verdicts. */
export type TenantConfig = Pick<GatewayConfig, 'dataDir' | 'qdrant' | 'webhook'>;

/**
 * A tenant has a data folder of its own, `tenants/<name>` in the server's, with everything in it that a server has:
 * it can be backed up, moved and deleted alone. In Qdrant its collections have a prefix that ends in a dot, which no
 * name of a collection and no other prefix holds, so that nobody else's name can lead there.
 */
export function tenantConfig({ dataDir, qdrant, webhook }: TenantConfig, tenant: string | undefined): TenantConfig {
  if (tenant === undefined) return { dataDir, qdrant, webhook };
  return {
    dataDir: join(dataDir, 'tenants', tenant),
    qdrant: qdrant && { ...qdrant, prefix: `${qdrant.prefix ?? 'clipgraph-'}${tenant}.` },
    webhook: webhook && { ...webhook, url: withTenant(webhook.url, tenant) },
  };
}

/** The receiver is the operator's, and has to know whose verdict it is told of. */
function withTenant(address: string, tenant: string): string {
  const url = new URL(address);
  url.searchParams.set('tenant', tenant);
  return url.href;
}
