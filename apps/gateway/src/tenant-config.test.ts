import { isCollectionName } from '@clipgraph/spec';
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

  it('gives a tenant a folder, a prefix in Qdrant and a name for the receiver of verdicts', () => {
    expect(tenantConfig(server, 'acme')).toEqual({
      dataDir: '/srv/data/tenants/acme',
      qdrant: { url: 'http://qdrant:6333', prefix: 'clipgraph-acme.' },
      webhook: { url: 'https://shop.example.com/hook?a=1&tenant=acme', secret: 'a-secret-of-both-sides' },
    });
    expect(tenantConfig({ ...server, qdrant: undefined, webhook: undefined }, 'acme')).toMatchObject({
      qdrant: undefined,
      webhook: undefined,
    });
  });

  it("reads nobody's collection name in Qdrant as another one's", () => {
    const prefixes = [undefined, 'a', 'a-b', 'ab'].map((tenant) => tenantConfig(server, tenant).qdrant!.prefix ?? 'clipgraph-');
    for (const mine of prefixes) {
      for (const theirs of prefixes.filter((prefix) => prefix !== mine)) {
        const name = `${theirs}photos`;
        expect(name.startsWith(mine) && isCollectionName(name.slice(mine.length))).toBe(false);
      }
    }
  });
});
