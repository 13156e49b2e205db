import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { CONTRACT, PluginError, type GatewayModule, type Route, type RouteAnswer } from '@clipgraph/contracts';
import { GraphQLError } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { capturedLog } from './captured-log.ts';
import { fakePlugin } from './fake-plugin.ts';
import { testGateway, type TestGateway } from './gateway.ts';

const DEADLINE_MS = 1_000;
const MASKED = 'Something went wrong on the server.';

async function* broken(before: number, error: unknown = new Error('secret of the inside')): AsyncGenerator<string> {
  for (let piece = 0; piece < before; piece++) yield `piece ${piece} `;
  throw error;
}

async function* standing(before: number): AsyncGenerator<string> {
  for (let piece = 0; piece < before; piece++) yield `piece ${piece} `;
  await new Promise(() => undefined);
}

async function* wrong(...pieces: unknown[]): AsyncGenerator<string> {
  for (const piece of pieces) yield piece as string;
}

const answer = (body: unknown, headers?: Record<string, string>): (() => Promise<RouteAnswer>) => {
  return async () => ({ body, ...(headers && { headers }) }) as RouteAnswer;
};
const thrown = (error: unknown): (() => Promise<RouteAnswer>) => {
  return async () => {
    throw error;
  };
};
const timedOut = async (): Promise<never> => {
  const signal = AbortSignal.timeout(1);
  await once(signal, 'abort');
  throw signal.reason;
};

/** What goes wrong in a route, by its path. */
const ROUTES: Record<string, Route['handle']> = {
  'first-fails': answer(broken(0)),
  'first-fails-known': answer(broken(0, new PluginError('CONFLICT', 'This is taken.'))),
  'middle-fails': answer(broken(2)),
  'middle-fails-known': answer(broken(2, new PluginError('UNAVAILABLE', 'gone'))),
  number: answer(5),
  object: answer({ hello: 1 }),
  null: answer(null),
  'no-json': answer({ json: undefined }),
  bigint: answer({ json: 1n }, { 'content-encoding': 'gzip', 'x-own': '1' }),
  'piece-null': answer(wrong(null)),
  'piece-object': answer(wrong('a ', { x: 1 })),
  'bad-header': answer('x', { 'content-encoding': 'gzip', 'x bad': '1' }),
  'bad-status': async () => ({ status: 1.5, headers: { 'content-encoding': 'gzip' } }),
  nothing: async () => undefined as unknown as RouteAnswer,
  'throws-nothing': thrown(undefined),
  'as-callers': thrown(Object.assign(new Error('secret of the inside'), { status: 404 })),
  'as-body-parsers': thrown(Object.assign(new Error('secret of the inside'), { status: 413, type: 'entity.too.large', limit: 5 })),
  'as-uri': thrown(new URIError('secret of the inside')),
  'own-timeout': timedOut,
  'own-abort': thrown(new DOMException('secret of the inside', 'AbortError')),
  'data-error': thrown(new DOMException('secret of the inside', 'DataCloneError')),
  'as-graphql': thrown(new GraphQLError('secret of the inside', { extensions: { code: 'BAD_USER_INPUT', secret: 1 } })),
  never: () => new Promise(() => undefined),
  'never-first': answer(standing(0)),
  'never-more': answer(standing(2)),
  'ends-late': async (_request, { signal }) => {
    await delay(60_000, undefined, { signal });
    return {};
  },
};

const failures: GatewayModule = {
  contract: CONTRACT,
  name: 'failures',
  typeDefs: `
    type Thing { never: Int value: Int }
    extend type Query {
      plain: Int
      coded: Int
      callers: Int
      ownTimeout: Int
      never: Int
      endsLate: Int
      things: [Thing]
      thing: Thing
      known: Int
      fine: Int
    }
  `,
  open: () => ({
    routes: Object.entries(ROUTES).map(([name, handle]) => ({ method: 'GET', path: `/fails/${name}`, handle })),
    resolvers: {
      Query: {
        plain: thrown(Object.assign(new Error('secret of the inside'), { extensions: { code: 'MY_CODE', secret: 1 } })),
        coded: thrown(Object.assign(new Error('secret of the inside'), { extensions: { code: 'BAD_USER_INPUT', secret: 1 } })),
        callers: () => {
          throw Object.assign(new Error('secret of the inside'), { extensions: { code: 'COST_LIMIT_EXCEEDED', secret: 1 } });
        },
        ownTimeout: timedOut,
        never: () => new Promise(() => undefined),
        endsLate: (_root: unknown, _args: unknown, { signal }: { signal: AbortSignal }) => delay(60_000, undefined, { signal }),
        things: () => [{ value: 1 }, new Promise(() => undefined)],
        thing: () => ({ value: 1, never: () => new Promise(() => undefined) }),
        known: thrown(new PluginError('CONFLICT', 'This is taken.')),
        fine: () => 1,
      },
    },
  }),
};

