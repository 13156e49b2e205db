import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { GatewayModule } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';

import { capturedLog } from './captured-log.ts';
import { testGateway, type TestGateway } from './gateway.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** `GET /slow/<ms>`: answers after so long, or ends with its signal. */
function slow(ended: string[]): GatewayModule {
  return {
    contract: 1,
    name: 'slow',
    open: async () => ({
      routes: [
        {
          method: 'GET',
          path: '/slow/:ms',
          handle: async ({ params }, { signal }) => {
            try {
              await delay(Number(params['ms']), undefined, { signal });
              return { body: 'done' };
            } catch (error) {
              ended.push(params['ms']!);
              throw error;
            }
          },
        },
      ],
    }),
  };
}

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: string;
}

function get(gateway: TestGateway, path: string, agent: Agent): Promise<Answer> {
  return new Promise((answered, failed) => {
    const asked = request(`${gateway.url}${path}`, { agent }, async (response) => {
      let body = '';
      for await (const piece of response.setEncoding('utf8')) body += String(piece);
      answered({ status: response.statusCode, connection: response.headers.connection, body });
    });
    asked.once('error', failed).end();
  });
}

describe('a server that stops', () => {
  it('says so first, still accepts and answers, and ends the connections that are kept alive', async () => {
    const log = capturedLog();
    const gateway = await testGateway({ logger: log.logger, stopLeadMs: 2_000, modules: [slow([])] });
    const kept = new Agent({ keepAlive: true });
    expect(await get(gateway, '/readyz', kept)).toMatchObject({ status: 200, connection: 'keep-alive' });
    const underWay = get(gateway, '/slow/500', new Agent({ keepAlive: true }));
    await delay(50);
    const closed = gateway.close();
    // On the connection from before, and then on new ones.
    for (const agent of [kept, new Agent(), new Agent()]) {
      expect(await get(gateway, '/readyz', agent)).toMatchObject({ status: 503, connection: 'close' });
    }
    expect((await gateway.query('{ models { name } }')).status).toBe(200);
    expect(await underWay).toEqual({ status: 200, connection: 'close', body: 'done' });
    await closed;
    await expect(get(gateway, '/readyz', new Agent())).rejects.toThrow(/ECONNREFUSED/);
    expect(log.errors()).toEqual([]);
  });

  it('finishes what takes less than its limit; what takes more is told and ended', async () => {
    const log = capturedLog();
    const ended: string[] = [];
    const gateway = await testGateway({ logger: log.logger, stopLimitMs: 1_500, modules: [slow(ended)] });
    const [short, long] = [get(gateway, '/slow/600', new Agent()), get(gateway, '/slow/55000', new Agent())];
    await delay(100);
    await gateway.close();
    expect(await short).toMatchObject({ status: 200, body: 'done' });
    const told = await long;
    expect(told).toMatchObject({ status: 503, connection: 'close' });
    expect(JSON.parse(told.body)).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expect(ended).toEqual(['55000']);
    expect(log.errors()).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('that npm started ends when npm is told to', { timeout: 240_000 }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-npm-'));
    const env = { ...process.env, CLIPGRAPH_PORT: '0', CLIPGRAPH_DATA_DIR: dataDir, CLIPGRAPH_LOG_LEVEL: 'warn' };
    const npm = spawn('npm', ['start'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let screen = '';
    for await (const piece of npm.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      screen += String(piece);
      if (screen.includes('Ctrl-C')) break;
    }
    const url = /GraphQL\s+(\S+)\/graphql/.exec(screen)![1]!;
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    npm.stdout.resume();
    const exit = once(npm, 'exit');
    npm.kill('SIGTERM');
    await exit;
    await expect
      .poll(() =>
        fetch(`${url}/livez`).then(
          ({ status }) => status,
          () => 'gone',
        ),
      )
      .toBe('gone');
    await rm(dataDir, { recursive: true, force: true });
  });
});
