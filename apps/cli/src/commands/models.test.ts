import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { writeLetterTokenizer, writeTinyCheckpoint, writeTinySiglip, int8Saturates } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { runHere } from '../testing/in-process.ts';
import { finished, start, type Finished } from '../testing/processes.ts';

let folder: string;
let settings: Record<string, string>;
const run = (...args: string[]): Promise<Finished> => runHere(['models', ...args], settings);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipgraph-models-'));
  settings = { CLIPGRAPH_MODELS_DIR: join(folder, 'models'), HF_ENDPOINT: 'http://127.0.0.1:9' };
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A model's files by name; nothing here loads them. */
async function exported(): Promise<string> {
  const path = join(folder, 'exported');
  await mkdir(join(path, 'onnx'), { recursive: true });
  for (const name of ['config.json', 'preprocessor_config.json', 'tokenizer.json']) await writeFile(join(path, name), '{}');
  for (const name of ['vision_model', 'text_model']) await writeFile(join(path, `onnx/${name}.onnx`), randomBytes(1000));
  return path;
}

describe('clipgraph models add, list and remove', () => {
  it('install a folder, show it with its licence, and delete it', async () => {
    const path = await exported();
    expect(await run('add', path, '--preset', 'laion-vit-b-32', '--as', 'laion')).toMatchObject({
      code: 0,
      stdout: 'laion is installed (licence: MIT).\nStart with it: CLIPGRAPH_MODEL=laion npm start\n',
    });
    expect(await run('add', path, '--preset', 'laion-vit-b-32', '--as', 'laion')).toMatchObject({
      code: 0,
      stdout: 'laion is installed already (licence: MIT).\n',
    });
    expect((await run('list')).stdout).toMatch(/^installed .*\nlaion +plain +512 +2 kB +MIT +a folder\n/);
    const { installed, available } = JSON.parse((await run('list', '--json')).stdout) as { installed: object[]; available: object[] };
    expect(installed).toMatchObject([{ name: 'laion', licence: 'MIT' }]);
    expect(available).toContainEqual(
      expect.objectContaining({
        name: 'clip-vit-base-patch32',
        imageNet: { top1: 0.6332, source: expect.stringContaining('openclip_results.csv') },
      }),
    );
    expect(await finished(start(['models', 'remove', 'laion'], settings))).toMatchObject({ code: 0, stdout: 'laion is removed.\n' });
    expect(await run('remove', 'laion')).toMatchObject({ code: 1, stderr: expect.stringContaining('no installed model') });
    expect((await run('list')).stdout).toMatch(/^available /);
  });

  it.skipIf(int8Saturates)('build a checkpoint, show how far the graphs are from the plain ones, and list them as built', async () => {
    const path = join(folder, 'checkpoint');
    await mkdir(path);
    await writeTinyCheckpoint(path);
    await writeFile(join(path, 'tokenizer.json'), '{}');
    const added = await run('add', path, '--compile', 'int8');
    expect(added).toMatchObject({ code: 0, stderr: expect.stringContaining('checking the text tower against the plain one') });
    expect(added.stdout).toMatch(
      /^checkpoint is installed .*\nimage tower against the plain one: largest difference \S+, worst cosine 0\.9\d+\ntext/,
    );
    expect(added.stdout).toContain('CLIPGRAPH_MODEL=checkpoint:int8 npm start');
    expect((await run('list')).stdout).toMatch(/^installed .*\ncheckpoint +int8 \(compiled\) +24 /);
    expect(await run('add', path, '--compile', 'int4')).toMatchObject({ code: 2, stderr: expect.stringContaining('fp32, int8') });
    await truncate(join(path, 'model.safetensors'), 100);
    expect(await run('add', path, '--as', 'other', '--compile', 'int8')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('model.safetensors is damaged'),
    });
  });

  it.skipIf(int8Saturates)('build a SigLIP like any other, with the scale and bias that it was trained to', async () => {
    const path = join(folder, 'siglip');
    await mkdir(path);
    await writeTinySiglip(path);
    await writeLetterTokenizer(path);
    for (const precision of ['fp32', 'int8']) {
      const added = await run('add', path, '--compile', precision);
      expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('text tower against the plain one') });
    }
    expect((await run('list')).stdout).toMatch(/^installed .*\nsiglip +fp32 \(compiled\), int8 \(compiled\) +48 /);
    const description: unknown = JSON.parse(await readFile(join(folder, 'models/siglip/clipgraph.json'), 'utf8'));
    expect(description).toMatchObject({ scoring: { kind: 'sigmoid', scale: expect.closeTo(42, 3), bias: -11.5 } });
    expect(await readdir(join(folder, 'models/siglip'))).not.toContain('model.safetensors');
  });

  it('say what is wrong, each with its exit code', async () => {
    expect(await run('add', 'clip-vit-base-patch32')).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('cannot be reached'),
    });
    expect(await run('add', 'no-such-model')).toMatchObject({ code: 1, stderr: expect.stringContaining('Known: clip-vit-base-patch32') });
    expect(await run('remove', '../exported')).toMatchObject({ code: 2, stderr: expect.stringContaining('The name of a model') });
    expect(await run('add')).toMatchObject({ code: 2, stderr: expect.stringContaining("missing required argument 'model'") });
  });
});

