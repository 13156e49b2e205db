import { randomUUID } from 'node:crypto';
import { qdrantShimMissing, type QdrantShim, startQdrantShim, testVectorStore } from '@clipgraph/testing';
import type { OpenedStore } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { qdrantStore } from './qdrant-store.ts';

/** Not what is measured here; a slow machine must not fail. */
const TIMEOUT_MS = 60_000;

async function openStore(url: string, apiKey?: string): Promise<OpenedStore> {
  const prefix = `test-${randomUUID()}-`;
  const reopen = () => qdrantStore({ url, apiKey, prefix, timeoutMs: TIMEOUT_MS });
  const dispose = async () => {
    const store = await reopen();
    for (const { name } of await store.collections()) await store.deleteCollection(name);
    await store.close();
  };
  return { store: await reopen(), reopen, dispose };
}

describe.skipIf(qdrantShimMissing)('over the engine of qdrant-client', () => {
  let shim: QdrantShim;
  beforeAll(async () => {
    shim = await startQdrantShim();
  });
  afterAll(() => shim.kill());

  testVectorStore('qdrantStore', () => openStore(shim.url));
});
