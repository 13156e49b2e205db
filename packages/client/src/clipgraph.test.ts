import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { clipgraph, encodeVector, isInputError, type ClipgraphClient, type ClipgraphOptions } from './index.ts';

interface Seen {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}
type Answer = (response: ServerResponse, seen: Seen) => void;

const servers: Server[] = [];

/** A server that gives the answers in turn, the last one for good, and remembers what it was asked. */
async function serverOf(...answers: Answer[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const answer = answers[Math.min(seen.length, answers.length - 1)]!;
    seen.push({ method: request.method, path: request.url, headers: request.headers, body });
    answer(response, seen.at(-1)!);
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function clientOf(answer: Answer | Answer[], options: ClipgraphOptions = {}): Promise<{ client: ClipgraphClient; seen: Seen[] }> {
  const { url, seen } = await serverOf(...[answer].flat());
  return { client: clipgraph({ url, ...options }), seen };
}

const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  };
const data = (value: unknown): Answer => json({ data: value });
const error = (code: string, extensions: object = {}): Answer =>
  json({ data: null, errors: [{ message: `It was ${code}.`, extensions: { code, ...extensions } }] });
const page =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<h1>A page</h1>');
  };
const searchPage = (key: string, endCursor: string | null): Answer =>
  data({
    search: {
      totalCount: 3,
      pageInfo: { hasNextPage: endCursor !== null, endCursor },
      edges: [{ score: 0.3, cosine: 0.3, group: null, node: { key } }],
    },
  });
const silence: Answer = () => undefined;
const reset: Answer = (response) => {
  response.socket?.resetAndDestroy();
};

describe('a request', () => {
  it('carries the operation, its variables and the key', async () => {
    const { client, seen } = await clientOf(data({ models: [] }), { apiKey: 'secret' });
    expect(await client.query('query Q($a: Int) { models { name } }', { a: 1 })).toEqual({ models: [] });
    expect(seen[0]).toMatchObject({ path: '/graphql', headers: { authorization: 'Bearer secret', 'content-type': 'application/json' } });
    expect(JSON.parse(seen[0]!.body.toString())).toEqual({ query: 'query Q($a: Int) { models { name } }', variables: { a: 1 } });
  });

  it('goes to a server behind a path, with or without a final slash', async () => {
    const { url, seen } = await serverOf(data({ models: [] }));
    await clipgraph({ url: `${url}/clip/` }).models();
    await clipgraph({ url: `${url}/clip` }).models();
    expect(seen.map(({ path }) => path)).toEqual(['/clip/graphql', '/clip/graphql']);
    expect(seen[0]!.headers.authorization).toBeUndefined();
  });

  it('uses the fetch that it was given', async () => {
    const client = clipgraph({ fetch: async () => Response.json({ data: { collections: [] } }) });
    expect(await client.collections()).toEqual([]);
  });
});

describe('a recommendation', () => {
  it('goes through its pages, with the same arguments and the cursor of the last one', async () => {
    const pageOf = (key: string, endCursor: string | null) =>
      data({
        recommend: { totalCount: 2, pageInfo: { hasNextPage: endCursor !== null, endCursor }, edges: [{ score: 1, node: { key } }] },
      });
    const { client, seen } = await clientOf([pageOf('a', 'c1'), pageOf('b', null)]);
    const keys: string[] = [];
    const args = { collection: 'photos', like: [{ key: 'x' }], strategy: 'BEST_SCORE' } as const;
    for await (const { edges } of client.recommendPages({ ...args, like: [...args.like] })) keys.push(edges[0]!.node.key);
    expect(keys).toEqual(['a', 'b']);
    expect(seen.map(({ body }) => (JSON.parse(body.toString()) as { variables: unknown }).variables)).toEqual([
      args,
      { ...args, after: 'c1' },
    ]);
  });
});

describe('an upload', () => {
  const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
  const upload = { uploadId: 'u1', bytes: 4, format: 'jpeg' };

  it.each([
    ['bytes', () => bytes],
    ['a buffer', () => bytes.buffer],
    ['a blob', () => new Blob([bytes])],
    ['a stream', () => new Blob([bytes]).stream()],
  ])('sends %s as they are', async (_what, body) => {
    const { client, seen } = await clientOf(json(upload), { apiKey: 'secret' });
    expect(await client.upload(body())).toEqual(upload);
    expect(seen[0]).toMatchObject({ path: '/uploads', headers: { authorization: 'Bearer secret' } });
    expect(new Uint8Array(seen[0]!.body)).toEqual(bytes);
  });

  it('can be deleted, with the key', async () => {
    const { client, seen } = await clientOf((response) => void response.writeHead(204).end(), { apiKey: 'secret' });
    await client.deleteUpload('u/1');
    expect(seen[0]).toMatchObject({ method: 'DELETE', path: '/uploads/u%2F1', headers: { authorization: 'Bearer secret' } });
  });

  it('sends bytes again, but never a stream, which is gone', async () => {
    const busy = error('OVERLOADED', { retryAfterMs: 1 });
    const again = await clientOf([busy, json(upload)]);
    expect(await again.client.upload(bytes)).toEqual(upload);
    const once = await clientOf([busy, json(upload)]);
    await expect(once.client.upload(new Blob([bytes]).stream())).rejects.toMatchObject({ code: 'OVERLOADED' });
    expect(once.seen).toHaveLength(1);
  });
});

