import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../apps/server/src/main.ts', import.meta.url));

interface Server {
  readonly child: ChildProcess;
  readonly url: string;
  /** What it printed for people, until it was ready. */
  readonly screen: string;
}

/** Starts the server as `npm start` does, in a process of its own, and waits for its screen. */
async function start(dataDir: string, env: Record<string, string> = {}): Promise<Server> {
  const child = spawn(process.execPath, ['--conditions=clipgraph-source', MAIN], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      CLIPGRAPH_PORT: '0',
      CLIPGRAPH_DATA_DIR: dataDir,
      CLIPGRAPH_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let screen = '';
  for await (const chunk of child.stdout!.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    screen += String(chunk);
    if (screen.includes('Ctrl-C')) break;
  }
  return { child, url: /GraphQL\s+(\S+)\/graphql/.exec(screen)?.[1] ?? '', screen };
}

async function stop({ child }: Server, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await exit)[0];
}

describe('starting for the first time, and again', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-start-'));
  });
  afterAll(async () => rm(dataDir, { recursive: true, force: true }));

  it('makes the gallery, says on one screen where to go, answers what it says to try, and ends cleanly', async () => {
    const server = await start(dataDir);
    expect(server.screen.split('\n').length).toBeLessThan(30);
    expect(server.screen).toContain('200 rendered pictures');
    // The screen's own curl command, with its quotes undone.
    const body = /-d '(\{.*\})'/.exec(server.screen)![1]!;
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { data } = (await response.json()) as { data: { search: { edges: { node: { imageUrl: string } }[] } } };
    expect(data.search.edges).toHaveLength(3);
    expect((await fetch(data.search.edges[0]!.node.imageUrl)).headers.get('content-type')).toBe('image/webp');
    expect(await stop(server, 'SIGTERM')).toBe(0);
  }, 120_000);

  it('has the gallery at the second start without making it again', async () => {
    const server = await start(dataDir);
    expect(server.screen).not.toContain('rendered pictures');
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ collection(name: "gallery") { count } }' }),
    });
    expect(await response.json()).toMatchObject({ data: { collection: { count: 200 } } });
    expect(await stop(server, 'SIGINT')).toBe(0);
  }, 60_000);

  it('tells every wrong setting and ends with code 1', async () => {
    const { child } = await start(dataDir, { CLIPGRAPH_PORT: 'http', CLIPGRAPH_LOG_LEVEL: 'loud' });
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(1);
  });
});
