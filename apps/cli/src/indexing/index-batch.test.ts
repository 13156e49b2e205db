import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { clipgraph } from '@clipgraph/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { indexBatch } from './index-batch.ts';
import type { Failure, ImageFile } from './walk-images.ts';

/**
 * A server that goes wrong on demand, which the real one (in `cli.test.ts`) does not.
 * A name stands for an InputError of that code; one with an exclamation mark fails the whole request.
 */
type Verdict = 'indexed' | string;

interface Sent {
  readonly key: string;
  readonly image: { readonly uploadId: string };
}

interface Script {
  /** Asked for each asset of each request. */
  readonly verdict?: (asset: Sent, request: number) => Verdict;
  readonly knownHashes?: Readonly<Record<string, string>>;
  /** Contents whose upload breaks the connection. */
  readonly breaksOn?: string;
}

let folder: string;
let server: Server | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipgraph-batch-'));
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});
afterAll(() => rm(folder, { recursive: true }));

async function indexed(keys: readonly string[], { verdict = () => 'indexed', knownHashes = {}, breaksOn }: Script) {
  const requests: string[][] = [];
  const uploads = new Map<string, string>();
  const deleted: string[] = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const answer = (value: object): void => void response.end(JSON.stringify(value));
    if (request.method === 'DELETE') {
      deleted.push(request.url!.replace('/uploads/', ''));
      response.writeHead(204).end();
    } else if (request.url === '/uploads') {
      if (body === breaksOn) return void request.socket.destroy();
      const uploadId = `upload-${uploads.size + 1}`;
      uploads.set(uploadId, body);
      answer({ uploadId, bytes: body.length, format: 'png' });
    } else if (body.includes('__typename }"')) {
      answer({ data: { __typename: 'Query' } });
    } else if (body.includes('KnownHashes')) {
      answer({ data: { collection: { assets: { nodes: Object.entries(knownHashes).map(([key, imageHash]) => ({ key, imageHash })) } } } });
    } else {
      const { assets } = (JSON.parse(body) as { variables: { assets: Sent[] } }).variables;
      requests.push(assets.map(({ key }) => key));
      const verdicts = assets.map((asset) => verdict(asset, requests.length));
      const whole = verdicts.find((code) => code.endsWith('!'));
      if (whole !== undefined)
        return answer({ errors: [{ message: 'All of it.', extensions: { code: whole.slice(0, -1), retryAfterMs: 1 } }] });
      answer({
        data: {
          indexAssets: verdicts.map((code) =>
            code === 'indexed' ? { __typename: 'Asset' } : { __typename: 'InputError', code, message: `It was ${code}.` },
          ),
        },
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const told: { indexed: number; skipped: number; failed: Failure[] } = { indexed: 0, skipped: 0, failed: [] };
  const files: ImageFile[] = [];
  for (const key of keys) {
    const path = join(folder, key);
    await writeFile(path, `bytes of ${key}`);
    files.push({ key, path, bytes: 1, modified: new Date() });
  }
  await indexBatch(files, {
    client: clipgraph({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    collection: 'photos',
    stop: new AbortController().signal,
    report: {
      indexed: () => (told.indexed += 1),
      skipped: () => (told.skipped += 1),
      failed: (failure) => told.failed.push(failure),
      waiting: () => undefined,
    },
  });
  return { ...told, requests, uploads, deleted };
}

describe('a batch', () => {
  it('is one request, after which its uploads are deleted', async () => {
    const { requests, uploads, deleted, ...told } = await indexed(['a', 'b', 'c'], {});
    expect(told).toEqual({ indexed: 3, skipped: 0, failed: [] });
    expect(requests).toEqual([['a', 'b', 'c']]);
    expect(deleted.toSorted()).toEqual([...uploads.keys()].toSorted());
  });

  it('leaves out what the server has, by sha256, and sends what changed', async () => {
    const knownHashes = { a: createHash('sha256').update('bytes of a').digest('hex'), b: 'the hash of other bytes' };
    expect(await indexed(['a', 'b', 'c'], { knownHashes })).toMatchObject({ indexed: 2, skipped: 1, requests: [['b', 'c']] });
  });

  it('of known files sends no request at all', async () => {
    const knownHashes = { a: createHash('sha256').update('bytes of a').digest('hex') };
    expect(await indexed(['a'], { knownHashes })).toMatchObject({ skipped: 1, requests: [] });
  });
});

describe('an item', () => {
  it('for which the server is busy is sent again, alone and without a second upload', async () => {
    const verdict = ({ key }: Sent, request: number): Verdict => (key === 'b' && request === 1 ? 'OVERLOADED' : 'indexed');
    const { indexed: count, requests, uploads } = await indexed(['a', 'b'], { verdict });
    expect({ count, requests, uploads: uploads.size }).toEqual({ count: 2, requests: [['a', 'b'], ['b']], uploads: 2 });
  });

  it('whose upload expired is uploaded again', async () => {
    const verdict = ({ image }: Sent): Verdict => (image.uploadId === 'upload-1' ? 'NOT_FOUND' : 'indexed');
    expect(await indexed(['a'], { verdict })).toMatchObject({ indexed: 1, failed: [], requests: [['a'], ['a']] });
  });

  it('that is wrong fails alone, at the first try', async () => {
    const verdict = ({ key }: Sent): Verdict => (key === 'b' ? 'CORRUPT' : 'indexed');
    const { failed, requests } = await indexed(['a', 'b', 'c'], { verdict });
    expect(failed).toEqual([{ key: 'b', code: 'CORRUPT', message: 'It was CORRUPT.' }]);
    expect(requests).toHaveLength(1);
  });

  it('that breaks the connection whenever it is sent fails alone', async () => {
    const { indexed: count, failed } = await indexed(['a', 'b', 'c'], { breaksOn: 'bytes of b' });
    expect({ count, failed }).toMatchObject({ count: 2, failed: [{ key: 'b', code: 'NOT_SENT' }] });
  });
});

describe('a request that fails as a whole', () => {
  it('is sent again in halves, so that only the guilty item fails', async () => {
    const verdict = ({ key }: Sent): Verdict => (key === 'c' ? 'INTERNAL_SERVER_ERROR!' : 'indexed');
    const result = await indexed(['a', 'b', 'c', 'd'], { verdict });
    expect(result).toMatchObject({ indexed: 3, failed: [{ key: 'c', code: 'INTERNAL_SERVER_ERROR' }] });
    expect(result.requests).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['d']]);
  });

  it('because the server is busy is sent again as it is', async () => {
    const verdict = (_asset: Sent, request: number): Verdict => (request < 3 ? 'OVERLOADED!' : 'indexed');
    expect(await indexed(['a', 'b'], { verdict })).toMatchObject({
      indexed: 2,
      requests: [
        ['a', 'b'],
        ['a', 'b'],
        ['a', 'b'],
      ],
    });
  });

  it.each(['UNAUTHENTICATED', 'CONFLICT'])('with %s ends the run', async (code) => {
    await expect(indexed(['a', 'b'], { verdict: () => `${code}!` })).rejects.toMatchObject({ code });
  });
});
