import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { CONTRACT, definePlugin, type CompleteStore, type Encoder, type GatewayModule, type VectorsPlugin } from '@clipgraph/contracts';
import { sqliteVectors } from '@clipgraph/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { capturedLog, type CapturedLog } from './captured-log.ts';
import { fakePlugin } from './fake-plugin.ts';
import { testGateway, type TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';

const INDEX = 'mutation ($assets: [AssetInput!]!) { indexAssets(collection: "x", assets: $assets) { __typename } }';
const PICTURES = 12;

let dataDir: string;
let log: CapturedLog;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-closing-'));
  log = capturedLog();
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

type Options = Parameters<typeof testGateway>[0];
const open = (options: Options = {}): Promise<TestGateway> =>
  testGateway({ dataDir, logger: log.logger, ...options, parts: { encoders: [fakePlugin()], ...options?.parts } });

const module = (name: string, own: Partial<GatewayModule>): GatewayModule => ({ contract: CONTRACT, name, open: () => ({}), ...own });

async function assets(colours = PICTURES): Promise<object[]> {
  const pictures = Array.from({ length: colours }, (_, i) => plainPicture(`rgb(${i * 15}, 80, 200)`));
  return (await Promise.all(pictures)).map((bytes, i) => ({ key: `k${i}`, image: { base64: base64(bytes) } }));
}

/** The files of pictures on disk. */
async function pictureFiles(): Promise<string[]> {
  const entries = await readdir(join(dataDir, 'images'), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Sends what is not waited for: the caller leaves when the signal says so. */
function ask(gateway: TestGateway, signal: AbortSignal, query: string, variables: object = {}): void {
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal,
  }).catch(() => undefined);
}

describe('closing right after a caller left', () => {
  it('leaves no picture of an indexing that was broken off', async () => {
    const left = new AbortController();
    let prepared = 0;
    // Some pictures are kept, the others still being embedded, when the caller goes.
    const stuck = (encoder: Encoder): Encoder => ({
      ...encoder,
      image: {
        ...encoder.image,
        async prepare(input: never, options) {
          if (++prepared > PICTURES / 2) await once(options!.signal!, 'abort');
          return encoder.image.prepare(input, options);
        },
      },
    });
    const gateway = await open({ parts: { encoders: [fakePlugin(stuck)] } });
    await gateway.data('mutation { createCollection(name: "x") { name } }');
    ask(gateway, left.signal, INDEX, { assets: await assets() });
    await expect.poll(async () => (await pictureFiles()).length).toBeGreaterThan(3);
    left.abort();
    await gateway.close({ keepData: true });
    expect(await pictureFiles()).toEqual([]);
    expect(log.errors()).toEqual([]);
  });

  it.each([
    ['a deletion of the collection', 'deleteCollection', 'mutation { deleteCollection(name: "x") }'],
    [
      'a deletion of assets',
      'delete',
      `mutation { deleteAssets(collection: "x", keys: ${JSON.stringify(Array.from({ length: PICTURES }, (_, i) => `k${i}`))}) }`,
    ],
    ['a replacement', 'upsert', INDEX],
  ] as const)('leaves no picture after %s', async (_what, method, query) => {
    const left = new AbortController();
    let leaves = false;
    const begun = Promise.withResolvers<void>();
    /** What is written goes on after the caller has gone, and the server is closing. */
    const slowly = (vectors: CompleteStore): CompleteStore => ({
      ...vectors,
      async [method](...input: never[]) {
        if (leaves) {
          left.abort();
          begun.resolve();
          await delay(300);
        }
        return (vectors[method] as (...input: never[]) => Promise<never>)(...input);
      },
    });
    const gateway = await open({ modules: [module('slowly', { provide: ({ vectors }) => ({ vectors: slowly(vectors) }) })] });
    await gateway.data('mutation { createCollection(name: "x") { name } }');
    await gateway.data(INDEX, { assets: await assets() });
    expect(await pictureFiles()).toHaveLength(PICTURES);
    leaves = true;
    ask(gateway, left.signal, query, { assets: Array.from({ length: PICTURES }, (_, i) => ({ key: `k${i}`, text: 'red' })) });
    await begun.promise;
    await gateway.close({ keepData: true });
    expect(await pictureFiles()).toEqual([]);
    expect(log.errors()).toEqual([]);
  });

  it('waits no longer than the stop limit and a moment, and says what it broke off', async () => {
    const begun = Promise.withResolvers<void>();
    const never = module('never', {
      typeDefs: 'extend type Query { never: Int }',
      open: () => ({
        resolvers: {
          Query: {
            never: () => {
              begun.resolve();
              return new Promise(() => undefined);
            },
          },
        },
      }),
    });
    const gateway = await open({ stopLimitMs: 200, modules: [never] });
    const left = new AbortController();
    ask(gateway, left.signal, '{ never }');
    await begun.promise;
    left.abort();
    await gateway.close({ keepData: true });
    expect(log.lines()).toContainEqual(expect.objectContaining({ level: 40, operations: 1 }));
  });
});

describe('pictures that nobody refers to', () => {
  const orphan = async (colour = 'purple'): Promise<string> => {
    const bytes = await plainPicture(colour);
    const name = createHash('sha256').update(bytes).digest('hex');
    await mkdir(join(dataDir, 'images', name.slice(0, 2)), { recursive: true });
    await writeFile(join(dataDir, 'images', name.slice(0, 2), name), bytes);
    return name;
  };

  it('are swept after the next start, as when a process was killed; the others stay', async () => {
    let gateway = await open();
    await gateway.data('mutation { createCollection(name: "x") { name } }');
    await gateway.data(INDEX, { assets: await assets(3) });
    const used = await pictureFiles();
    await gateway.close({ keepData: true });
    await orphan();
    gateway = await open();
    await expect.poll(async () => (await pictureFiles()).toSorted()).toEqual(used.toSorted());
    await gateway.close({ keepData: true });
    expect(log.errors()).toEqual([]);
  });

  it('are told from those of another vector store, which may come back', async () => {
    let gateway = await open();
    await gateway.data('mutation { createCollection(name: "x") { name } }');
    await gateway.data(INDEX, { assets: await assets(3) });
    await gateway.close({ keepData: true });
    const kept = [...(await pictureFiles()), await orphan()].toSorted();
    const inner = sqliteVectors();
    const other: VectorsPlugin = definePlugin({
      contract: CONTRACT,
      name: 'another',
      async open(host) {
        await mkdir(join(host.dataDir, 'another'), { recursive: true });
        return inner.open({ ...host, dataDir: join(host.dataDir, 'another') }, {});
      },
    });
    await (await open({ parts: { vectors: other } })).close({ keepData: true });
    // What is of this store's own time is swept, so the sweep has been everywhere.
    const own = await orphan('orange');
    gateway = await open({ parts: { vectors: other } });
    await expect.poll(async () => (await pictureFiles()).includes(own)).toBe(false);
    await gateway.close({ keepData: true });
    expect((await pictureFiles()).toSorted()).toEqual(kept);
  });
});

describe('a part that does not close', () => {
  const failing = (order: string[]): GatewayModule[] =>
    ['a', 'b', 'c'].map((name) =>
      module(name, {
        open: () => ({
          jobs: [
            {
              name: `job-${name}`,
              start: () => undefined,
              stop() {
                order.push(`stop ${name}`);
                if (name === 'b') throw new Error('b has no more paper.');
              },
            },
          ],
          async close() {
            order.push(`close ${name}`);
            if (name !== 'a') throw new Error(`${name} is stuck.`);
          },
        }),
      }),
    );

  it('keeps nothing else open: all are tried, the first cause is told with the rest, and the folder is free', async () => {
    const order: string[] = [];
    const gateway = await open({ modules: failing(order) });
    const closed = gateway.close({ keepData: true });
    await expect(closed).rejects.toBeInstanceOf(AggregateError);
    await expect(closed).rejects.toMatchObject({
      message: '3 parts did not close: The job job-b did not stop: b has no more paper.; c is stuck.; b is stuck.',
      cause: { message: 'The job job-b did not stop: b has no more paper.' },
    });
    expect(order).toEqual(['stop c', 'stop b', 'stop a', 'close c', 'close b', 'close a']);
    expect(log.errors()).toHaveLength(1);
    await (await open()).close({ keepData: true });
  });

  it('does not hide why a gateway did not start, and frees the folder', async () => {
    const order: string[] = [];
    const wrong = module('wrong', {
      open: () => {
        throw new Error('The reason.');
      },
    });
    await expect(open({ modules: [...failing(order), wrong] })).rejects.toThrow('The reason.');
    expect(order).toEqual(['close c', 'close b', 'close a']);
    await (await open()).close({ keepData: true });
  });

  it.skipIf(process.platform === 'win32')('ends the process that is told to end with words and code 1', async () => {
    const script = fileURLToPath(new URL('fixtures/closes-badly.ts', import.meta.url));
    const child = spawn(process.execPath, ['--conditions=clipgraph-source', script, dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stderr.setEncoding('utf8').on('data', (piece) => (err += String(piece)));
    child.stdout.setEncoding('utf8').on('data', (piece) => {
      out += String(piece);
      if (String(piece).includes('up\n')) child.kill('SIGTERM');
    });
    const [code] = (await once(child, 'close')) as [number];
    expect(out).toContain('Not everything was closed: The job flush did not stop: The disk is full.');
    expect(err).not.toMatch(/unhandled|Node\.js v/i);
    expect(code).toBe(1);
  });
});
