import { request } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';

const KEY = 'a-key-for-tests-0123456789';

describe('an open server on loopback', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway({ limits: { bodyBytes: 200_000, operationCost: 2_000 } });
  });
  afterAll(async () => gateway.close());

  const post = (
    path: string,
    body: string | Buffer<ArrayBuffer>,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ): Promise<Response> => fetch(`${gateway.url}${path}`, { method: 'POST', body, headers });

  it('says that it lives and is ready', async () => {
    expect((await fetch(`${gateway.url}/livez`)).status).toBe(200);
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  });

  it('shows a page, metrics, and nothing elsewhere', async () => {
    const page = await (await fetch(`${gateway.url}/`)).text();
    expect(page).toContain('<title>clipgraph</title>');
    const parts = [...page.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)].map(([, path]) => path!);
    expect(parts.length).toBeGreaterThan(2);
    for (const path of parts) expect((await fetch(`${gateway.url}${path}`)).headers.get('content-type')).toMatch(/^text\/(css|javascript)/);
    for (const path of ['/page', '/page/', '/page/none.js', '/page/..%2fpackage.json', '/page/%2e%2e/package.json']) {
      expect((await fetch(`${gateway.url}${path}`)).status).toBeGreaterThanOrEqual(400);
    }
    await fetch(`${gateway.url}/moderate`, { method: 'POST' });
    await fetch(`${gateway.url}/moderation/verdicts?format=none`);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    for (const route of ['/', '/livez', '/moderate', '/moderation/verdicts'])
      expect(metrics).toContain(`clipgraph_http_request_seconds_count{route="${route}",`);
    expect((await fetch(`${gateway.url}/wp-admin`)).status).toBe(404);
    expect((await fetch(`${gateway.url}/assets/..%2f..%2fsecret/full/x.webp`)).status).toBe(403);
  });

  it.each([
    ['a syntax error', '{ models {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a query too deep',
      `{ collections { assets { nodes { ${'collection { assets { nodes { '.repeat(5)} key ${'} } }'.repeat(5)} } } } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'too many aliases',
      `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: models { id }`).join(' ')} }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['too many tokens', `{ ${'models { id } '.repeat(4000)} }`, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown model', '{ embed(inputs: [{ text: "a" }], model: "none") { __typename } }', 'NOT_FOUND'],
    ['an unknown collection', '{ search(collection: "none", query: { text: "a" }) { totalCount } }', 'NOT_FOUND'],
    ['a bad collection name', 'mutation { createCollection(name: "../x") { name } }', 'BAD_USER_INPUT'],
    ['two ways at once', '{ embed(inputs: [{ text: "a", image: { base64: "" } }]) { __typename } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a forged cursor', '{ search(collection: "c", query: { text: "a" }, after: "Zm9yZ2Vk") { totalCount } }', 'BAD_USER_INPUT'],
  ])('answers %s with a code of its own and no inner workings', async (_name, query, code) => {
    await gateway.query('mutation { createCollection(name: "c") { name } }');
    const { errors, status } = await gateway.query(query);
    expect(errors?.[0]?.extensions['code']).toBe(code);
    expect(status).toBeLessThan(500);
    expect(JSON.stringify(errors)).not.toMatch(/stacktrace|node_modules|\.ts:/);
  });

  it('charges for work before it runs and says what it cost', async () => {
    const cheap = await gateway.query('{ embed(inputs: [{ text: "a" }]) { __typename } }');
    expect(cheap.extensions?.cost).toMatchObject({ limit: 2_000 });
    expect(cheap.extensions?.cost?.charged).toBeGreaterThan(0);
    const image = { base64: base64(await plainPicture('red', 'png', 8)) };
    const dear = await gateway.query('query ($inputs: [ContentInput!]!) { embed(inputs: $inputs) { __typename } }', {
      inputs: Array.from({ length: 60 }, () => ({ image })),
    });
    expect(dear.errors?.[0]?.extensions.code).toBe('COST_LIMIT_EXCEEDED');
  });

  it('refuses what a page of another site could send', async () => {
    const response = await post('/graphql', JSON.stringify({ query: '{ models { id } }' }), { 'content-type': 'text/plain' });
    expect(response.status).toBe(400);
  });

  it('refuses batches, bodies that are no JSON and bodies that are too large', async () => {
    expect((await post('/graphql', JSON.stringify([{ query: '{ models { id } }' }, { query: '{ models { id } }' }]))).status).toBe(400);
    expect((await post('/graphql', '{"query":')).status).toBe(400);
    const large = await post('/graphql', JSON.stringify({ query: '{ models { id } }', variables: { x: 'x'.repeat(300_000) } }));
    expect(large.status).toBe(413);
    expect(await large.text()).toContain('/uploads');
  });

  it('takes uploads of pictures only', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    const good = await post('/uploads', Buffer.from(await plainPicture('navy', 'webp')), headers);
    expect(good.status).toBe(201);
    expect(await good.json()).toMatchObject({ format: 'webp', uploadId: expect.any(String) });
    expect((await post('/uploads', '%PDF-1.7 hello hello hello', headers)).status).toBe(415);
    expect((await post('/uploads', '', headers)).status).toBe(400);
  });

  it('answers callers whose large body it refuses, instead of breaking the connection', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    for (const megabytes of [25, 60]) {
      expect((await post('/uploads', Buffer.alloc(megabytes * 2 ** 20, 'not a picture'), headers)).status).toBe(415);
    }
  });

  it('deletes an upload when asked to', async () => {
    const uploadId = await gateway.upload(await plainPicture('olive'));
    for (let twice = 0; twice < 2; twice++) {
      expect((await fetch(`${gateway.url}/uploads/${uploadId}`, { method: 'DELETE' })).status).toBe(204);
    }
    const { data } = await gateway.query<{ embed: { code: string }[] }>(
      'query ($id: ID!) { embed(inputs: [{ image: { uploadId: $id } }]) { ... on InputError { code } } }',
      { id: uploadId },
    );
    expect(data?.embed[0]?.code).toBe('NOT_FOUND');
  });

  it('goes on after callers who leave in the middle of an upload or a query', async () => {
    const { port } = new URL(gateway.url);
    await Promise.all(
      ['/uploads', '/graphql'].map(
        (path) =>
          new Promise<void>((left) => {
            const half = request({ port, path, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': 10_000 } });
            half.on('error', () => left());
            half.write('{"query"');
            setTimeout(() => half.destroy(new Error('gone')), 30);
          }),
      ),
    );
    expect((await gateway.query('{ models { id } }')).status).toBe(200);
  });
});

describe('a server with keys', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway({ apiKeys: [{ key: KEY }, { key: 'another-key-for-tests-987654', name: 'another' }] });
  });
  afterAll(async () => gateway.close());

  it('answers those who have one', async () => {
    expect((await gateway.query('{ models { id } }')).data).toBeDefined();
  });

  it.each(['/graphql', '/uploads', '/moderate?policy=forum'])('turns others away from %s before it reads their body', async (path) => {
    for (const authorization of ['', 'Bearer wrong', `Basic ${KEY}`, `Bearer ${KEY}x`]) {
      const response = await fetch(`${gateway.url}${path}`, { method: 'POST', body: 'x', headers: { authorization } });
      expect(response.status).toBe(401);
    }
  });

  it('gives verdicts to nobody else', async () => {
    const statuses = ['', 'Bearer wrong', `Bearer ${KEY}`].map(
      async (authorization) => (await fetch(`${gateway.url}/moderation/verdicts`, { headers: { authorization } })).status,
    );
    expect(await Promise.all(statuses)).toEqual([401, 401, 200]);
  });

  it('leaves probes open', async () => {
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(401);
  });
});

describe('a server that pages of another origin may call', () => {
  it("answers their preflight, and nobody else's", async () => {
    const origin = 'https://shop.example.com';
    const gateway = await testGateway({ corsOrigins: [origin], apiKeys: [{ key: KEY }] });
    const preflight = async (from: string): Promise<string | null> => {
      const headers = {
        origin: from,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      };
      return (await fetch(`${gateway.url}/graphql`, { method: 'OPTIONS', headers })).headers.get('access-control-allow-origin');
    };
    expect(await preflight(origin)).toBe(origin);
    expect(await preflight('https://elsewhere.example.com')).toBeNull();
    await gateway.close();
  });
});

describe('starting', () => {
  it('says clearly that the port is taken', async () => {
    const first = await testGateway();
    const port = Number(new URL(first.url).port);
    await expect(testGateway({ port })).rejects.toThrow(/Port \d+ is taken.*CLIPGRAPH_PORT=/);
    await first.close();
  });

  it('says clearly that another server uses the data folder', async () => {
    const first = await testGateway();
    await expect(testGateway({ dataDir: first.config.dataDir })).rejects.toThrow(/data folder|in use|another/i);
    expect((await first.query('{ collections { name } }')).data).toBeDefined();
    await first.close();
  });

  it('says clearly that there is no such model', async () => {
    await expect(testGateway({ models: ['nowhere'] })).rejects.toThrow(/no model "nowhere".*models add nowhere/);
  });
});
