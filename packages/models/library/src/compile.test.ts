import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { safetensors, TINY_CONFIG, tinyWeights, writeTinyCheckpoint, int8Saturates } from '@clipgraph/testing';
import { compileTowers } from '@clipgraph/tower-compiler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { modelLibrary, type ModelLibrary } from './model-library.ts';
import { COMMIT, REPOSITORY, testHub, type TestHub } from './testing/test-hub.ts';

let home: string;
let dir: string;
let checkpoint: string;
let hub: TestHub;
let library: ModelLibrary;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'clipgraph-compile-'));
  [dir, checkpoint] = [join(home, 'models'), join(home, 'checkpoint')];
  await mkdir(checkpoint);
  await writeTinyCheckpoint(checkpoint);
  await writeFile(join(checkpoint, 'tokenizer.json'), '{}');
  const names = await readdir(checkpoint);
  const contents = await Promise.all(names.map(async (name) => [name, await readFile(join(checkpoint, name))] as const));
  hub = await testHub({
    ...Object.fromEntries(contents),
    'onnx/vision_model.onnx': Buffer.alloc(10),
    'pytorch_model.bin': 'the same again',
  });
  library = modelLibrary({ dir, hub: { endpoint: hub.endpoint, firstWaitMs: 1 }, compiler: compileTowers });
});
afterEach(async () => {
  await hub.close();
  await rm(home, { recursive: true });
});

const description = async (name: string): Promise<Record<'scoring' | 'compiled' | 'files', object>> =>
  JSON.parse(await readFile(join(dir, name, 'clipgraph.json'), 'utf8'));
const visible = async (): Promise<string[]> => (await readdir(dir).catch(() => [])).filter((name) => !name.startsWith('.'));
const weightRequests = (): number => hub.requests.filter(({ path }) => path.endsWith('model.safetensors')).length;

describe('compiling a folder', () => {
  it('leaves the graphs and their figures, not the weights; the second time there is nothing to do', async () => {
    const steps: string[] = [];
    const onStep = ({ tower, doing }: { tower: string; doing: string }): void => void steps.push(`${doing} ${tower}`);
    const added = await library.add(checkpoint, { compile: 'fp32', onStep });
    expect(added).toMatchObject({ name: 'checkpoint', isNew: true, compiled: { weights: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    expect(added.compiled!.image.largestDifference).toBeLessThanOrEqual(1e-5);
    expect(steps).toEqual(['building image', 'checking image', 'building text', 'checking text']);
    expect((await readdir(join(dir, 'checkpoint'), { recursive: true })).sort()).toEqual([
      'clipgraph.json',
      'config.json',
      'onnx',
      'onnx/text_model_fp32.onnx',
      'onnx/vision_model_fp32.onnx',
      'preprocessor_config.json',
      'tokenizer.json',
    ]);
    const { scoring, compiled, files } = await description('checkpoint');
    expect(scoring).toEqual({ kind: 'softmax', scale: expect.closeTo(42, 3), bias: 0 });
    expect(compiled).toEqual({ fp32: added.compiled });
    expect(files).toContainEqual({ path: 'onnx/text_model_fp32.onnx', bytes: expect.any(Number), sha256: expect.any(String) });
    expect(await library.add(checkpoint, { compile: 'fp32' })).toEqual({ ...added, isNew: false });
  });

  it.skipIf(int8Saturates)('adds the other precision beside it, and rebuilds what somebody damaged', async () => {
    await library.add(checkpoint, { compile: 'fp32' });
    await library.add(checkpoint, { compile: 'int8' });
    expect(await library.installed()).toMatchObject([{ precisions: ['fp32', 'int8'], compiled: ['fp32', 'int8'], dimensions: 24 }]);
    expect(Object.keys((await description('checkpoint')).compiled)).toEqual(['fp32', 'int8']);
    const path = join(dir, 'checkpoint/onnx/text_model_int8.onnx');
    const before = await readFile(path);
    await truncate(path, 10);
    expect(await library.add(checkpoint, { compile: 'int8' })).toMatchObject({ isNew: true });
    expect(await readFile(path)).toEqual(before);
  });

  it("does not believe a model's own file about what was built", async () => {
    await writeFile(join(checkpoint, 'clipgraph.json'), '{"licence":"MIT","compiled":{"int8":{"weights":"0"},"fp32":7}}');
    await library.add(checkpoint, { compile: 'fp32' });
    expect(await description('checkpoint')).toMatchObject({
      licence: 'MIT',
      compiled: { fp32: { weights: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    });
    expect(Object.keys((await description('checkpoint')).compiled)).toEqual(['fp32']);
  });

  it('refuses other weights under the same name, and graphs that are there already as ready-made ones', async () => {
    await library.add(checkpoint, { compile: 'fp32' });
    const weights = tinyWeights(TINY_CONFIG);
    weights.get('logit_scale')!.values[0] = 1;
    await writeFile(join(checkpoint, 'model.safetensors'), safetensors(weights));
    await expect(library.add(checkpoint, { compile: 'int8' })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('its model.safetensors differs'),
    });

    await cp(join(dir, 'checkpoint/onnx'), join(checkpoint, 'onnx'), { recursive: true });
    await library.add(checkpoint, { as: 'ready' });
    await expect(library.add(checkpoint, { as: 'ready', compile: 'fp32' })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('in fp32 are here already, ready-made'),
    });
  });

  it.each(['config.json', 'preprocessor_config.json', 'tokenizer.json', 'model.safetensors'])('names a missing %s', async (name) => {
    await rm(join(checkpoint, name));
    await expect(library.add(checkpoint, { compile: 'int8' })).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining(name),
    });
    expect(await visible()).toEqual([]);
  });

  it('says so when the weights are in several files, or a configuration is no JSON', async () => {
    await copyFile(join(checkpoint, 'tokenizer.json'), join(checkpoint, 'model.safetensors.index.json'));
    await writeFile(join(checkpoint, 'config.json'), '{');
    await expect(library.add(checkpoint, { compile: 'int8' })).rejects.toThrow('The config.json of this model is not valid JSON.');
    await rm(join(checkpoint, 'model.safetensors'));
    await expect(library.add(checkpoint, { compile: 'int8' })).rejects.toThrow('Weights in several files are not supported');
    expect(await visible()).toEqual([]);
  });

  it('shows nothing of a model whose build is refused', async () => {
    await truncate(join(checkpoint, 'model.safetensors'), 5000);
    await expect(library.add(checkpoint, { compile: 'int8' })).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('damaged'),
    });
    expect(await visible()).toEqual([]);
    expect(await library.remove('checkpoint')).toBe(true);
  });
});

