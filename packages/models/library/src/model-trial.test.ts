import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { tryModel } from '@clipgraph/encoder-clip';
import { TINY_CONFIG, writeLetterTokenizer, writeTinyCheckpoint, writeTinyChineseClip, writeWordPieceTokenizer } from '@clipgraph/testing';
import { compileTowers } from '@clipgraph/tower-compiler';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { modelLibrary, type ModelLibrary } from './model-library.ts';
import { COMMIT, REPOSITORY, testHub } from './testing/test-hub.ts';

/** Real graphs, run by the encoder that a server runs. */
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 351000000\n`;
const VISION = 'onnx/vision_model.onnx';
const TEXT = 'onnx/text_model.onnx';
const BOTH = ['image', 'text'];

let made: string;
let home: string;
let dir: string;
/** An export of a CLIP of random weights, to be changed. */
let folder: string;
let library: ModelLibrary;

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'clipgraph-export-'));
  await writeTinyCheckpoint(made);
  await writeLetterTokenizer(made);
  const json = async (name: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(join(made, name), 'utf8'));
  const preprocessor = await json('preprocessor_config.json');
  await compileTowers({
    weights: join(made, 'model.safetensors'),
    config: TINY_CONFIG,
    preprocessor,
    into: join(made, 'onnx'),
    precision: 'fp32',
  });
  for (const tower of ['vision', 'text']) await rename(join(made, `onnx/${tower}_model_fp32.onnx`), join(made, `onnx/${tower}_model.onnx`));
  await rm(join(made, 'model.safetensors'));
});
afterAll(() => rm(made, { recursive: true }));

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'clipgraph-trial-'));
  [dir, folder] = [join(home, 'models'), join(home, 'exported')];
  await cp(made, folder, { recursive: true });
  library = modelLibrary({ dir, hub: { endpoint: 'http://127.0.0.1:9' }, compiler: compileTowers, trial: tryModel });
});
afterEach(() => rm(home, { recursive: true }));

const put = (name: string, content: string | object): Promise<void> =>
  writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const swap = async (): Promise<void> => {
  await rename(join(folder, VISION), join(folder, 'kept'));
  await rename(join(folder, TEXT), join(folder, VISION));
  await rename(join(folder, 'kept'), join(folder, TEXT));
};
const visible = async (): Promise<string[]> => (await readdir(dir).catch(() => [])).filter((name) => !name.startsWith('.'));
const description = async (name = 'exported'): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(dir, name, 'clipgraph.json'), 'utf8'));

/** Why the folder is refused, of which nothing is left then. */
async function refusal(options: Parameters<ModelLibrary['add']>[1] = {}, code = 'UNSUPPORTED'): Promise<string> {
  const error: unknown = await library.add(folder, options).catch((error: unknown) => error);
  expect(error).toMatchObject({ code });
  const { message } = error as Error;
  expect(message).not.toContain(home);
  expect(await visible()).toEqual([]);
  expect(await readdir(join(dir, '.incoming')).catch(() => [])).toEqual([]);
  return message;
}

describe('a model is installed when its towers have run', () => {
  it('and says what starts it', async () => {
    const seen: string[] = [];
    const added = await library.add(folder, { onTrial: (choice) => seen.push(choice) });
    expect(added).toMatchObject({ isNew: true, tried: [{ choice: 'exported', dimensions: 24, modalities: BOTH }] });
    expect(seen).toEqual(['exported']);
    expect(await readdir(join(dir, '.incoming'))).toEqual([]);
    // The folder that was tried is what lies there now.
    expect(await tryModel({ folder: join(dir, 'exported') })).toMatchObject({ name: 'exported', dimensions: 24 });
    expect(await library.add(folder)).toMatchObject({ isNew: false, tried: [{ choice: 'exported' }] });
  });

  it('in each precision that is there, or in the one that is asked for', async () => {
    for (const path of [VISION, TEXT]) await copyFile(join(folder, path), join(folder, path.replace('.onnx', '_fp16.onnx')));
    expect(await library.add(folder, { as: 'one', precision: 'fp16' })).toMatchObject({ tried: [{ choice: 'one:fp16' }] });
    expect((await library.installed()).map(({ precisions }) => precisions)).toEqual([['fp16']]);
    expect(await library.add(folder, { as: 'both' })).toMatchObject({ tried: [{ choice: 'both' }, { choice: 'both:fp16' }] });
  });

  it('with quantized graphs only, by a name that starts', async () => {
    for (const path of [VISION, TEXT]) await rename(join(folder, path), join(folder, path.replace('.onnx', '_quantized.onnx')));
    expect(await library.add(folder)).toMatchObject({ tried: [{ choice: 'exported:quantized', modalities: BOTH }] });
  });

  it('with JSON behind a byte order mark', async () => {
    for (const name of ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json']) {
      await put(name, `\ufeff${await readFile(join(folder, name), 'utf8')}`);
    }
    await put('clipgraph.json', '\ufeff{"licence":"MIT"}');
    expect(await library.add(folder)).toMatchObject({ isNew: true, licence: 'MIT', tried: [{ choice: 'exported' }] });
  });

  it('built from a checkpoint', async () => {
    await rm(join(folder, 'onnx'), { recursive: true });
    await writeTinyCheckpoint(folder);
    const error: unknown = await library.add(folder).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining('build them from its model.safetensors') });
    expect(await library.add(folder, { compile: 'fp32' })).toMatchObject({ tried: [{ choice: 'exported:fp32', dimensions: 24 }] });
  });
});

describe('a model that does not run is not installed:', () => {
  it.each([VISION, TEXT, 'tokenizer.json', 'config.json'])('a Git LFS pointer in the place of %s', async (name) => {
    await put(name, POINTER);
    expect(await refusal()).toMatch(
      new RegExp(`${name.replace('onnx/', '')}.* is a Git LFS pointer, not the file itself. Run "git lfs pull"`),
    );
  });

  it('a pointer in the place of the weights that are to be built from', async () => {
    await put('model.safetensors', POINTER);
    expect(await refusal({ compile: 'fp32' })).toMatch('model.safetensors is a Git LFS pointer');
  });

  it('the towers swapped', async () => {
    await swap();
    expect(await refusal()).toMatch(/^exported does not run\. .*image graph wants .*it is a text tower\. Are the two graphs swapped/);
  });

  it('one tower twice', async () => {
    await copyFile(join(folder, VISION), join(folder, TEXT));
    expect(await refusal()).toMatch("image tower's. Are the two graphs swapped, or is one there twice");
  });

  it('the text tower in another precision than the image tower', async () => {
    await rename(join(folder, TEXT), join(folder, 'onnx/text_model_quantized.onnx'));
    expect(await refusal()).toMatch('no text graph of the same precision beside it; there is onnx/text_model_quantized.onnx');
  });

  it('half a graph', async () => {
    await put(TEXT, (await readFile(join(folder, TEXT))).subarray(0, 5000).toString('latin1'));
    expect(await refusal()).toMatch('text_model.onnx cannot be loaded');
  });

  it.each([
    ['clipgraph.json', '{', 'The clipgraph.json of this model is not valid JSON.'],
    ['config.json', '[]', 'The config.json of this model is not a JSON object.'],
    [
      'preprocessor_config.json',
      '{"image_mean":[0,0,0],"image_std":[1,1,0]}',
      '"image_std" of it is wrong: it must be three numbers above 0',
    ],
    ['tokenizer.json', '{"model":{"type":"none"}}', 'tokenizer.json is of no known kind'],
    ['clipgraph.json', '{"templates":["a photo"]}', '"templates" of clipgraph.json is wrong: 0 must hold {label} once'],
  ])('%s that says %s', async (name, content, message) => {
    await put(name, content);
    expect(await refusal()).toMatch(message);
  });

  it('a precision that is not there, with the command for one that is', async () => {
    const source = folder.replaceAll('\\', '/');
    const error: unknown = await library.add(folder, { precision: 'q4' }).catch((error: unknown) => error);
    expect(error).toMatchObject({
      message: `This model has no graphs in the precision "q4"; there are: the plain one. Take one with: clipgraph models add ${source}`,
    });
  });

  it('both towers in one graph, and a tokenizer in parts', async () => {
    await rename(join(folder, TEXT), join(folder, 'onnx/model.onnx'));
    await rm(join(folder, VISION));
    expect(await refusal()).toMatch('onnx/model.onnx holds both towers in one graph, which is not supported');
    await cp(made, folder, { recursive: true });
    await rename(join(folder, 'tokenizer.json'), join(folder, 'vocab.txt'));
    expect(await refusal()).toMatch('no tokenizer.json, only vocab.txt. Transformers writes one');
  });
});

describe('what is installed stays when something cannot be added:', () => {
  it('another precision beside it', async () => {
    await library.add(folder);
    const before = await description();
    await copyFile(join(folder, VISION), join(folder, 'onnx/vision_model_fp16.onnx'));
    await copyFile(join(folder, VISION), join(folder, 'onnx/text_model_fp16.onnx'));
    await expect(library.add(folder)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('exported:fp16 does not run'),
    });
    expect(await description()).toEqual(before);
    expect(await library.installed()).toMatchObject([{ precisions: [''] }]);
    expect(await readdir(join(dir, '.incoming'))).toEqual([]);
    expect(await tryModel({ folder: join(dir, 'exported') })).toMatchObject({ dimensions: 24 });
  });

  it('the model itself, which does not run any more', async () => {
    await library.add(folder);
    const { size } = await stat(join(dir, 'exported', VISION));
    await writeFile(join(dir, 'exported', VISION), Buffer.alloc(size));
    await expect(library.add(folder)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('exported does not run'),
    });
    expect(await visible()).toEqual(['exported']);
  });
});

describe('a family', () => {
  it.each([
    [{ ...TINY_CONFIG, model_type: 'blip' }, 'Its config.json has the model_type "blip", so it is not known how its texts'],
    [{ projection_dim: 24 }, 'Its config.json names no model_type'],
  ])('that is not known is refused, and taken when it is said: %#', async (config, message) => {
    await put('config.json', config);
    expect(await refusal()).toMatch(message);
    expect(await refusal()).toMatch('Known families: clip (CLIP), siglip');
    expect(await refusal({ facts: { family: 'nonsense' } }, 'INVALID_INPUT')).toMatch('There is no family "nonsense"');
    await library.add(folder, { facts: { family: 'clip', contextLength: 20 } });
    expect(await description()).toMatchObject({ family: 'clip', contextLength: 20 });
  });

  it('whose scale is of each model wants it; what is said stands in clipgraph.json', async () => {
    await put('config.json', { ...TINY_CONFIG, model_type: 'chinese_clip' });
    const facts = { contextLength: 20 };
    expect(await refusal({ facts })).toMatch('stands in none of its files. Give it with --logit-scale: the exponential of logit_scale');
    const templates = ['{label}!'];
    const added = await library.add(folder, { facts: { ...facts, logitScale: 77, templates, padding: 'full', cleaning: 'lowercase' } });
    expect(added).toMatchObject({ tried: [{ choice: 'exported' }] });
    const said = { scoring: { kind: 'softmax', scale: 77, bias: 0 }, templates, contextLength: 20, padding: 'full', cleaning: 'lowercase' };
    expect(await description()).toMatchObject(said);
    expect(await description()).not.toHaveProperty('family');
    expect(await library.add(folder, { facts: { logitScale: 77 } })).toMatchObject({ isNew: false });
    const other = library.add(folder, { facts: { logitScale: 100 } });
    await expect(other).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('another "scoring.scale"') });
  });

  it('whose scale is of each model has it from its checkpoint', async () => {
    const checkpoint = join(home, 'chinese');
    await mkdir(checkpoint);
    await writeTinyChineseClip(checkpoint);
    await writeWordPieceTokenizer(checkpoint);
    const added = await library.add(checkpoint, { compile: 'fp32' });
    expect(added).toMatchObject({ tried: [{ choice: 'chinese:fp32', dimensions: 24, modalities: BOTH }] });
    expect(await description('chinese')).toMatchObject({ scoring: { kind: 'softmax', scale: expect.closeTo(42, 3), bias: 0 } });
  });

  it('that scores each label alone wants scale and bias together', async () => {
    await put('config.json', { ...TINY_CONFIG, model_type: 'siglip' });
    expect(await refusal({ facts: { logitScale: 100 } }, 'INVALID_INPUT')).toMatch('wants --logit-bias beside it');
    expect(await refusal({ facts: { logitBias: -10 } }, 'INVALID_INPUT')).toMatch('--logit-bias wants --logit-scale');
    await library.add(folder, { facts: { logitScale: 100, logitBias: -10 } });
    expect(await description()).toMatchObject({ scoring: { kind: 'sigmoid', scale: 100, bias: -10 } });
  });

  it("is the registry's where a preset is named, whose vectors must have its length", async () => {
    await put('config.json', { model_type: 'mobileclip' });
    expect(await refusal({ preset: 'mobileclip2-s0', facts: { contextLength: 20 } })).toMatch('Its vectors have 24 dimensions');
    await put('config.json', { ...TINY_CONFIG, projection_dim: 512 });
    const checkpoint = join(home, 'checkpoint');
    await mkdir(checkpoint);
    await writeTinyCheckpoint(checkpoint, { ...TINY_CONFIG, projection_dim: 512 });
    await writeLetterTokenizer(checkpoint);
    const added = await library.add(checkpoint, { preset: 'mobileclip2-s0', as: 'wide', compile: 'fp32', facts: { contextLength: 20 } });
    expect(added).toMatchObject({ tried: [{ dimensions: 512 }] });
    expect(await description('wide')).toMatchObject({ padding: 'full', contextLength: 20, scoring: { scale: 100 } });
  });

  it('may be unknown where its own clipgraph.json says how it scores', async () => {
    await put('config.json', { ...TINY_CONFIG, model_type: 'blip' });
    await put('clipgraph.json', { scoring: { kind: 'softmax', scale: 50, bias: 0 }, contextLength: 20 });
    await library.add(folder);
    expect(await description()).toMatchObject({ scoring: { scale: 50 } });
  });
});

describe('a folder for each tower', () => {
  /** As Immich's models are laid out, with open_clip's configuration. */
  beforeEach(async () => {
    await mkdir(join(folder, 'visual'));
    await mkdir(join(folder, 'textual'));
    await rename(join(folder, VISION), join(folder, 'visual/model.onnx'));
    await rename(join(folder, TEXT), join(folder, 'textual/model.onnx'));
    for (const name of ['tokenizer.json', 'tokenizer_config.json']) await rename(join(folder, name), join(folder, 'textual', name));
    await rm(join(folder, 'preprocessor_config.json'));
    await rm(join(folder, 'onnx'), { recursive: true });
    await put('config.json', { embed_dim: 24, vision_cfg: { image_size: 32 }, text_cfg: { context_length: 20 } });
    const preprocessing = {
      size: [32, 32],
      mode: 'RGB',
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
      interpolation: 'bicubic',
      resize_mode: 'shortest',
    };
    await put('visual/preprocess_cfg.json', preprocessing);
  });

  it('is installed in the layout of all others', async () => {
    expect(await library.add(folder)).toMatchObject({ tried: [{ choice: 'exported', dimensions: 24, modalities: BOTH }] });
    expect((await readdir(join(dir, 'exported'), { recursive: true })).sort()).toEqual([
      'clipgraph.json',
      'config.json',
      'onnx',
      TEXT,
      VISION,
      'preprocessor_config.json',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    expect(await library.installed()).toMatchObject([{ precisions: [''], dimensions: 24 }]);
  });

  it('is refused where weights lie beside a graph, which names them', async () => {
    await put('visual/model.onnx_data', 'weights');
    expect(await refusal()).toMatch('The weights of visual/model.onnx lie beside it (visual/model.onnx_data)');
  });

  it('comes from a hub too', async () => {
    const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const contents = await Promise.all(
      names.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(folder.length + 1).replaceAll('\\', '/'), await readFile(path)] as const;
      }),
    );
    const hub = await testHub(Object.fromEntries(contents));
    library = modelLibrary({ dir, hub: { endpoint: hub.endpoint }, trial: tryModel });
    expect(await library.add(REPOSITORY)).toMatchObject({ revision: COMMIT, tried: [{ choice: 'some-clip', dimensions: 24 }] });
    await hub.close();
  });
});

describe('from a hub', () => {
  const fromHub = async () => {
    const paths = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json', VISION, TEXT];
    const contents = await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path))] as const));
    const hub = await testHub(Object.fromEntries(contents));
    library = modelLibrary({ dir, hub: { endpoint: hub.endpoint }, trial: tryModel });
    return hub;
  };
  const graphRequests = (hub: Awaited<ReturnType<typeof testHub>>): number =>
    hub.requests.filter(({ server }) => server === 'files').length;

  it('a family is refused before a graph is fetched', async () => {
    await put('config.json', { model_type: 'blip' });
    const hub = await fromHub();
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining('"blip"') });
    expect(graphRequests(hub)).toBe(0);
    expect(await library.add(REPOSITORY, { facts: { family: 'clip', contextLength: 20 } })).toMatchObject({ isNew: true });
    await hub.close();
  });

  it('a download that does not run is kept for another try, not installed', async () => {
    await swap();
    const hub = await fromHub();
    const failure = { code: 'UNSUPPORTED', message: expect.stringContaining('clipgraph models remove some-clip deletes') };
    await expect(library.add(REPOSITORY)).rejects.toMatchObject(failure);
    await expect(library.add(REPOSITORY)).rejects.toMatchObject(failure);
    expect(graphRequests(hub)).toBe(2);
    expect(await visible()).toEqual([]);
    expect(await library.remove('some-clip')).toBe(true);
    expect(await readdir(join(dir, '.incoming'))).toEqual([]);
    await hub.close();
  });
});
