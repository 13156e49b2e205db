import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { compareCodePoints, type VectorStore } from '@clipgraph/contracts';
import { type OpenedStore, qdrantShimMissing, startQdrantShim, testVectorStore } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { qdrantStore, type QdrantStoreOptions } from './qdrant-store.ts';
import { openapiChecks } from './testing/openapi-checks.ts';
import { watchingProxy } from './testing/watching-proxy.ts';

// Not what is tested here; a slow machine must not fail.
const TIMEOUT_MS = 60_000;
vi.setConfig({ testTimeout: 300_000 });

/** Qdrant's own description of its interface; it is large and not part of this repository. */
const OPENAPI = new URL('../../../../../shared/qdrant/openapi-1.19.json', import.meta.url);
const described = existsSync(OPENAPI) ? openapiChecks(OPENAPI) : undefined;
/** What the contract is held against, each with a new prefix for each case. */
const LAYOUTS: Readonly<Record<string, Partial<QdrantStoreOptions>>> = {
  '': {},
  ', shared, strict': { shared: true, strictMode: true, tenant: 'acme' },
};
const realUrl = process.env['QDRANT_URL'];
const apiKey = process.env['QDRANT_API_KEY'];

if (qdrantShimMissing) process.stdout.write(`Skipped, the adapter over the engine of qdrant-client: ${qdrantShimMissing}\n`);
if (!realUrl) process.stdout.write('Skipped, the adapter over a real server: QDRANT_URL is not set\n');
if (!described) process.stdout.write('Skipped, the check of requests against OpenAPI: ../shared/qdrant/openapi-1.19.json is not there\n');

describe.skipIf(qdrantShimMissing)('over the engine of qdrant-client', () => {
  testOver(async () => {
    const { url, kill } = await startQdrantShim();
    return { url, end: kill };
  });
});

describe.skipIf(!realUrl)('over a real server', () => {
  testOver(async () => ({ url: realUrl!, end: async () => undefined }));
});

