import { connect } from 'node:net';

import { CONTRACT, type GatewayModule, type OpenModule, type Ports } from '@clipgraph/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { capturedLog } from './captured-log.ts';
import { fakePlugin } from './fake-plugin.ts';
import { testGateway, type TestGateway } from './gateway.ts';

const module = (name: string, own: Partial<GatewayModule> | ((ports: Ports) => OpenModule)): GatewayModule => ({
  contract: CONTRACT,
  name,
  open: typeof own === 'function' ? own : () => ({}),
  ...(typeof own === 'object' && own),
});
const route = (path: string, body = path): NonNullable<OpenModule['routes']>[number] => ({
  method: 'GET',
  path,
  handle: async () => ({ body }),
});
const start = (...modules: GatewayModule[]): Promise<TestGateway> => testGateway({ parts: { encoders: [fakePlugin()] }, modules });
const globalId = (type: string, key: string): string => Buffer.from(JSON.stringify([type, key])).toString('base64url');
const NODE = 'type Pear implements Node { id: ID! size: Int } type Leaf { size: Int }';

describe('a start is refused, by name, for modules', () => {
  it.each<[what: string, modules: readonly GatewayModule[], message: RegExp]>([
    [
      'that have one route under two names of its parameters',
      [module('a', () => ({ routes: [route('/t/:x')] })), module('b', () => ({ routes: [route('/t/:y')] }))],
      /^Two modules have the route GET \/t\/:y: a, as \/t\/:x, and b\.$/,
    ],
    [
      'that have an address of the server in other letters',
      [module('a', () => ({ routes: [route('/GraphQL/x')] }))],
      /GET \/GraphQL\/x is the server's own/,
    ],
    [
      'that have one metric',
      [
        module('a', ({ metrics }) => (metrics.counter({ name: 'x_total', help: 'h' }).add(), {})),
        module('b', ({ metrics }) => (metrics.gauge({ name: 'x_total', help: 'h' }).set(1), {})),
      ],
      /^The module [ab] cannot be opened: Both a and b have the metric x_total\.$/,
    ],
    [
      'that have one metric of one kind',
      [
        module('a', { provide: ({ metrics }) => (metrics.counter({ name: 'x_total', help: 'h' }).add(), {}) }),
        module('b', ({ metrics }) => (metrics.counter({ name: 'x_total', help: 'h' }).add(), {})),
      ],
      /^The module [ab] cannot be opened: Both a and b have the metric x_total\.$/,
    ],
    [
      'that have a metric of the server',
      [module('a', ({ metrics }) => (metrics.gauge({ name: 'clipgraph_queued_images', help: 'h' }).set(7), {}))],
      /^The module [ab] cannot be opened: Both the server and a have the metric clipgraph_queued_images\.$/,
    ],
    [
      'that have a metric of the process',
      [module('a', ({ metrics }) => (metrics.counter({ name: 'clipgraph_http_request_seconds', help: 'h' }).add(), {}))],
      /^The module [ab] cannot be opened: Both the server and a have/,
    ],
    [
      'that have a metric in two forms',
      [module('a', ({ metrics }) => (metrics.counter({ name: 'y_total', help: 'h' }), metrics.gauge({ name: 'y_total', help: 'h' }), {}))],
      /^The module [ab] cannot be opened: a has the metric y_total in two forms/,
    ],
    [
      'that have a metric of an impossible name',
      [module('a', ({ metrics }) => (metrics.gauge({ name: 'a b', help: 'h' }), {}))],
      /The metric a b of a cannot be/,
    ],
    ['that define the schema', [module('a', { typeDefs: 'type Mine { a: Int } schema { query: Mine }' })], /: a defines the schema itself/],
    ['that extend the schema', [module('a', { typeDefs: 'directive @foo on SCHEMA extend schema @foo' })], /: a defines the schema itself/],
    [
      'that define Subscription',
      [module('a', { typeDefs: 'type Subscription { a: Int }' })],
      /: a defines Subscription, which a gateway does not serve/,
    ],
    ['that extend Subscription', [module('a', { typeDefs: 'extend type Subscription { a: Int }' })], /: a defines Subscription/],
    [
      'that load nodes of no type',
      [module('a', () => ({ nodes: { Nope: async () => null } }))],
      /: a has a loader of Nope, and the schema has no such type/,
    ],
    [
      'that load nodes of a type that is no Node',
      [module('a', { typeDefs: NODE, open: () => ({ nodes: { Leaf: async () => null } }) })],
      /: a has a loader of Leaf, which does not implement Node/,
    ],
    [
      'that have an entity without a loader',
      [module('a', { typeDefs: NODE, entities: ['Pear'] })],
      /: a has the entity Pear but no loader of it/,
    ],
    [
      'that take a port away',
      [module('a', { provide: () => ({ documents: undefined }) as never })],
      /^The module a provides no usable documents\.$/,
    ],
    [
      'that provide something else',
      [module('a', { provide: () => 5 as never })],
      /^The module a provides something that is no set of ports\.$/,
    ],
    [
      'that provide documents of another contract',
      [module('a', { provide: ({ documents }) => ({ documents: { ...documents, contract: 9 } }) as never })],
      /^The module a: The document store .* speaks contract 9/,
    ],
  ])('%s', async (_what, modules, message) => {
    await expect(start(...modules)).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringMatching(message) as unknown });
  });
});

