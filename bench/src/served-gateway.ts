/** A gateway in a process of its own, so that its memory and CPU time are its own: run by `serveGateway`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startGateway } from '@clipgraph/gateway';

import { benchGateway } from './bench-gateway.ts';
import type { GatewayUsage } from './serve-gateway.ts';

const [model = 'mini', modelsDir] = process.argv.slice(2);
const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-bench-'));
const environment = { CLIPGRAPH_MODEL: model, ...(modelsDir !== undefined && { CLIPGRAPH_MODELS_DIR: modelsDir }) };
const options = benchGateway(dataDir, environment);
const gateway = await startGateway({ ...options, config: { ...options.config, vectorCacheBytes: 0 } });

process.on('message', (question) => {
  if (question === 'usage') {
    const { user, system } = process.cpuUsage();
    process.send!({ rssBytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1000 } satisfies GatewayUsage);
  } else void close();
});

async function close(): Promise<void> {
  await gateway.close();
  await rm(dataDir, { recursive: true });
  process.disconnect();
}

process.send!(gateway.url);