describe('a module that fails', () => {
  const log = capturedLog();
  let gateway: TestGateway;
  let before = 0;
  beforeAll(async () => {
    gateway = await testGateway({
      parts: { encoders: [fakePlugin()] },
      modules: [failures],
      logger: log.logger,
      limits: { requestDeadlineMs: DEADLINE_MS },
      stopLimitMs: 100,
    });
  });
  beforeEach(() => void (before = log.errors().length));
  afterAll(() => gateway.close());

  const logged = (): readonly object[] => log.errors().slice(before);
  const get = (name: string): Promise<Response> => fetch(`${gateway.url}/fails/${name}`);

  it.each([
    'first-fails',
    'number',
    'object',
    'null',
    'no-json',
    'bigint',
    'piece-null',
    'bad-header',
    'bad-status',
    'nothing',
    'throws-nothing',
    'as-callers',
    'as-body-parsers',
    'as-uri',
    'own-timeout',
    'own-abort',
    'data-error',
    'as-graphql',
  ])('before its first byte (%s) is answered 500 in JSON, and logged with the route', async (name) => {
    const response = await get(name);
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toMatch(/json/);
    expect([response.headers.get('content-encoding'), response.headers.get('x-own')]).toEqual([null, null]);
    expect(await response.json()).toEqual({ errors: [{ message: MASKED, extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(logged()).toMatchObject([{ route: `/fails/${name}`, requestId: response.headers.get('x-request-id'), msg: 'request failed' }]);
  });

  it('before its first byte with an error that callers may know is answered with that', async () => {
    const response = await get('first-fails-known');
    expect([response.status, await response.json()]).toMatchObject([409, { error: { code: 'CONFLICT', message: 'This is taken.' } }]);
    expect(logged()).toEqual([]);
  });

  it.each(['middle-fails', 'middle-fails-known', 'piece-object', 'never-more'])(
    'in the middle (%s) breaks the connection, and is logged',
    async (name) => {
      const response = await get(name);
      expect(response.status).toBe(200);
      await expect(response.text()).rejects.toThrow(/terminated|aborted|socket/);
      await expect
        .poll(logged)
        .toMatchObject([{ route: `/fails/${name}`, msg: 'an answer ended in the middle', err: { message: expect.any(String) } }]);
    },
  );

  it('is not blamed for a caller who leaves, or reads nothing', async () => {
    const left = new AbortController();
    const response = await fetch(`${gateway.url}/fails/never-more`, { signal: left.signal });
    const reading = response.text();
    left.abort();
    await expect(reading).rejects.toThrow();
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.write('GET /fails/never HTTP/1.1\r\nhost: x\r\n\r\n');
    await delay(50);
    socket.destroy();
    await delay(2 * DEADLINE_MS + 500);
    expect(logged()).toEqual([]);
  });

  it.each(['never', 'never-first', 'ends-late'])('to answer (%s) is TIMEOUT by the deadline', async (name) => {
    const response = await get(name);
    expect([response.status, await response.json()]).toMatchObject([408, { error: { code: 'TIMEOUT' } }]);
    expect(logged()).toEqual([]);
  });

  it.each(['plain', 'coded', 'callers', 'ownTimeout'])('in a resolver (%s) is masked, and logged', async (field) => {
    const { data, errors } = await gateway.query(`{ ${field} fine }`);
    expect(data).toEqual({ [field]: null, fine: 1 });
    expect(errors).toEqual([
      { message: MASKED, path: [field], locations: expect.any(Array) as unknown, extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    expect(logged()).toMatchObject([{ msg: 'request failed', path: [field] }]);
  });

  it('in a resolver with an error that callers may know says so', async () => {
    const { errors } = await gateway.query('{ known }');
    expect(errors).toMatchObject([{ message: 'This is taken.', extensions: { code: 'CONFLICT' } }]);
    expect(logged()).toEqual([]);
  });

  it.each([
    ['a field', '{ never fine }', { never: null, fine: 1 }, [['never']]],
    ['a field that minds its signal', '{ endsLate fine }', { endsLate: null, fine: 1 }, [['endsLate']]],
    ['an item of a list', '{ things { value } fine }', { things: [{ value: 1 }, null], fine: 1 }, [['things', 1]]],
    ['a field without a resolver', '{ thing { value never } }', { thing: { value: 1, never: null } }, [['thing', 'never']]],
  ])('to resolve %s is TIMEOUT there by the deadline; the rest is answered', async (_what, query, data, paths) => {
    const answered = await gateway.query(query);
    expect(answered.data).toEqual(data);
    expect(answered.errors).toMatchObject(
      paths.map((path) => ({ path, extensions: { code: 'TIMEOUT' }, message: 'The work was not finished in time.' })),
    );
    expect(logged()).toEqual([]);
  });

  it('leaves the server as it was', async () => {
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    expect(await gateway.data('{ fine }')).toEqual({ fine: 1 });
  });
});
