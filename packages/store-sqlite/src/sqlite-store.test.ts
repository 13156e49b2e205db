import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testVectorStore } from '@clipgraph/testing';
import { sqliteStore } from './sqlite-store.ts';

testVectorStore('sqliteStore', async () => {
  const path = await mkdtemp(join(tmpdir(), 'clipgraph-store-'));
  const reopen = () => sqliteStore({ path });
  return { store: await reopen(), reopen, dispose: () => rm(path, { recursive: true }) };
});
