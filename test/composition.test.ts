import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import {
  CONTRACT,
  defineModule,
  PluginError,
  type GatewayModule,
  type OpenModule,
  type Ports,
  type Route,
  type StandardSchema,
} from '@clipgraph/contracts';
import { loadComposition, startGateway, type GatewayComposition } from '@clipgraph/gateway';
import { defaultGateway } from '@clipgraph/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';

const KEY = 'a-key-for-the-composition-tests';
const TENANT_KEY = 'a-key-of-a-tenant-for-these-tests';

/** What the module below did, by tenant. */
const seen: string[] = [];

const greeting: StandardSchema<string> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => (value === 'rude' ? { issues: [{ message: 'must be polite.' }] } : { value: String(value ?? 'Hello') }),
  },
};

function hello(own: Partial<GatewayModule> = {}): GatewayModule {
  const module = defineModule<{ greeting: string }>({
    contract: CONTRACT,
    name: 'hello',
    typeDefs: 'extend type Query { "Greets." hello(name: String!): String! "Fails as a plugin does." refused: String }',
    settings: { greeting: { env: 'CLIPGRAPH_GREETING', about: 'How callers are greeted.', schema: greeting } },
    open: (ports, settings) => opened(ports, settings.greeting),
  });
  return { ...module, ...own };
}

function opened({ tenant, metrics, secrets, clock, logger, embedders, vectors }: Ports, word: string): OpenModule {
  const greeted = metrics.counter({ name: 'clipgraph_greeted_total', help: 'Callers who were greeted.', labels: ['how'] });
  metrics.gauge({ name: 'clipgraph_greeters', help: 'Tenants that greet.' }).set(1);
  const routes: Route[] = [
    {
      method: 'POST',
      path: '/hello/:name',
      maxBodyBytes: 10,
      async handle({ params, query, body, headers }, { keyName }) {
        greeted.add(1, { how: 'http' });
        const facts = { name: params['name'], lang: query.get('lang'), bytes: body.length, type: headers['content-type'], keyName, tenant };
        return { status: 201, headers: { 'x-greeting': word }, body: { json: facts } };
      },
    },
    { method: 'GET', path: '/hello/open', access: 'anyone', handle: async () => ({ body: `${word} ${tenant ?? 'nobody'}` }) },
    {
      method: 'GET',
      path: '/hello/wrong',
      handle: async () => {
        throw new PluginError('OVERLOADED', 'inside', { retryAfterMs: 250 });
      },
    },
    {
      method: 'GET',
      path: '/hello/broken',
      handle: async () => {
        throw new Error('secret of the inside');
      },
    },
    {
      method: 'GET',
      path: '/hello/stream',
      handle: async () => ({ headers: { 'content-type': 'text/plain' }, body: pieces(true) }),
    },
    { method: 'GET', path: '/hello/torn', handle: async () => ({ headers: { 'content-type': 'text/plain' }, body: pieces(false) }) },
  ];
  return {
    resolvers: {
      Query: {
        hello: (_root: unknown, { name }: { name: string }) => `${word} ${name}, ${embedders.all.length} model`,
        refused: () => {
          throw new PluginError('CONFLICT', 'This is taken.');
        },
      },
    },
    routes,
    notes: ['hello      is here'],
    jobs: [
      {
        name: 'greeter',
        async start() {
          logger.info({ at: clock.now().getFullYear() }, 'greeting begins');
          seen.push(`start ${tenant ?? 'open'} ${(await vectors.collections()).length} ${secrets.derive('a').length}`);
        },
        stop: () => void seen.push(`stop ${tenant ?? 'open'}`),
      },
    ],
    close: async () => void seen.push(`close ${tenant ?? 'open'}`),
  };
}

async function* pieces(whole: boolean): AsyncGenerator<string> {
  yield 'one ';
  if (!whole) throw new Error('it broke');
  yield 'two';
}

