import { join } from 'node:path';

/** A tenant has a data folder of its own with everything in it that a server has: it can be backed up, moved and deleted alone. */
export function tenantFolder(dataDir: string, tenant: string | undefined): string {
  return tenant === undefined ? dataDir : join(dataDir, 'tenants', tenant);
}
