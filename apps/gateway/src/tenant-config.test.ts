import { describe, expect, it } from 'vitest';

import { tenantConfig } from './tenant-config.ts';

const server = {
  dataDir: '/srv/data',
  qdrant: { url: 'http://qdrant:6333' },
  webhook: { url: 'https://shop.example.com/hook?a=1', secret: 'a-secret-of-both-sides' },
};

describe('tenantConfig', () => {
  it('leaves what belongs to no tenant as it was', () => {
    expect(tenantConfig(server, undefined)).toEqual(server);
  });

  it('gives a tenant a folder, a name in Qdrant and one for the receiver of verdicts', () => {
    expect(tenantConfig(server, 'acme')).toEqual({
      dataDir: '/srv/data/tenants/acme',
      qdrant: { url: 'http://qdrant:6333', tenant: 'acme' },
      webhook: { url: 'https://shop.example.com/hook?a=1&tenant=acme', secret: 'a-secret-of-both-sides' },
    });
    expect(tenantConfig({ ...server, qdrant: undefined, webhook: undefined }, 'acme')).toMatchObject({
      qdrant: undefined,
      webhook: undefined,
    });
  });
});