describe('results', () => {
  it('turns base64 into vectors and leaves wrong items in their places', async () => {
    const vector = Float32Array.of(0.6, -0.8);
    const embedding = {
      __typename: 'Embedding',
      dimensions: 2,
      tokenCount: 5,
      truncated: false,
      model: { name: 'mini', fingerprint: 'f' },
    };
    const wrong = { __typename: 'InputError', code: 'EMPTY', message: 'This text is empty.' };
    const box = { left: 0, top: 0.5, width: 0.5, height: 0.5 };
    const tiled = { ...embedding, crops: [{ box, base64: encodeVector(vector) }] };
    const base64 = encodeVector(vector);
    const { client } = await clientOf(data({ embed: [{ ...embedding, crops: null, base64 }, wrong, { ...tiled, base64 }] }));
    const results = await client.embed({ inputs: [{ text: 'a red boat' }, { text: '' }, { image: { uploadId: 'u' } }] });
    expect(results).toEqual([{ ...embedding, vector, crops: null }, wrong, { ...embedding, vector, crops: [{ box, vector }] }]);
    expect(results.map(isInputError)).toEqual([false, true, false]);
  });

  it('leaves out variables that were not given, so that the schema’s defaults hold', async () => {
    const { client, seen } = await clientOf(data({ search: { edges: [] } }));
    await client.search({ collection: 'photos', query: { text: 'a red boat' } });
    expect(JSON.parse(seen[0]!.body.toString())).toMatchObject({ variables: { collection: 'photos', query: { text: 'a red boat' } } });
  });

  it('walks the pages of a search, one request for each that is asked for', async () => {
    const { client, seen } = await clientOf([searchPage('a', 'c1'), searchPage('b', 'c2'), searchPage('c', null)]);
    const keys: string[] = [];
    for await (const { edges } of client.searchPages({ collection: 'photos', query: { text: 'x' }, first: 1 })) {
      keys.push(...edges.map(({ node }) => node.key));
    }
    expect(keys).toEqual(['a', 'b', 'c']);
    expect(seen.map(({ body }) => (JSON.parse(body.toString()) as { variables: { after?: string } }).variables.after)).toEqual([
      undefined,
      'c1',
      'c2',
    ]);
    await client.searchPages({ collection: 'photos', query: { text: 'x' } }).next();
    expect(seen).toHaveLength(4);
  });

  it('has null for the assets of no collection', async () => {
    const { client } = await clientOf(data({ collection: null }));
    expect(await client.assets({ collection: 'none' })).toBeNull();
  });

  it.each([
    ['createCollection', (client: ClipgraphClient) => client.createCollection({ name: 'n' })],
    ['deleteCollection', (client: ClipgraphClient) => client.deleteCollection('n')],
    ['indexAssets', (client: ClipgraphClient) => client.indexAssets({ collection: 'n', assets: [{ key: 'k', text: 't' }] })],
    ['deleteAssets', (client: ClipgraphClient) => client.deleteAssets({ collection: 'n', keys: ['k'] })],
    ['updatePayload', (client: ClipgraphClient) => client.updatePayload({ collection: 'n', key: 'k', payload: { a: 1 } })],
    ['classify', (client: ClipgraphClient) => client.classify({ images: [{ uploadId: 'u' }], by: { labels: ['cat'] } })],
    ['classifiers', (client: ClipgraphClient) => client.classifiers()],
    ['classifier', (client: ClipgraphClient) => client.classifier({ name: 'n' })],
    ['saveClassifier', (client: ClipgraphClient) => client.saveClassifier({ name: 'n', classes: [{ name: 'cat' }] })],
    ['trainClassifier', (client: ClipgraphClient) => client.trainClassifier({ name: 'n', examples: [] })],
    ['similarity', (client: ClipgraphClient) => client.similarity({ images: [{ uploadId: 'u' }], texts: ['cat'] })],
    ['collection', (client: ClipgraphClient) => client.collection('n')],
  ])('answers %s with its one field', async (name, call) => {
    const { client } = await clientOf(data({ [name]: 'the field' }));
    expect(await call(client)).toBe('the field');
  });
});