describe('modules that go together', () => {
  const log = capturedLog();
  let gateway: TestGateway;
  const found: Record<string, object> = {
    plain: { size: 1 },
    typed: { __typename: 'Pear', size: 2 },
    made: new (class {
      readonly size = 3;
    })(),
  };

  beforeAll(async () => {
    gateway = await testGateway({
      parts: { encoders: [fakePlugin()] },
      logger: log.logger,
      modules: [
        module('a', () => ({ routes: [route('/t/:x', 'a parameter'), route('/:any', 'anything')] })),
        module('b', () => ({ routes: [route('/t/written', 'written out'), route('/T/written', 'in capitals')] })),
        module('pears', {
          typeDefs: NODE,
          entities: ['Pear'],
          open: () => ({
            resolvers: { Pear: { id: () => 'an id' } },
            nodes: { Pear: async ([key]) => found[key!] ?? null },
          }),
        }),
        module('core', {
          provide({
            vectors: { words: _w, facets: _f, recommendations: _r, samples: _s, crops: _c, pictures: _p, exchange: _e, ...core },
          }) {
            return { vectors: core as Ports['vectors'] };
          },
        }),
      ],
    });
  });
  afterAll(() => gateway.close());

  const get = async (path: string): Promise<string> => (await fetch(gateway.url + path)).text();

  it('are reached at the nearest route, whatever their order, and as it is written', async () => {
    expect([await get('/t/written'), await get('/t/else'), await get('/T/written')]).toEqual(['written out', 'a parameter', 'in capitals']);
    expect([await get('/other'), (await fetch(`${gateway.url}/T/else`)).status]).toEqual(['anything', 404]);
    const metrics = await get('/metrics');
    expect(metrics).not.toContain('route=""');
    expect(metrics).toContain('route="/t"');
  });

  it('load nodes that do not say their type', async () => {
    for (const [key, { size }] of Object.entries(found) as [string, { size: number }][]) {
      const { node } = await gateway.data<{ node: unknown }>(
        `{ node(id: "${globalId('Pear', key)}") { __typename ... on Pear { size } } }`,
      );
      expect(node, key).toEqual({ __typename: 'Pear', size });
    }
    expect(await gateway.data(`{ node(id: "${globalId('Pear', 'none')}") { id } }`)).toEqual({ node: null });
    expect(found['plain']).toEqual({ size: 1 });
  });

  it('may provide a store of the core alone: it is completed', async () => {
    await gateway.data('mutation { createCollection(name: "x") { name } }');
    await gateway.data('mutation { indexAssets(collection: "x", assets: [{ key: "a", text: "red", payload: { n: 1 } }]) { __typename } }');
    expect(await gateway.data('{ collection(name: "x") { facet(field: "n") { count } } }')).toEqual({
      collection: { facet: [{ count: 1 }] },
    });
    expect(await gateway.data('mutation { deleteCollection(name: "x") }')).toEqual({ deleteCollection: true });
  });

  it('save forty versions of one name at once', async () => {
    const save = (n: number) =>
      gateway.data(
        `mutation { savePolicy(input: { name: "many", rules: [{ name: "r${n}", describes: ["red"], threshold: 0, action: REVIEW }] }) { version } }`,
      );
    const saved = (await Promise.all(Array.from({ length: 40 }, (_, n) => save(n)))) as { savePolicy: { version: number } }[];
    expect(saved.map(({ savePolicy }) => savePolicy.version).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
  });

  it.each([
    ['a port that is none', 'GET http://x:99999/verdicts HTTP/1.1\r\n', 400],
    ['a host that is none', 'GET http://[::1/moderation/verdicts HTTP/1.1\r\n', 400],
    ['a path that is none', 'GET //[ HTTP/1.1\r\n', 400],
    ['an unknown expectation', 'POST /moderate HTTP/1.1\r\nexpect: nonsense\r\ncontent-length: 0\r\n', 417],
  ])('stand behind a server that answers %s in JSON', async (_what, head, status) => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (piece) => (text += String(piece)));
      socket.on('close', () => resolve(text));
      socket.write(`${head}host: x\r\nconnection: close\r\n\r\n`);
    });
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(log.errors()).toEqual([]);
  });
});