/** The whole contract, each request seen and checked on its way. */
function testOver(start: () => Promise<{ url: string; end: () => Promise<void> }>): void {
  const problems = new Set<string>();
  let requests = 0;
  let url: string;
  let end: () => Promise<void>;

  beforeAll(async () => {
    const server = await start();
    const proxy = await watchingProxy(server.url, (request) => {
      requests++;
      for (const problem of described?.(request) ?? []) problems.add(problem);
    });
    url = proxy.url;
    end = async () => {
      await proxy.close();
      await server.end();
    };
  });
  afterAll(() => end());

  for (const [how, options] of Object.entries(LAYOUTS)) testVectorStore(`qdrantStore${how}`, () => openStore(url, apiKey, options));

  it('walks keys that share a long beginning in code-point order, whatever the page', async () => {
    const { store, dispose } = await openStore(url, apiKey);
    const folders = ['photos/2024/05/', `${'a folder with a long name/'.repeat(3)}`, ''];
    const keys = folders.flatMap((folder) => Array.from({ length: 90 }, (_, i) => `${folder}${(i * 7919) % 1000}.jpg`));
    await store.createCollection({ name: 'pictures', fingerprint: 'f', model: 'm', dimensions: 1 });
    await store.upsert(
      'pictures',
      'f',
      keys.map((key) => ({ key, payload: {}, vectors: { image: Float32Array.of(1) } })),
    );
    for (const limit of [7, 64, 1000]) {
      const walked: string[] = [];
      for (let ended = false; !ended;) {
        const after = walked.at(-1);
        const page = await store.scroll('pictures', { limit, ...(after !== undefined && { after }) });
        walked.push(...page.map(({ key }) => key));
        ended = page.length < limit;
      }
      expect(walked).toEqual(keys.toSorted(compareCodePoints));
    }
    await store.close();
    await dispose();
  });

  it('lays a collection out as its options say', async () => {
    const prefix = `test-${randomUUID()}-`;
    const layout = { replicationFactor: 1, writeConsistencyFactor: 1, shardNumber: 2, onDiskVectors: true, rangeFields: ['price'] };
    for (const quantization of ['scalar', 'binary'] as const) {
      const store = await qdrantStore({ url, apiKey, prefix, timeoutMs: TIMEOUT_MS, quantization, exactSearch: true, ...layout });
      await store.createCollection({ name: quantization, fingerprint: 'f', model: 'm', dimensions: 2 });
      await store.upsert(quantization, 'f', [{ key: 'a', payload: { price: 5 }, vectors: { image: Float32Array.of(0, 1) } }]);
      const filter = { must: [{ kind: 'range', field: 'price', range: { lt: 6 } }] } as const;
      const query = { vector: Float32Array.of(0, 1), target: 'image', filter, limit: 1 } as const;
      expect((await store.search(quantization, 'f', query)).hits).toMatchObject([{ key: 'a' }]);
      expect(await store.deleteCollection(quantization)).toBe(true);
      await store.close();
    }
  });

  it.each(Object.entries(LAYOUTS))('lets two collections change places%s', async (_, options) => {
    const { store, dispose } = await openStore(url, apiKey, options);
    for (const [name, fingerprint] of [
      ['first', 'f'],
      ['second', 'g'],
    ] as const) {
      await store.createCollection({ name, fingerprint, model: 'm', dimensions: 1 });
      await store.upsert(name, fingerprint, [{ key: name, payload: {}, vectors: { image: Float32Array.of(1) } }]);
    }
    expect(await store.exchange.names('first', 'second')).toBe(true);
    expect(await store.collection('first')).toMatchObject({ name: 'first', fingerprint: 'g' });
    expect(await store.get('first', ['first', 'second'])).toMatchObject([undefined, { key: 'second' }]);
    expect(await store.deleteCollection('first')).toBe(true);
    expect((await store.collections()).map(({ name }) => name)).toEqual(['second']);
    await store.close();
    await dispose();
  });

  it('leaves collections of other prefixes and of others alone', async () => {
    const [mine, theirs] = [await openStore(url, apiKey), await openStore(url, apiKey)];
    await theirs.store.createCollection({ name: 'pictures', fingerprint: 'f', model: 'm', dimensions: 1 });
    expect(await mine.store.collections()).toEqual([]);
    expect(await mine.store.deleteCollection('pictures')).toBe(false);
    expect(await theirs.store.collections()).toHaveLength(1);
    for (const { store, dispose } of [mine, theirs]) {
      await store.close();
      await dispose();
    }
  });

  it.skipIf(!described)('every request of all this is one that Qdrant describes', () => {
    expect([...problems]).toEqual([]);
    expect(requests).toBeGreaterThan(100);
  });
}

describe.skipIf(!described)('the check against OpenAPI', () => {
  it('finds what is wrong with a request', () => {
    const problemsOf = (method: string, path: string, body: object | '') =>
      described!({ method, path, body: body && JSON.stringify(body) });
    expect(problemsOf('POST', '/collections/a/points/count?timeout=3', { exact: true })).toEqual([]);
    expect(problemsOf('POST', '/collections/a/points/count', { exact: 'yes' })).toHaveLength(1);
    expect(problemsOf('POST', '/collections/a/points/count', { filter: { must: [{ kye: 'a' }] } })).toHaveLength(1);
    expect(problemsOf('POST', '/collections/a/points/count?wiat=1', {})).toHaveLength(1);
    expect(problemsOf('POST', '/collections/a/points/cuont', {})).toHaveLength(1);
    expect(problemsOf('GET', '/collections', {})).toHaveLength(1);
    expect(problemsOf('GET', '/collections', '')).toEqual([]);
  });
});

async function openStore(
  url: string,
  apiKey: string | undefined,
  options: Partial<QdrantStoreOptions> = {},
): Promise<OpenedStore & { readonly store: Required<VectorStore> }> {
  const prefix = `test-${randomUUID()}-`;
  const reopen = () => qdrantStore({ url, apiKey, prefix, timeoutMs: TIMEOUT_MS, ...options });
  const dispose = async () => {
    const store = await reopen();
    for (const { name } of await store.collections()) await store.deleteCollection(name);
    await store.close();
    // A shared collection outlives those in it.
    const headers = apiKey === undefined ? {} : { 'api-key': apiKey };
    const { result } = (await (await fetch(`${url}/collections`, { headers })).json()) as { result: { collections: { name: string }[] } };
    for (const { name } of result.collections) {
      if (name.startsWith(prefix)) await fetch(`${url}/collections/${name}`, { method: 'DELETE', headers });
    }
  };
  return { store: await reopen(), reopen, dispose };
}