describe('a download that is stopped', () => {
  const commit = 'f'.repeat(40);
  const vision = randomBytes(2_000_000);
  let hub: Server;
  let ranges: (string | undefined)[];
  let isSlow: boolean;

  beforeEach(async () => {
    ranges = [];
    isSlow = true;
    const files: Record<string, Buffer> = { 'onnx/vision_model.onnx': vision, 'preprocessor_config.json': Buffer.from('{}') };
    const sendJson = (response: ServerResponse, json: unknown): void => void response.end(JSON.stringify(json));
    hub = createServer((request, response) => {
      const { pathname } = new URL(request.url!, 'http://hub');
      if (pathname === '/api/models/a/b/revision/main') return sendJson(response, { sha: commit, cardData: { license: 'mit' } });
      if (pathname === `/api/models/a/b/tree/${commit}`) {
        const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
        const entries = Object.entries(files).map(([path, bytes]) => ({
          type: 'file',
          path,
          size: bytes.length,
          lfs: { oid: sha256(bytes), size: bytes.length },
        }));
        return sendJson(response, entries);
      }
      const bytes = files[pathname.replace(`/a/b/resolve/${commit}/`, '')]!;
      if (bytes === vision) ranges.push(request.headers.range);
      const from = Number(/=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const range = from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {};
      response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from, ...range });
      if (isSlow && bytes === vision) response.write(bytes.subarray(from, from + 500_000));
      else response.end(bytes.subarray(from));
    }).listen(0, '127.0.0.1');
    await once(hub, 'listening');
    settings['HF_ENDPOINT'] = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    hub.closeAllConnections();
    hub.close();
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('by %s keeps its part; the same command goes on from there', async (signal) => {
    const child = start(['models', 'add', 'a/b'], settings);
    const ending = finished(child);
    const part = join(folder, 'models/.incoming/b/onnx/vision_model.onnx.part');
    while (((await stat(part).catch(() => undefined))?.size ?? 0) < 500_000) await new Promise(setImmediate);
    child.kill(signal);
    const stopped = await ending;
    expect(signal === 'SIGKILL' || (stopped.code === 130 && stopped.stderr.includes('goes on from here'))).toBe(true);
    expect((await readdir(join(folder, 'models'))).filter((name) => !name.startsWith('.'))).toEqual([]);

    isSlow = false;
    expect(await run('add', 'a/b')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('b is installed (licence: mit, commit ffffffff).'),
    });
    expect(ranges).toEqual([undefined, 'bytes=500000-']);
    expect(await readFile(join(folder, 'models/b/onnx/vision_model.onnx'))).toEqual(vision);
  });
});