describe('compiling from a hub', () => {
  it.skipIf(int8Saturates)('fetches the checkpoint, not the graphs beside it, and asks nobody the second time', async () => {
    expect(await library.add(REPOSITORY, { compile: 'int8' })).toMatchObject({ name: 'some-clip', revision: COMMIT, isNew: true });
    expect(hub.requests.filter(({ path }) => /onnx|pytorch/.test(path))).toEqual([]);
    expect(await library.installed()).toMatchObject([{ name: 'some-clip', precisions: ['int8'], compiled: ['int8'] }]);
    hub.requests.length = 0;
    expect(await library.add(REPOSITORY, { compile: 'int8' })).toMatchObject({
      isNew: false,
      compiled: { text: { worstCosine: expect.any(Number) } },
    });
    expect(hub.requests).toEqual([]);
  });

  it.skipIf(int8Saturates)('goes on where it was stopped, without fetching the weights again', async () => {
    const stop = new AbortController();
    const stopped = library.add(REPOSITORY, { compile: 'int8', signal: stop.signal, onStep: () => stop.abort(new Error('enough')) });
    await expect(stopped).rejects.toThrow('enough');
    expect(await visible()).toEqual([]);
    expect(weightRequests()).toBe(1);
    expect(await library.add(REPOSITORY, { compile: 'int8' })).toMatchObject({ isNew: true });
    expect(weightRequests()).toBe(1);
    expect(await readdir(join(dir, '.incoming'))).toEqual([]);
  });

  it('takes a precision behind the name for ready-made graphs, which cannot be meant', async () => {
    await expect(library.add(`${REPOSITORY}:quantized`, { compile: 'int8' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('says how to get a model that is published as a checkpoint', async () => {
    await expect(library.add('laion-vit-b-32')).rejects.toThrow('clipgraph models add laion-vit-b-32 --compile int8');
  });

  it('is not done without a compiler', async () => {
    const plain = modelLibrary({ dir, hub: { endpoint: hub.endpoint } });
    await expect(plain.add(checkpoint, { compile: 'int8' })).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });
});
