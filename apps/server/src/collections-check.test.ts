import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import { startGateway } from '@clipgraph/gateway';
import { sqliteStore } from '@clipgraph/store-sqlite';
import { pino } from 'pino';
import { expect, it } from 'vitest';

import { defaultGateway } from './clipgraph.config.ts';

it('a server says at its start which collections it cannot search, and why, and starts all the same', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-test-'));
  const store = await sqliteStore({ path: join(dataDir, 'store') });
  const names = [
    ['old', 'mini', 'a version that was'],
    ['large', 'a-large-model', 'of a model that is not here'],
  ] as const;
  for (const [name, model, fingerprint] of names) await store.createCollection({ name, model, fingerprint, dimensions: 8 });
  await store.close();

  const lines: { level: number; collection?: string; model?: string; msg: string }[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const gateway = await startGateway({
    composition: defaultGateway,
    env: { CLIPGRAPH_GALLERY: 'off' },
    config: { port: 0, dataDir },
    logger: pino({ base: null }, stream),
  });
  try {
    const warnings = lines.filter(({ level }) => level === 40);
    expect(warnings).toMatchObject([
      { collection: 'large', model: 'a-large-model', msg: expect.stringContaining('is not loaded') as string },
      { collection: 'old', model: gateway.modelNames[0], msg: expect.stringContaining('another version of a loaded model') as string },
    ]);
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  } finally {
    await gateway.close();
    await rm(dataDir, { recursive: true });
  }
});
