import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { capturedLog } from './captured-log.ts';
import { testGateway, type TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';

const [PLAIN, LARGE] = ['plain-0123456789abcdef', 'large-0123456789abcdef'];
const QUERY = '{ models { name } }';
const EMBED = 'query ($inputs: [ContentInput!]!) { embed(inputs: $inputs) { __typename } }';

describe('a body', () => {
  const log = capturedLog();
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway({
      logger: log.logger,
      apiKeys: [{ key: PLAIN }, { key: LARGE, bodyBytes: 2_000_000 }],
      limits: { bodyStallMs: 700, bodyDeadlineMs: 2_000, encodedBytes: 4_000_000, encodedWaitMs: 300 },
    });
  }, 60_000);
  afterAll(() => gateway.close());

  /** A connection on which some of a request is sent; its answer once the connection ends. */
  function begun(path: string, announced: number, key = PLAIN): { socket: Socket; answer: Promise<string> } {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    socket.on('error', () => undefined);
    const type = path === '/graphql' ? 'application/json' : 'application/octet-stream';
    const head = [`POST ${path} HTTP/1.1`, 'host: a', `authorization: Bearer ${key}`, `content-type: ${type}`];
    socket.write(`${head.join('\r\n')}\r\ncontent-length: ${announced}\r\n\r\n`);
    return { socket, answer: new Promise((resolve) => socket.once('close', () => resolve(text))) };
  }

  const held = async (): Promise<number> => {
    const text = await (await fetch(`${gateway.url}/metrics`, { headers: { authorization: `Bearer ${PLAIN}` } })).text();
    return Number(/^clipgraph_budget_bytes\{budget="encoded"\} (\d+)$/m.exec(text)?.[1]);
  };

  it.each([
    ['/graphql', 'errors'],
    ['/uploads', 'error'],
    ['/moderate?policy=none', 'error'],
  ])('that stands still is told so at %s, and gives back what it held', async (path, form) => {
    const { socket, answer } = begun(path, 5_000);
    socket.write('{"query":');
    const text = await answer;
    expect(text).toMatch(/^HTTP\/1.1 408 /);
    expect(text).toMatch(/connection: close/i);
    const body = JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)) as Record<string, unknown>;
    expect(JSON.stringify(body[form])).toContain('"code":"TIMEOUT"');
    await expect.poll(held).toBe(0);
    expect(log.errors()).toEqual([]);
  });

  it('that drips is told so when its time is over', async () => {
    const { socket, answer } = begun('/graphql', 5_000);
    const dripping = setInterval(() => socket.write(' '), 200);
    expect(await answer.finally(() => clearInterval(dripping))).toMatch(/^HTTP\/1.1 408 [^]*within 2 seconds/);
    await expect.poll(held).toBe(0);
  });

  it('waits for room when many stand still, and is refused with a time to come back when there is none', async () => {
    const stalled = Array.from({ length: 8 }, () => begun('/graphql', 900_000));
    await expect.poll(held).toBeGreaterThanOrEqual(1_800_000);
    const refused = await gateway.query(QUERY.padEnd(100_000));
    expect(refused).toMatchObject({ status: 503, errors: [{ extensions: { code: 'OVERLOADED', retryAfterMs: expect.any(Number) } }] });
    for (const { answer } of stalled) expect(await answer).toMatch(/^HTTP\/1.1 (408|503) /);
    await expect.poll(held).toBe(0);
    expect((await gateway.query(QUERY)).status).toBe(200);
  });

  it('gives back what it held when the caller leaves', async () => {
    const { socket } = begun('/graphql', 900_000);
    socket.write('{');
    await expect.poll(held).toBeGreaterThanOrEqual(1_800_000);
    socket.destroy();
    await expect.poll(held).toBe(0);
    expect(log.errors()).toEqual([]);
  });

  it('has a megabyte, or what its key says: then large pictures may stand in it', async () => {
    const picture = Buffer.concat([await plainPicture('navy'), Buffer.alloc(1_100_000)]);
    const variables = { inputs: [{ image: { base64: base64(picture) } }] };
    const { status, errors } = await gateway.query(EMBED, variables);
    expect([status, errors?.[0]?.extensions.code, errors?.[0]?.message]).toEqual([413, 'TOO_LARGE', expect.stringContaining('/uploads')]);
    expect(await gateway.as(LARGE).query(EMBED, variables)).toMatchObject({ status: 200, data: { embed: [{ __typename: 'Embedding' }] } });
  });

  it.each([
    ['values in a list', `[${'1,'.repeat(20_000)}1]`],
    ['lists', `[${'[],'.repeat(20_000)}1]`],
    ['members of an object', `{${Array.from({ length: 20_000 }, (_, i) => `"${i}":1`).join()}}`],
  ])('with too many %s is refused before it is parsed', async (_, value) => {
    const body = Buffer.from(`{"query":${JSON.stringify(QUERY)},"variables":{"unused":${value}}}`);
    for (const [bytes, encoding] of [
      [body, {}],
      [gzipSync(body), { 'content-encoding': 'gzip' }],
    ] as const) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${PLAIN}`, ...encoding };
      const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: new Uint8Array(bytes) });
      const { errors } = (await response.json()) as { errors: { message: string }[] };
      expect([response.status, errors[0]!.message]).toEqual([400, expect.stringContaining('more than 15000 values')]);
    }
  });

  it('is looked through to its end in several steps', async () => {
    const body = `{"query":${JSON.stringify(QUERY)},"variables":{"unused":"${'\\n'.repeat(900_000)}"}}`;
    const request = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${LARGE}` },
      body,
    });
    expect(await (await request).json()).toMatchObject({ data: { models: [{ name: 'mini' }] } });
  });

  it('and the variables of a GET keep every number exactly, or are refused', async () => {
    const ask = async (variables: string): Promise<unknown> => {
      const query = new URLSearchParams({ query: 'query ($name: String!) { collection(name: $name) { name } }', variables });
      const headers = { 'apollo-require-preflight': '1', authorization: `Bearer ${PLAIN}` };
      return (await fetch(`${gateway.url}/graphql?${query}`, { headers })).json();
    };
    expect(await ask('{"name":"none","more":9007199254740993}')).toMatchObject({
      errors: [{ message: expect.stringMatching(/^variables: more is a whole number beyond/), extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(await ask('{"name":"none","more":9007199254740991}')).toMatchObject({ data: { collection: null } });
  });
});

describe('without settings', () => {
  it('a body that stands still has ten seconds', { timeout: 60_000 }, async () => {
    const gateway = await testGateway();
    try {
      expect(gateway.config.limits).toMatchObject({ bodyBytes: 2 ** 20, bodyStallMs: 10_000, bodyDeadlineMs: 30_000 });
    } finally {
      await gateway.close();
    }
  });
});
