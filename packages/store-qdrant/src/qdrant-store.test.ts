import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type OpenedStore, qdrantShimMissing, startQdrantShim, testVectorStore } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qdrantStore } from './qdrant-store.ts';
import { openapiChecks } from './testing/openapi-checks.ts';
import { watchingProxy } from './testing/watching-proxy.ts';

/** Not what is tested here; a slow machine must not fail. */
const TIMEOUT_MS = 60_000;

/** Qdrant's own description of its interface; it is large and not part of this repository. */
const OPENAPI = new URL('../../../../shared/qdrant/openapi-1.19.json', import.meta.url);
const described = existsSync(OPENAPI) ? openapiChecks(OPENAPI) : undefined;
const realUrl = process.env['QDRANT_URL'];

if (qdrantShimMissing) console.log(`Skipped, the adapter over the engine of qdrant-client: ${qdrantShimMissing}`);
if (!realUrl) console.log('Skipped, the adapter over a real server: QDRANT_URL is not set');
if (!described) console.log('Skipped, the check of requests against OpenAPI: ../shared/qdrant/openapi-1.19.json is not there');

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

  testVectorStore('qdrantStore', () => openStore(url, process.env['QDRANT_API_KEY']));

  it.skipIf(!described)('every request of all this is one that Qdrant describes', () => {
    expect([...problems]).toEqual([]);
    expect(requests).toBeGreaterThan(1000);
  });
}

async function openStore(url: string, apiKey: string | undefined): Promise<OpenedStore> {
  const prefix = `test-${randomUUID()}-`;
  const reopen = () => qdrantStore({ url, apiKey, prefix, timeoutMs: TIMEOUT_MS });
  const dispose = async () => {
    const store = await reopen();
    for (const { name } of await store.collections()) await store.deleteCollection(name);
    await store.close();
  };
  return { store: await reopen(), reopen, dispose };
}
