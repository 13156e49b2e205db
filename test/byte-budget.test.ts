import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';

const BUDGET = 2_000_000;
const [FLOOD, OTHER] = ['flood-0123456789abcdef', 'other-0123456789abcdef'];
const EMBED = `query ($inputs: [ContentInput!]!) {
  embed(inputs: $inputs) { __typename ... on InputError { code retryAfterMs } ... on Embedding { base64 } }
}`;

type Embedded = { embed: readonly { __typename: string; code?: string; retryAfterMs?: number; base64?: string }[] };

/** A picture that does not compress: about a megabyte. */
const large = (): Promise<Uint8Array> =>
  sharp(randomBytes(600 * 600 * 3), { raw: { width: 600, height: 600, channels: 3 } })
    .png()
    .toBuffer();

let gateway: TestGateway;
let asked = 0;
const remote = createServer(async (request, response) => {
  asked++;
  if (request.url?.startsWith('/endless')) {
    // It never comes to an end.
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': '1000000' });
    response.write(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  } else response.end(Buffer.from(await plainPicture('teal')));
});
let pictures: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => remote.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(remote.address() as AddressInfo).port}`;
  pictures = `http://${host}`;
  gateway = await testGateway({
    apiKeys: [{ key: FLOOD }, { key: OTHER }],
    fetchAllow: [host],
    // What is remembered would not be embedded.
    vectorCacheBytes: 0,
    limits: { encodedBytes: BUDGET, encodedWaitMs: 1_500, fetchDeadlineMs: 4_000 },
  });
}, 60_000);
afterAll(async () => {
  await gateway.close();
  remote.closeAllConnections();
  remote.close();
});

async function metric(name: string): Promise<number> {
  const response = await fetch(`${gateway.url}/metrics`, { headers: { authorization: `Bearer ${OTHER}` } });
  const line = (await response.text()).split('\n').find((one) => one.startsWith(name));
  return Number(line?.split(' ').at(-1));
}

const ENCODED = 'clipgraph_budget_bytes{budget="encoded"}';
const embed = (key: string, images: readonly object[]) =>
  gateway.as(key).data<Embedded>(EMBED, { inputs: images.map((image) => ({ image })) });

describe('bytes of pictures', () => {
  it('of one that is named 64 times in each of three requests are held once, and it is embedded once', async () => {
    const uploadId = await gateway.upload(await large());
    const before = await metric('clipgraph_batched_items_total');
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        embed(
          OTHER,
          Array.from({ length: 64 }, () => ({ uploadId })),
        ),
      ),
    );
    const vectors = answers.flatMap(({ embed: items }) => items.map((item) => item.base64));
    expect(vectors).toHaveLength(192);
    expect(vectors.every((vector) => vector !== undefined && vector === vectors[0])).toBe(true);
    // Who comes when the first ones have their vectors may have it embedded again.
    expect((await metric('clipgraph_batched_items_total')) - before).toBeLessThanOrEqual(3);
    await expect.poll(() => metric(ENCODED)).toBe(0);
  });

  it('take turns when they do not fit together: all of them come through', { timeout: 60_000 }, async () => {
    const uploads = await Promise.all(Array.from({ length: 6 }, async () => gateway.upload(await large())));
    const { embed: items } = await embed(
      OTHER,
      uploads.map((uploadId) => ({ uploadId })),
    );
    expect(items.map(({ __typename }) => __typename)).toEqual(uploads.map(() => 'Embedding'));
    await expect.poll(() => metric(ENCODED)).toBe(0);
  });

  it('that one key holds for long leave room for another; the rest is told when to come back', { timeout: 60_000 }, async () => {
    const flooding = embed(
      FLOOD,
      Array.from({ length: 8 }, (_, i) => ({ url: `${pictures}/endless?${i}` })),
    );
    await expect.poll(() => metric(ENCODED)).toBeGreaterThanOrEqual(1_000_000);
    const { embed: mine } = await embed(OTHER, [{ base64: base64(await plainPicture('olive')) }]);
    expect(mine).toMatchObject([{ __typename: 'Embedding' }]);
    const items = (await flooding).embed;
    const refused = items.filter(({ code }) => code === 'OVERLOADED');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ retryAfterMs }) => retryAfterMs! > 0)).toBe(true);
    await expect.poll(() => metric(ENCODED)).toBe(0);
  });

  it('of one URL are fetched once in a request, and by each key for itself', async () => {
    const before = asked;
    const same = Array.from({ length: 8 }, () => ({ url: `${pictures}/teal.png` }));
    const answers = await Promise.all([embed(FLOOD, same), embed(OTHER, same)]);
    expect(answers.flatMap(({ embed: items }) => items.map(({ __typename }) => __typename))).toEqual(Array(16).fill('Embedding'));
    expect(asked - before).toBe(2);
  });

  it('are free again when the caller leaves', async () => {
    const left = new AbortController();
    const request = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${FLOOD}` },
      body: JSON.stringify({ query: EMBED, variables: { inputs: [{ image: { url: `${pictures}/endless` } }] } }),
      signal: left.signal,
    });
    await expect.poll(() => metric(ENCODED)).toBeGreaterThanOrEqual(1_000_000);
    left.abort();
    await expect(request).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => metric(ENCODED)).toBe(0);
  });
});
