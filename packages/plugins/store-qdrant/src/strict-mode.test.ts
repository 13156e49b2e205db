import { randomUUID } from 'node:crypto';
import type { Filter, VectorStore } from '@clipgraph/contracts';
import { qdrantShimMissing, type QdrantShim, startQdrantShim } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MAX_RANGE_INDEXES, STRICT_LIMIT } from './collection-layout.ts';
import { qdrantStore } from './qdrant-store.ts';
import { watchingProxy, type WatchingProxy } from './testing/watching-proxy.ts';

// Not what is tested here; a slow machine must not fail.
vi.setConfig({ testTimeout: 180_000 });

const FINGERPRINT = 'f';
const east = Float32Array.of(1, 0);
const yearAbove = (gt: number, field = 'year'): Filter => ({ must: [{ kind: 'range', field, range: { gt } }] });

describe.skipIf(qdrantShimMissing).each([false, true])('a store in strict mode, shared: %s', (shared) => {
  let shim: QdrantShim;
  let proxy: WatchingProxy;
  let seen: { readonly method: string; readonly path: string; readonly body: string }[] = [];
  let store: VectorStore;
  const options = { prefix: `test-${randomUUID()}-`, timeoutMs: 60_000, shared };
  const years = async (name: string, gt: number): Promise<string[]> => {
    const query = { vector: east, target: 'image', limit: 10, filter: yearAbove(gt) } as const;
    return (await store.search(name, FINGERPRINT, query)).hits.map(({ key }) => key);
  };
  const indexesMade = (): string[] => seen.flatMap(({ path, body }) => (path.includes('/index') ? [JSON.parse(body).field_name] : []));

  beforeAll(async () => {
    shim = await startQdrantShim();
    proxy = await watchingProxy(shim.url, (request) => seen.push(request));
    store = await qdrantStore({ url: proxy.url, ...options, strictMode: true, rangeFields: ['price'] });
    await store.createCollection({ name: 'photos', fingerprint: FINGERPRINT, model: 'm', dimensions: 2 });
    const records = [1999, 2005, 2020].map((year) => ({ key: `${year}`, payload: { year, price: 5 }, vectors: { image: east } }));
    await store.upsert('photos', FINGERPRINT, records);
  });
  afterAll(async () => {
    await store.close();
    await proxy.close();
    await shim.kill();
  });

  it('makes collections that refuse what has no index, and says how much they take', async () => {
    const made = seen.filter(({ method, body }) => method === 'PUT' && body.includes('strict_mode_config'));
    expect(made).toHaveLength(1);
    const { strict_mode_config: strict } = JSON.parse(made[0]!.body);
    expect(strict).toMatchObject({ enabled: true, unindexed_filtering_retrieve: false, unindexed_filtering_update: false });
    // The server holds it against everyone: a request of somebody else's for a field without an index is refused.
    const [, place] = /^\/collections\/([^/?]+)/.exec(made[0]!.path)!;
    const body = JSON.stringify({ filter: { must: [{ key: 'payload', match: { value: 'x' } }] } });
    const answer = await fetch(`${shim.url}/collections/${place}/points/count`, { method: 'POST', body });
    expect(answer.status).toBe(400);
  });

  it('gives a field its index with the first range that asks of it, and not again', async () => {
    seen = [];
    expect(await years('photos', 2000)).toEqual(['2005', '2020']);
    expect(indexesMade()).toHaveLength(1);
    expect(await years('photos', 2010)).toEqual(['2020']);
    expect(await store.count('photos', { mustNot: [{ kind: 'range', field: 'year', range: { gt: 2010 } }] })).toBe(2);
    expect(indexesMade()).toHaveLength(1);
    expect(await store.count('photos', { must: [{ kind: 'range', field: 'price', range: { lt: 6 } }] })).toBe(3);
    expect(indexesMade()).toHaveLength(1);
    expect(await store.count('photos', { should: [{ kind: 'nested', filter: yearAbove(-Infinity, 'deep.er') }] })).toBe(0);
    expect(indexesMade()).toHaveLength(2);
  });

  it('takes no more such fields than it may keep in memory, and goes on with those that it has', async () => {
    let refused: unknown;
    let made = 0;
    for (; refused === undefined && made <= MAX_RANGE_INDEXES; made += 40) {
      const must = Array.from({ length: 40 }, (_, i) => ({ kind: 'range', field: `field ${made + i}`, range: { gt: 0 } }) as const);
      refused = await store.count('photos', { must }).then(
        () => undefined,
        (error: unknown) => error,
      );
    }
    expect(refused).toMatchObject({ name: 'PluginError', code: 'UNSUPPORTED' });
    expect(made).toBeGreaterThan(MAX_RANGE_INDEXES - 80);
    expect(await years('photos', 2000)).toEqual(['2005', '2020']);
  });

  it('refuses a limit that the server would refuse', async () => {
    const query = { vector: east, target: 'image', limit: STRICT_LIMIT } as const;
    expect((await store.search('photos', FINGERPRINT, query)).hits).toHaveLength(3);
    const tooMany = store.search('photos', FINGERPRINT, { ...query, limit: STRICT_LIMIT + 1 });
    await expect(tooMany).rejects.toMatchObject({ name: 'PluginError', code: 'INVALID_INPUT' });
  });
});
