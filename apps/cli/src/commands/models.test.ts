import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { byteText } from '@clipgraph/model-library';
import {
  TINY_CONFIG,
  writeLetterTokenizer,
  writeTinyCheckpoint,
  writeTinySiglip,
  int8Saturates,
  type TinyConfig,
} from '@clipgraph/testing';
import { compileTowers } from '@clipgraph/tower-compiler';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

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

/** Random weights in OpenAI's context; vectors as long as the registry's, and an image graph of several megabytes. */
const config: TinyConfig = {
  ...TINY_CONFIG,
  projection_dim: 512,
  vision_config: { ...TINY_CONFIG.vision_config, hidden_size: 192, intermediate_size: 384 },
  text_config: { ...TINY_CONFIG.text_config, max_position_embeddings: 77 },
};
const VISION = 'onnx/vision_model.onnx';
const TEXT = 'onnx/text_model.onnx';
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 351000000\n`;
let made: string;

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'clipgraph-exported-'));
  await writeTinyCheckpoint(made, config);
  await writeLetterTokenizer(made);
  const preprocessor: unknown = JSON.parse(await readFile(join(made, 'preprocessor_config.json'), 'utf8'));
  await compileTowers({ weights: join(made, 'model.safetensors'), config, preprocessor, into: join(made, 'onnx'), precision: 'fp32' });
  for (const path of [VISION, TEXT]) await rename(join(made, path.replace('.onnx', '_fp32.onnx')), join(made, path));
  await rm(join(made, 'model.safetensors'));
});

afterAll(() => rm(made, { recursive: true }));

/** A model's folder, to be changed. */
async function exported(): Promise<string> {
  const path = join(folder, 'exported');
  await cp(made, path, { recursive: true });
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
    const sizes = await Promise.all([VISION, TEXT].map(async (name) => (await stat(join(path, name))).size));
    const size = byteText(sizes[0]! + sizes[1]!);
    expect((await run('list')).stdout).toMatch(new RegExp(`^installed .*\\nlaion +plain +512 +${size} +MIT +a folder\\n`));
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
    await writeLetterTokenizer(path);
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

  it('run both towers before they say that a model is installed, and say how to start it', async () => {
    const path = await exported();
    for (const name of [VISION, TEXT]) await rename(join(path, name), join(path, name.replace('.onnx', '_quantized.onnx')));
    const added = await finished(start(['models', 'add', path, '--as', 'small'], settings));
    expect(added).toMatchObject({
      code: 0,
      stdout:
        'small is installed (licence: unknown).\nIt has no plain graphs, only smaller ones.\nStart with it: CLIPGRAPH_MODEL=small:quantized npm start\n',
      stderr: expect.stringContaining('running small:quantized once'),
    });
    expect(JSON.parse((await run('add', path, '--as', 'again', '--precision', 'quantized', '--json')).stdout)).toEqual({
      name: 'again',
      licence: 'unknown',
      isNew: true,
      tried: [{ choice: 'again:quantized', dimensions: 512, modalities: ['image', 'text'] }],
    });
    // The name that was printed is one that a server starts with.
    const server = start(['serve'], {
      ...settings,
      CLIPGRAPH_MODEL: 'small:quantized',
      CLIPGRAPH_PORT: '0',
      CLIPGRAPH_DATA_DIR: join(folder, 'data'),
    });
    const ending = finished(server);
    let said = '';
    for (const stream of [server.stdout!, server.stderr!]) stream.on('data', (text: string) => (said += text));
    while (!/http:\/\/127/.test(said) && server.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(said).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
    server.kill('SIGTERM');
    expect((await ending).code).toBe(0);
  });

  it('refuse what does not run, with the reason and nothing installed', async () => {
    const path = await exported();
    await writeFile(join(path, VISION), POINTER);
    const pointer = await finished(start(['models', 'add', path], settings));
    expect(pointer).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('onnx/vision_model.onnx is a Git LFS pointer, not the file itself. Run "git lfs pull"'),
    });
    await copyFile(join(made, TEXT), join(path, VISION));
    await copyFile(join(made, VISION), join(path, TEXT));
    expect(await run('add', path)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Are the two graphs swapped') });
    expect((await readdir(join(folder, 'models'))).filter((name) => !name.startsWith('.'))).toEqual([]);
    expect(await readdir(join(folder, 'models/.incoming'))).toEqual([]);
  });

  it("take what a model's files do not say", async () => {
    const path = await exported();
    await writeFile(join(path, 'config.json'), JSON.stringify({ ...config, model_type: 'chinese_clip' }));
    expect(await run('add', path)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Give it with --logit-scale') });
    const said = ['--logit-scale', '99.5', '--template', 'a {label}', 'the {label}', '--context-length', '60', '--cleaning', 'clip'];
    expect(await run('add', path, ...said)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('CLIPGRAPH_MODEL=exported npm start'),
    });
    expect(JSON.parse(await readFile(join(folder, 'models/exported/clipgraph.json'), 'utf8'))).toMatchObject({
      scoring: { kind: 'softmax', scale: 99.5, bias: 0 },
      templates: ['a {label}', 'the {label}'],
      contextLength: 60,
      cleaning: 'clip',
    });
    expect(await run('add', path, '--logit-scale', 'much')).toMatchObject({ code: 2, stderr: expect.stringContaining('must be a number') });
    expect(await run('add', path, '--family', 'blip')).toMatchObject({ code: 2, stderr: expect.stringContaining('clip, siglip') });
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
  let vision: Buffer;
  let hub: Server;
  let ranges: (string | undefined)[];
  let isSlow: boolean;

  beforeEach(async () => {
    ranges = [];
    isSlow = true;
    vision = await readFile(join(made, VISION));
    const files: Record<string, Buffer> = { [VISION]: vision };
    for (const name of ['config.json', 'preprocessor_config.json']) files[name] = await readFile(join(made, name));
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