describe('an error', () => {
  it('has the code, the message and all errors of the answer', async () => {
    const { client } = await clientOf(error('NOT_FOUND'));
    const failure = client.search({ collection: 'none', query: { text: 'x' } });
    await expect(failure).rejects.toMatchObject({ name: 'ClipgraphError', code: 'NOT_FOUND', message: 'It was NOT_FOUND.', status: 200 });
    await expect(failure).rejects.toHaveProperty('errors.0.extensions.code', 'NOT_FOUND');
  });

  it('has the code of an HTTP error whose body is GraphQL', async () => {
    const { client } = await clientOf(
      json({ errors: [{ message: 'No such field.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }, 400),
    );
    await expect(client.query('{ no }')).rejects.toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED', status: 400 });
  });

  it('of an upload has the code of what is wrong with the image', async () => {
    const message = 'These bytes begin like no image format that is taken.';
    const { client } = await clientOf(json({ error: { code: 'UNSUPPORTED_FORMAT', message } }, 415));
    await expect(client.upload(new Uint8Array(3))).rejects.toMatchObject({ code: 'UNSUPPORTED_FORMAT', message, status: 415 });
  });

  it.each([
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [413, 'TOO_LARGE'],
    [404, 'BAD_RESPONSE'],
    [500, 'INTERNAL_SERVER_ERROR'],
    [504, 'TIMEOUT'],
  ])('of a page with status %i is %s', async (status, code) => {
    const { client } = await clientOf(page(status));
    await expect(client.models()).rejects.toMatchObject({ code, status });
  });

  it.each([
    ['a web page', page(200)],
    ['JSON of another kind', json({ hello: 'world' })],
    ['a list', json([1, 2])],
  ])('says that %s is not a clipgraph server', async (_what, answer) => {
    const { client } = await clientOf(answer);
    await expect(client.models()).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    await expect(client.upload(new Uint8Array(3))).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('is UNREACHABLE when no server listens, and when one breaks the connection, at the first try', async () => {
    const { client, seen } = await clientOf(reset);
    await expect(client.models()).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(seen).toHaveLength(1);
    const { url } = await serverOf(silence);
    servers.at(-1)!.close();
    await expect(clipgraph({ url }).models()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('is UNREACHABLE when an answer breaks off', async () => {
    const { client } = await clientOf((response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"data":', () => response.socket?.resetAndDestroy());
    });
    await expect(client.models()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('is TIMEOUT when the server is silent past the deadline', async () => {
    const { client } = await clientOf(silence, { timeoutMs: 40 });
    await expect(client.models()).rejects.toMatchObject({ code: 'TIMEOUT' });
  });
});

describe('a busy server', () => {
  it.each([
    ['OVERLOADED', error('OVERLOADED', { retryAfterMs: 1 })],
    ['UNAVAILABLE', error('UNAVAILABLE', { retryAfterMs: 1 })],
    ['HTTP 503', page(503, { 'retry-after': '0' })],
    ['HTTP 429', page(429, { 'retry-after': '0' })],
  ])('is asked again after %s', async (_what, busy) => {
    const { client, seen } = await clientOf([busy, busy, data({ models: [] })]);
    expect(await client.models()).toEqual([]);
    expect(seen).toHaveLength(3);
  });

  it('is asked at most as often as agreed, and tells when to come back', async () => {
    const { client, seen } = await clientOf(error('OVERLOADED', { retryAfterMs: 1 }), { retries: 2 });
    await expect(client.models()).rejects.toMatchObject({ code: 'OVERLOADED', retryAfterMs: 1 });
    expect(seen).toHaveLength(3);
  });

  it('is not waited for when it wants more time than the call has', async () => {
    const { client, seen } = await clientOf(page(503, { 'retry-after': '3600' }));
    await expect(client.models()).rejects.toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: 3_600_000 });
    expect(seen).toHaveLength(1);
  });

  it.each(['BAD_USER_INPUT', 'TIMEOUT', 'INTERNAL_SERVER_ERROR', 'UNAUTHENTICATED'])('is not asked again after %s', async (code) => {
    const { client, seen } = await clientOf([error(code), data({ models: [] })]);
    await expect(client.models()).rejects.toMatchObject({ code });
    expect(seen).toHaveLength(1);
  });
});

describe('aborting', () => {
  it('ends a request with the signal’s reason', async () => {
    const reason = new Error('no longer wanted');
    const controller = new AbortController();
    const { client } = await clientOf(() => controller.abort(reason));
    await expect(client.models({ signal: controller.signal })).rejects.toBe(reason);
  });

  it('ends a wait between tries', async () => {
    const controller = new AbortController();
    const { client, seen } = await clientOf((response, request) => {
      error('OVERLOADED', { retryAfterMs: 20_000 })(response, request);
      setTimeout(() => controller.abort(), 20);
    });
    await expect(client.models({ signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toHaveLength(1);
  });

  it('sends nothing when it came first', async () => {
    const { client, seen } = await clientOf(data({ models: [] }));
    await expect(client.models({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toHaveLength(0);
  });
});