describe('a module of somebody else', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    seen.length = 0;
    gateway = await testGateway({
      modules: [hello()],
      env: { CLIPGRAPH_GREETING: 'Good day' },
      apiKeys: [
        { key: KEY, name: 'first' },
        { key: TENANT_KEY, name: 'second', tenant: 'acme' },
      ],
    });
  });
  afterAll(() => gateway.close());

  const ask = (path: string, init: RequestInit = {}, key = KEY): Promise<Response> =>
    fetch(`${gateway.url}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });

  it('answers GraphQL beside the bundled ones, with its setting from the environment', async () => {
    expect(await gateway.data('{ hello(name: "Ada") models { name } }')).toEqual({
      hello: 'Good day Ada, 1 model',
      models: [{ name: 'mini' }],
    });
    const { errors } = await gateway.query('{ refused }');
    expect(errors).toMatchObject([{ message: 'This is taken.', extensions: { code: 'CONFLICT' } }]);
  });

  it('answers its own addresses: path, query, body, key and tenant', async () => {
    const answer = await ask('/hello/Ada%20L?lang=en', { method: 'POST', body: '12345', headers: { 'content-type': 'text/x' } });
    expect([answer.status, answer.headers.get('x-greeting')]).toEqual([201, 'Good day']);
    expect(await answer.json()).toEqual({ name: 'Ada L', lang: 'en', bytes: 5, type: 'text/x', keyName: 'first' });
    const other = await ask('/hello/Bob', { method: 'POST' }, TENANT_KEY);
    expect(await other.json()).toMatchObject({ keyName: 'second', tenant: 'acme', bytes: 0 });
  });

  it('is reached without a key only where it says so', async () => {
    expect((await fetch(`${gateway.url}/hello/Ada`, { method: 'POST' })).status).toBe(401);
    expect(await (await fetch(`${gateway.url}/hello/open`)).text()).toBe('Good day nobody');
  });

  it('is spared bodies over its limit, also those whose length is not told', async () => {
    const large = await ask('/hello/Ada', { method: 'POST', body: 'x'.repeat(11) });
    expect([large.status, ((await large.json()) as { error: { code: string } }).error.code]).toEqual([413, 'TOO_LARGE']);
    const untold = new ReadableStream({
      start(controller) {
        for (let chunk = 0; chunk < 100; chunk++) controller.enqueue(new TextEncoder().encode('xxxxxxxx'));
        controller.close();
      },
    });
    const refused = await ask('/hello/Ada', { method: 'POST', body: untold, duplex: 'half' } as RequestInit);
    expect(refused.status).toBe(413);
  });

  it('has its errors answered by the one table, and what nobody expected is masked', async () => {
    const busy = await ask('/hello/wrong');
    expect(busy.status).toBe(503);
    expect(await busy.json()).toMatchObject({ error: { code: 'OVERLOADED', retryAfterMs: 250 } });
    const broken = await ask('/hello/broken');
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain('secret');
  });

  it('has one form for every error of its addresses: the route, the key, the body and what nobody expected', async () => {
    const refusals = [
      [await ask('/hello/wrong'), 503, 'OVERLOADED'],
      [await ask('/hello/broken'), 500, 'INTERNAL_SERVER_ERROR'],
      [await ask('/hello/Ada', { method: 'POST', body: 'x'.repeat(11) }), 413, 'TOO_LARGE'],
      [await fetch(`${gateway.url}/hello/Ada`, { method: 'POST' }), 401, 'UNAUTHENTICATED'],
      [await fetch(`${gateway.url}/uploads`, { method: 'POST' }), 401, 'UNAUTHENTICATED'],
    ] as const;
    for (const [answer, status, code] of refusals) {
      expect(answer.status).toBe(status);
      expect(await answer.json()).toEqual({
        error: { code, message: expect.any(String) as string, ...(status === 503 && { retryAfterMs: 250 }) },
      });
    }
  });

  it('streams, and an answer that fails in the middle is not taken for complete', async () => {
    expect(await (await ask('/hello/stream')).text()).toBe('one two');
    await expect(ask('/hello/torn').then((answer) => answer.text())).rejects.toThrow(/terminated|aborted|socket/);
    expect((await ask('/hello/open')).status).toBe(200);
  });

  it('has its numbers at /metrics, and requests counted under its own names', async () => {
    const metrics = await (await ask('/metrics')).text();
    // A gauge that each tenant's module sets is their sum.
    expect(metrics).toMatch(/^clipgraph_greeters 2$/m);
    expect(metrics).toMatch(/clipgraph_greeted_total\{how="http"\} [1-9]/);
    expect(metrics).toMatch(/route="\/hello"/);
  });

  it('has its jobs started once for each tenant, and stopped and closed with the gateway', async () => {
    expect(seen).toEqual(['start open 0 32', 'start acme 0 32']);
    await gateway.close({ keepData: true });
    expect(seen.slice(2).toSorted()).toEqual(['close acme', 'close open', 'stop acme', 'stop open']);
    // Every job has stopped before anything closes.
    expect(seen.slice(2, 4).every((event) => event.startsWith('stop'))).toBe(true);
  });
});

describe('while it starts', () => {
  it('a browser gets a page that looks again, and a program JSON', async () => {
    const seen: unknown[] = [];
    const module = hello({
      typeDefs: '',
      open: async ({ pictures }) => {
        const { origin } = new URL(pictures.url('0'.repeat(64)));
        const page = await fetch(`${origin}/`, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
        seen.push([page.status, page.headers.get('content-type'), /<meta http-equiv="refresh" content="1" \/>/.test(await page.text())]);
        const program = await fetch(`${origin}/`);
        seen.push([program.status, await program.json()]);
        return {};
      },
    });
    await (await testGateway({ modules: [module] })).close();
    const json = { errors: [{ message: 'The server is starting.', extensions: { code: 'UNAVAILABLE' } }] };
    expect(seen).toEqual([
      [503, 'text/html; charset=utf-8', true],
      [503, json],
    ]);
  });
});

describe('what a gateway refuses, in words for whoever wrote it', () => {
  const start = (composition: unknown, env: Record<string, string> = {}): Promise<unknown> =>
    startGateway({
      composition: composition as GatewayComposition,
      env,
      config: { port: 0, logLevel: 'silent', dataDir: join(tmpdir(), 'clipgraph-unused') },
    });
  const bundled = (typeof defaultGateway === 'function' ? defaultGateway({}) : defaultGateway) as GatewayComposition;
  const withModules = (...modules: readonly unknown[]): unknown => ({ ...bundled, modules: [...bundled.modules, ...modules] });

  it.each([
    ['no composition', undefined, /exports no composition/],
    ['a part that is missing', { ...bundled, documents: undefined, vectors: undefined } as unknown, /no plugin and no module/],
    ['a list that is none', { ...bundled, modules: hello() }, /must be lists/],
    ['no encoder', { ...bundled, encoders: [] }, /no encoder/],
    ['a factory that was not called', withModules(hello), /not called/],
    ['another contract, by the name of who has it', withModules(hello({ contract: 2 as 1 })), /hello has contract 2; this gateway takes 1/],
    ['a name that two modules have', withModules(hello(), hello()), /Two modules have the name hello/],
    [
      'a setting that two parts want',
      withModules(hello({ settings: { greeting: { env: 'CLIPGRAPH_GALLERY', about: '', schema: greeting } } })),
      /CLIPGRAPH_GALLERY/,
    ],
  ])('%s', async (_what, composition, message) => {
    await expect(start(composition)).rejects.toThrow(message);
    await expect(start(composition)).rejects.toMatchObject({ name: 'ConfigError' });
  });

  it('a setting that its schema refuses, and a name that nobody has', async () => {
    await expect(start(withModules(hello()), { CLIPGRAPH_GREETING: 'rude' })).rejects.toThrow('CLIPGRAPH_GREETING must be polite.');
    await expect(start(bundled, { CLIPGRAPH_GREETING: 'kind' })).rejects.toThrow('CLIPGRAPH_GREETING is not a setting.');
  });

  it.each([
    ['an address of the server', '/uploads/mine', /server's own/],
    ['an address that is none', '/hello/*', /no address/],
    ['an address twice', '/hello/twice', /Two modules have the route GET \/hello\/twice/],
  ])('%s', async (_what, path, message) => {
    const route: Route = { method: 'GET', path, handle: async () => ({}) };
    const module = hello({ typeDefs: '', open: () => ({ routes: [route, route] }) });
    await expect(testGateway({ modules: [module] })).rejects.toThrow(message);
  });

  it('types that another module has, with both names', async () => {
    const module = hello({ typeDefs: 'type Asset { own: String }', open: () => ({}) });
    await expect(testGateway({ modules: [module] })).rejects.toThrow(/search.*hello|hello.*search/);
    await expect(testGateway({ modules: [module] })).rejects.toMatchObject({ name: 'ConfigError' });
  });
});

describe('a configuration file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clipgraph-config-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is the first of three names, in the folder', async () => {
    expect(await loadComposition(folder)).toBeUndefined();
    await writeFile(join(folder, 'clipgraph.config.mjs'), 'export default { from: "mjs" };');
    expect(await loadComposition(folder)).toEqual({ from: 'mjs' });
    await writeFile(
      join(folder, 'clipgraph.config.ts'),
      'const composition: { from: string } = { from: "ts" };\nexport default composition;',
    );
    expect(await loadComposition(folder)).toEqual({ from: 'ts' });
    expect(await loadComposition(folder, 'clipgraph.config.mjs')).toEqual({ from: 'mjs' });
    expect(pathToFileURL(folder).protocol).toBe('file:');
  });

  it.each([
    ['is not there', 'nowhere.ts', undefined, /no configuration file nowhere\.ts/],
    ['cannot be read', 'wrong.mjs', 'export default {', /wrong\.mjs cannot be loaded/],
    ['needs what is not installed', 'needs.mjs', 'import "not-installed-anywhere";', /not-installed-anywhere/],
    ['exports nothing', 'empty.mjs', 'export const gateway = {};', /no default export/],
  ])('that %s is told by name', async (_what, name, text, message) => {
    if (text !== undefined) await writeFile(join(folder, name), text);
    await expect(loadComposition(folder, name)).rejects.toThrow(message);
    await expect(loadComposition(folder, name)).rejects.toMatchObject({ name: 'ConfigError' });
  });
});
