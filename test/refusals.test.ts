import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { capturedLog } from './captured-log.ts';
import { testGateway, type TestGateway } from './gateway.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const NAMED = 'query ($name: String!) { collection(name: $name) { name } }';
const FILTERED = 'query ($filter: Filter) { collection(name: "c") { assets(filter: $filter) { nodes { key } } } }';
const PAYLOAD = 'mutation ($items: [AssetInput!]!) { indexAssets(collection: "c", assets: $items) { __typename } }';

const graphql = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}): [path: string, RequestInit] => [
  '/graphql',
  { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body },
];
/** Variables as they are written, so that they can say what JSON.stringify cannot. */
const asked = (query: string, variables = '{}'): [path: string, RequestInit] =>
  graphql(`{"query":${JSON.stringify(query)},"variables":${variables}}`);
const nested = (levels: number): string => '{"must":[{"nested":'.repeat(levels) + '{}' + '}]}'.repeat(levels);
const form = (): FormData => {
  const data = new FormData();
  data.set('operations', JSON.stringify({ query: '{ models { id } }' }));
  return data;
};

describe('what cannot be answered is refused in JSON, with a code and a status of its own', () => {
  const log = capturedLog();
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway({ logger: log.logger, limits: { bodyBytes: 1_000_000, requestDeadlineMs: 1_500 } });
    await gateway.data('mutation { createCollection(name: "c") { name } }');
  });
  afterAll(async () => gateway.close());

  it.each<[what: string, status: number, code: string, message: RegExp, request: [path: string, init: RequestInit]]>([
    ['a body that does not decompress', 400, 'BAD_REQUEST', /does not decompress/, graphql('no gzip', { 'content-encoding': 'gzip' })],
    ['the same as br', 400, 'BAD_REQUEST', /does not decompress/, graphql('no brotli', { 'content-encoding': 'br' })],
    [
      'gzip that is cut off',
      400,
      'BAD_REQUEST',
      /does not decompress/,
      graphql(gzipSync('{"query":"{__typename}"}').subarray(0, 20) as Buffer<ArrayBuffer>, { 'content-encoding': 'gzip' }),
    ],
    [
      'a body that decompresses to very much',
      413,
      'TOO_LARGE',
      /larger than 1000000 bytes/,
      graphql(brotliCompressSync(Buffer.alloc(50_000_000, ' ')) as Buffer<ArrayBuffer>, { 'content-encoding': 'br' }),
    ],
    ['an unknown content encoding', 415, 'BAD_REQUEST', /content encoding/, graphql('{}', { 'content-encoding': 'lzma' })],
    ['another charset', 415, 'BAD_REQUEST', /UTF-8/, graphql('{}', { 'content-type': 'application/json; charset=iso-8859-1' })],
    [
      'invalid UTF-8',
      400,
      'BAD_REQUEST',
      /UTF-8/,
      graphql(Buffer.from(`{"query":"${NAMED}","a":"\u00ff"}`, 'latin1') as Buffer<ArrayBuffer>),
    ],
    ['no JSON', 400, 'BAD_REQUEST', /not valid JSON/, graphql('{"query":')],
    ['JSON that is no object', 400, 'BAD_REQUEST', /body/, graphql('null')],
    ['no body', 400, 'BAD_REQUEST', /body/, graphql('')],
    ['an unknown route', 404, 'NOT_FOUND', /nothing at this address/, ['/wp-admin', {}]],
    ['another method than a route has', 404, 'NOT_FOUND', /nothing at this address/, ['/uploads', { method: 'PUT', body: 'x' }]],
    ['an address that is none', 400, 'BAD_REQUEST', /address/, ['/assets/%zz/full/y.webp', {}]],
    ['a multipart body', 415, 'BAD_REQUEST', /POST \/uploads/, ['/graphql', { method: 'POST', body: form() }]],
    [
      'a multipart body of a careful client',
      415,
      'BAD_REQUEST',
      /POST \/uploads/,
      ['/graphql', { method: 'POST', headers: { 'apollo-require-preflight': '1' }, body: form() }],
    ],
    ['a subscription', 400, 'GRAPHQL_VALIDATION_FAILED', /no subscriptions/, asked('subscription { verdicts { id } }')],
    ['a GET from a page', 400, 'BAD_REQUEST', /CSRF/, ['/graphql?query={__typename}', { headers: { accept: 'text/html' } }]],
    ['a PUT', 405, 'BAD_REQUEST', /GET\/POST/, ['/graphql', { method: 'PUT', headers: JSON_TYPE, body: '{"query":"{__typename}"}' }]],
    ['a filter 5,000 levels deep', 400, 'BAD_USER_INPUT', /deeper than 100 levels/, asked(FILTERED, `{"filter":${nested(5_000)}}`)],
    // As with any field that cannot be answered, the others of the query are.
    ['a filter 20 levels deep', 200, 'BAD_USER_INPUT', /deeper than 8 levels/, asked(FILTERED, `{"filter":${nested(20)}}`)],
    [
      'a literal 4,000 levels deep',
      400,
      'GRAPHQL_PARSE_FAILED',
      /nested too deeply/,
      asked(`{ nodes(ids: ${'['.repeat(4_000)}${']'.repeat(4_000)}) { id } }`),
    ],
    [
      'a selection 2,000 levels deep',
      400,
      'GRAPHQL_PARSE_FAILED',
      /nested too deeply/,
      asked(`${'{ a '.repeat(2_000)}${'}'.repeat(2_000)}`),
    ],
    [
      'variables with very many mistakes',
      400,
      'BAD_USER_INPUT',
      /./,
      asked('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', `{"ids":[${Array.from({ length: 300 }, () => '{}').join()}]}`),
    ],
    ['half of a surrogate pair', 400, 'BAD_USER_INPUT', /variables\.name holds half/, asked(NAMED, '{"name":"\\ud800"}')],
    [
      'half of one in the query',
      400,
      'BAD_USER_INPUT',
      /query holds half/,
      graphql('{"query":"{ collection(name: \\"\\udfff\\") { name } }"}'),
    ],
    [
      'a whole number that would change in a payload',
      400,
      'BAD_USER_INPUT',
      /^variables\.items\[0\]\.payload\.n is a whole number beyond/,
      asked(PAYLOAD, '{"items":[{"key":"a","image":{"base64":""},"payload":{"n":9007199254740993}}]}'),
    ],
    [
      'one in a filter',
      400,
      'BAD_USER_INPUT',
      /^variables\.filter\.must\[0\]\.match\.value is a whole number/,
      asked(FILTERED, '{"filter":{"must":[{"match":{"field":"n","value":-9007199254740993}}]}}'),
    ],
    [
      'one in the text of a query',
      400,
      'GRAPHQL_VALIDATION_FAILED',
      /whole number beyond/,
      asked('{ collection(name: "c") { assets(filter: { must: [{ range: { field: "n", gte: 9007199254740993 } }] }) { nodes { key } } } }'),
    ],
  ])('%s: %i %s', async (_what, status, code, message, [path, init]) => {
    const before = log.errors().length;
    const response = await fetch(`${gateway.url}${path}`, init);
    const text = await response.text();
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const { errors } = JSON.parse(text) as { errors: { message: string; extensions: { code: string } }[] };
    expect(errors[0]!.message).toMatch(message);
    expect(errors[0]!.extensions.code).toMatch(code);
    expect(response.status).toBe(status);
    expect(text).not.toMatch(/INTERNAL_SERVER_ERROR|node_modules|stack|\.ts:/i);
    expect(log.errors().slice(before)).toEqual([]);
  });

  it('keeps the greatest numbers and every character as they were sent', async () => {
    const [path, init] = asked(
      '{ collection(name: "c") { name } }',
      '{"unused":[9007199254740991,-9007199254740991,1e300,"\\ud83d\\ude00"]}',
    );
    expect(await (await fetch(`${gateway.url}${path}`, init)).json()).toEqual({
      data: { collection: { name: 'c' } },
      extensions: expect.anything(),
    });
  });

  it('takes a body that begins with a byte order mark, and one that is compressed', async () => {
    const body = JSON.stringify({ query: '{ collection(name: "c") { name } }' });
    for (const [path, init] of [graphql(`\ufeff${body}`), graphql(gzipSync(body) as Buffer<ArrayBuffer>, { 'content-encoding': 'gzip' })]) {
      expect(await (await fetch(`${gateway.url}${path}`, init)).json()).toMatchObject({ data: { collection: { name: 'c' } } });
    }
  });

  const raw = async (...pieces: readonly string[]): Promise<string> => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
    const closed = new Promise<void>((done) => socket.once('close', () => done()).on('error', () => undefined));
    for (const piece of pieces) {
      socket.write(piece);
      await delay(50);
    }
    await closed;
    return answer;
  };

  it.each([
    ['an address of 200 kB', 431, `GET /graphql?query=${'x'.repeat(200_000)} HTTP/1.1\r\nhost: a\r\n\r\n`],
    ['what is no HTTP', 400, '\u0016\u0003\u0001 hello\r\n\r\n'],
    ['two lengths', 400, 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello'],
    ['a length and chunks', 400, 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ])('%s gets %i in JSON before the connection ends', async (_what, status, bytes) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(log.errors()).toEqual([]);
  });

  it.each(['/uploads', '/moderate?policy=none'])(
    'a body that never ends is told so in time at %s',
    async (path) => {
      const answer = await raw(`POST ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 5000\r\n\r\n`, 'drip', 'drip');
      expect(answer).toMatch(/^HTTP\/1.1 408 /);
      expect(answer).toContain('"code":"TIMEOUT"');
      expect(log.errors()).toEqual([]);
    },
    60_000,
  );

  it('callers who leave in the middle of a body leave no line in the log', async () => {
    const { port } = new URL(gateway.url);
    for (const path of ['/graphql', '/uploads', '/moderate?policy=none', '/nowhere']) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(`POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{"query"`);
      await delay(50);
      socket.resetAndDestroy();
    }
    await delay(200);
    expect((await gateway.query('{ models { id } }')).status).toBe(200);
    expect(log.errors()).toEqual([]);
  });
});
