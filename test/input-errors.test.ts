import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';

/** A server of pictures and of everything that can be wrong with one. */
async function pictureServer(picture: Uint8Array): Promise<{ host: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    switch (request.url) {
      case '/good.png':
        return void response.end(picture);
      case '/missing.png':
        return void response.writeHead(404).end();
      case '/huge.png':
        return void response.end(Buffer.alloc(3 * 1024 * 1024, 1));
      case '/page.html':
        return void response.end('<html>not a picture</html>');
      case '/to-private.png':
        return void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
      default:
        // '/slow.png': never answers.
        return undefined;
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const EMBED = `query ($inputs: [ContentInput!]!) {
  embed(inputs: $inputs) { __typename ... on Embedding { dimensions } ... on InputError { code message } }
}`;

type Result = { __typename: string; code?: string; message?: string };

describe('a wrong item gets an InputError at its index, and the other items succeed', () => {
  let gateway: TestGateway;
  let server: Awaited<ReturnType<typeof pictureServer>>;
  let good: Uint8Array;

  beforeAll(async () => {
    good = await plainPicture('teal');
    server = await pictureServer(good);
    gateway = await testGateway({
      fetchAllow: [server.host],
      limits: { bodyBytes: 32 * 1024 * 1024, imageBytes: 1024 * 1024, fetchDeadlineMs: 700 },
    });
  });
  afterAll(async () => {
    server.close();
    await gateway.close();
  });

  const embed = async (inputs: readonly object[]): Promise<Result[]> => (await gateway.data<{ embed: Result[] }>(EMBED, { inputs })).embed;

  const wrong = (): [code: string, why: string, image: object][] => [
    ['EMPTY', 'no bytes', { base64: '' }],
    ['TOO_LARGE', 'more bytes than allowed', { base64: Buffer.alloc(2 * 1024 * 1024, 7).toString('base64') }],
    ['TOO_LARGE', 'a download without end', { url: `http://${server.host}/huge.png` }],
    ['UNSUPPORTED_FORMAT', 'an SVG', { base64: base64(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')) }],
    ['UNSUPPORTED_FORMAT', 'a page instead of a picture', { url: `http://${server.host}/page.html` }],
    ['CORRUPT', 'a file cut off', { base64: base64(good.subarray(0, good.length - 30)) }],
    ['FETCH_REFUSED', 'a private address', { url: 'http://10.0.0.1/a.png' }],
    ['FETCH_REFUSED', 'a name of this machine', { url: 'http://localhost/a.png' }],
    ['FETCH_REFUSED', 'a redirect to a private address', { url: `http://${server.host}/to-private.png` }],
    ['FETCH_FAILED', 'a picture that is not there', { url: `http://${server.host}/missing.png` }],
    ['TIMEOUT', 'a server that never answers', { url: `http://${server.host}/slow.png` }],
    ['NOT_FOUND', 'an upload that never was', { uploadId: '0123456789abcdef0123456789abcdef' }],
    ['NOT_FOUND', 'an asset that never was', { assetId: 'bm9uZQ' }],
    ['INVALID', 'base64 that is none', { base64: '!!!!' }],
  ];

  it('names what was wrong with each of many, between two good ones', async () => {
    const cases = wrong();
    const results = await embed([
      { text: 'fine' },
      ...cases.map(([, , image]) => ({ image })),
      { image: { url: `http://${server.host}/good.png` } },
    ]);
    const told = results.slice(1, -1).map(({ code }, index) => `${code}: ${cases[index]![1]}`);
    expect(told).toEqual(cases.map(([code, why]) => `${code}: ${why}`));
    expect(results.at(0)?.__typename).toBe('Embedding');
    expect(results.at(-1)?.__typename).toBe('Embedding');
  });

  it('never shows an address, a path or a stack in a message', async () => {
    const results = await embed(wrong().map(([, , image]) => ({ image })));
    for (const { message } of results) expect(message).not.toMatch(/127\.0\.0\.1|169\.254|\/tmp|at .+:\d+|node:/);
  });

  it('says OVERLOADED to the items that find no place in the queue', async () => {
    const small = await testGateway({ limits: { queuedImages: 2 } });
    const image = { base64: base64(await plainPicture('red', 'jpeg', 1500)) };
    const { embed: results } = await small.data<{ embed: Result[] }>(EMBED, { inputs: Array.from({ length: 40 }, () => ({ image })) });
    const codes = new Set(results.map(({ __typename, code }) => code ?? __typename));
    await small.close();
    expect(codes).toEqual(new Set(['Embedding', 'OVERLOADED']));
  });

  it('refuses empty texts as items, and empty or too long lists as a whole', async () => {
    expect(await embed([{ text: '' }, { text: ' \n ' }, { text: 'fine' }])).toMatchObject([
      { code: 'EMPTY' },
      { code: 'EMPTY' },
      { __typename: 'Embedding' },
    ]);
    for (const inputs of [[], Array.from({ length: 65 }, () => ({ text: 'a' }))]) {
      const { errors } = await gateway.query(EMBED, { inputs });
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('reads texts of any script and length, and says when it cut one', async () => {
    const texts = ['日本語の写真', 'a\u0000b', '🦊'.repeat(50), '<b>&amp;amp; fish</b>', 'word '.repeat(200_000)];
    const { embed: results } = await gateway.data<{ embed: { __typename: string; truncated: boolean }[] }>(
      'query ($inputs: [ContentInput!]!) { embed(inputs: $inputs) { __typename ... on Embedding { truncated tokenCount } } }',
      { inputs: texts.map((text) => ({ text })) },
    );
    expect(results.map(({ __typename }) => __typename)).toEqual(texts.map(() => 'Embedding'));
    expect(results.at(-1)?.truncated).toBe(true);
  });
});
