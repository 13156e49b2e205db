import type { VectorStore } from '@clipgraph/contracts';
import { qdrantShimMissing, type QdrantShim, startQdrantShim } from '@clipgraph/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { qdrantStore } from './qdrant-store.ts';
import { type Behaviour, faultyServer, type FaultyServer } from './testing/faulty-server.ts';

const KEY = 'the-api-key-of-this-test';
const QUERY = { vector: Float32Array.of(1, 0), target: 'image', limit: 5 } as const;
const RECORD = { key: 'a', payload: { n: 1 }, vectors: { image: Float32Array.of(1, 0) } };
const INTERNAL = { status: 500, body: '{"status":{"error":"Service internal error"},"time":0}' };

const FAULTS: readonly [string, Behaviour, string, RegExp][] = [
  ['hangs', 'hang', 'UNAVAILABLE', /did not answer in time/],
  ['resets the connection in the middle of an answer', 'reset', 'UNAVAILABLE', /cannot be reached/],
  ['answers 500', INTERNAL, 'UNAVAILABLE', /failed/],
  ['answers 429', { status: 429, body: '{}', headers: { 'retry-after': '37' } }, 'OVERLOADED', /takes no more/],
  [
    'answers with a page',
    { status: 200, body: '<html>hello</html>', headers: { 'content-type': 'text/html' } },
    'UNAVAILABLE',
    /cannot be read/,
  ],
  ['answers with JSON cut short', { status: 200, body: '{"result": {"points": [' }, 'UNAVAILABLE', /cannot be read/],
  ['answers with other JSON', { status: 200, body: '{"result": {"points": 5}}' }, 'UNAVAILABLE', /cannot be read/],
  ['answers without a result', { status: 200, body: '{}' }, 'UNAVAILABLE', /cannot be read/],
  [
    'is a proxy that knows no such path',
    { status: 404, body: 'nothing here', headers: { 'content-type': 'text/plain' } },
    'UNAVAILABLE',
    /404/,
  ],
  ['sends elsewhere', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }, 'UNAVAILABLE', /cannot be reached/],
  ['refuses the key', { status: 401, body: '{"status":{"error":"Must provide an API key"}}' }, 'UNAVAILABLE', /API key/],
];

describe.skipIf(qdrantShimMissing)('a store whose server', () => {
  let shim: QdrantShim;
  let server: FaultyServer;
  let store: VectorStore;

  const open = (timeoutMs: number): Promise<VectorStore> => qdrantStore({ url: server.url, apiKey: KEY, timeoutMs });
  /** Once it serves again; the pause after failures may have to pass. */
  const expectServing = () =>
    vi.waitFor(async () => expect((await store.search('pictures', 'f', QUERY)).hits).toHaveLength(1), { timeout: 25_000, interval: 100 });
  const failure = (promise: Promise<unknown>): Promise<Error & { code: string; retryAfterMs?: number }> =>
    promise.then(
      () => expect.unreachable('it succeeded'),
      (error) => error,
    );
  /** Whatever is logged of it: message, stack and causes. */
  const expectNoSecrets = (error: unknown): void => {
    for (let one = error; one instanceof Error; one = one.cause) {
      const told = `${one.message} ${one.stack} ${JSON.stringify(one)}`;
      expect(told).not.toContain(KEY);
      expect(told).not.toContain(String(server.port));
      expect(told).not.toContain('127.0.0.1');
    }
  };

  beforeAll(async () => {
    shim = await startQdrantShim();
  });
  afterAll(() => shim.kill());
  beforeEach(async () => {
    server = await faultyServer(shim.port);
    store = await open(10_000);
    await store.createCollection({ name: 'pictures', fingerprint: 'f', model: 'm', dimensions: 2 });
    await store.upsert('pictures', 'f', [RECORD]);
  });
  afterEach(async () => {
    server.behave('pass');
    if (await store.deleteCollection('pictures').catch(() => false)) await store.close();
    else {
      await store.close();
      const cleaning = await qdrantStore({ url: shim.url });
      await cleaning.deleteCollection('pictures');
      await cleaning.close();
    }
    await server.close();
  });

  it.each(FAULTS)('%s says so, typed and without secrets, and serves again', async (_, behaviour, code, message) => {
    if (behaviour === 'hang') {
      await store.close();
      store = await open(500);
    }
    server.behave(behaviour);
    const calls = [store.search('pictures', 'f', QUERY), store.upsert('pictures', 'f', [RECORD]), store.health()];
    for (const error of await Promise.all(calls.map(failure))) {
      expect(error).toMatchObject({ name: 'PluginError', code });
      expect(error.message).toMatch(new RegExp(`${message.source}|was not reachable just now`));
      expectNoSecrets(error);
    }
    server.behave('pass');
    await expectServing();
  });

  it('refuses connections says so, is left alone for a while, and serves again', async () => {
    await server.refuse();
    const errors = [await failure(store.search('pictures', 'f', QUERY)), await failure(store.search('pictures', 'f', QUERY))];
    for (const error of errors) {
      expect(error).toMatchObject({ name: 'PluginError', code: 'UNAVAILABLE', retryAfterMs: expect.any(Number) as number });
      expectNoSecrets(error);
    }
    await server.listen();
    const before = server.requests;
    const refused = await failure(store.search('pictures', 'f', QUERY));
    expect(refused.message).toMatch(/was not reachable just now/);
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(server.requests).toBe(before);
    await expectServing();
    await expect(store.health()).resolves.toBeUndefined();
  });

  it('is overloaded tells when to come back, in seconds or as a date', async () => {
    server.behave({ status: 429, body: '{}', headers: { 'retry-after': '37' } });
    expect((await failure(store.count('pictures'))).retryAfterMs).toBe(37_000);
    server.behave({ status: 429, body: '{}', headers: { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() } });
    expect((await failure(store.count('pictures'))).retryAfterMs).toBeGreaterThan(3_000_000);
    server.behave({ status: 429, body: '{}' });
    expect((await failure(store.count('pictures'))).retryAfterMs).toBeGreaterThan(0);
  });

  it.each<[string, Behaviour]>([
    ['breaks off', 'reset'],
    ['fails', INTERNAL],
  ])('%s once is asked again where that changes nothing', async (_, behaviour) => {
    server.behaveOnce(behaviour);
    expect((await store.search('pictures', 'f', QUERY)).hits).toHaveLength(1);
    server.behaveOnce(behaviour);
    await store.upsert('pictures', 'f', [{ ...RECORD, key: 'b' }]);
    server.behaveOnce(behaviour);
    expect(await store.count('pictures')).toBe(2);
  });

  it('stumbles while a collection is made is not asked twice', async () => {
    server.behaveOnce(INTERNAL, 'PUT');
    const before = server.requests;
    expect(await failure(store.createCollection({ name: 'other', fingerprint: 'f', model: 'm', dimensions: 2 }))).toMatchObject({
      code: 'UNAVAILABLE',
    });
    // Whether there is one was asked first.
    expect(server.requests).toBe(before + 2);
    expect(await store.collection('other')).toBeUndefined();
  });

  it('stumbles while a collection gets its name leaves nothing of it', async () => {
    const other = { name: 'other', fingerprint: 'f', model: 'm', dimensions: 2 };
    server.behaveOnce(INTERNAL, 'POST');
    expect(await failure(store.createCollection(other))).toMatchObject({ code: 'UNAVAILABLE' });
    expect((await store.collections()).map(({ name }) => name)).toEqual(['pictures']);
    expect(await store.createCollection(other)).toMatchObject(other);
    expect(await store.deleteCollection('other')).toBe(true);
  });

  it('hangs does not hold a caller who leaves', async () => {
    await store.close();
    store = await open(600_000);
    server.behave('hang');
    const leaving = new AbortController();
    const reason = new Error('the caller left');
    const search = store.search('pictures', 'f', QUERY, { signal: leaving.signal });
    setTimeout(() => leaving.abort(reason), 50);
    await expect(search).rejects.toBe(reason);
    server.behave('pass');
    await expectServing();
  });
});

describe('a store that is opened', () => {
  it('on an address where nobody listens says so', async () => {
    const server = await faultyServer(1);
    await server.close();
    await expect(qdrantStore({ url: server.url })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'The vector database cannot be reached',
    });
  });

  it.each([
    [
      'an old server',
      '{"title":"qdrant - vector search engine","version":"1.16.3"}',
      'The Qdrant server has version 1.16; clipgraph needs 1.17 or newer',
    ],
    ['another server', '{"title":"elastic","version":"9.1.0"}', 'The address is not that of a Qdrant server'],
    ['a server without a version', '{}', 'The address is not that of a Qdrant server'],
  ])('on %s says so', async (_, body, message) => {
    const server = await faultyServer(1);
    server.behave({ status: 200, body: body });
    await expect(qdrantStore({ url: server.url })).rejects.toMatchObject({ name: 'PluginError', code: 'UNSUPPORTED', message });
    await server.close();
  });

  it.each(['', 'nonsense', 'ftp://host', 'http://user:secret@host', 'http://host/?key=secret'])(
    'refuses the address %j without repeating it',
    async (url) => {
      const error = await qdrantStore({ url }).catch((error: unknown) => error as Error);
      expect(error).toMatchObject({ name: 'PluginError', code: 'INVALID_INPUT' });
      expect((error as Error).message).not.toMatch(/secret|nonsense|ftp:/);
    },
  );
});
