import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { dot } from '@clipgraph/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { compileTowers, type CompiledTowers, type CompileOptions } from './compile-towers.ts';
import { sampleInputs } from './sample-inputs.ts';
import { distance } from './testing/distance.ts';
import { referenceClip } from './testing/reference-clip.ts';
import { TINY_CONFIG, tinyWeights, writeTinyCheckpoint, type TinyConfig, int8Saturates, INT8_SATURATES } from '@clipgraph/testing';
import { runCompiledImages, runPackedTexts } from './tower-runs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tower-compiler-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function compile(options: Partial<CompileOptions> = {}): Promise<CompiledTowers> {
  const json = async (name: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(join(folder, name), 'utf8'));
  return compileTowers({
    weights: join(folder, 'model.safetensors'),
    config: await json('config.json'),
    preprocessor: await json('preprocessor_config.json'),
    into: join(folder, 'onnx'),
    precision: 'fp32',
    ...options,
  });
}

const graph = (tower: 'vision' | 'text', precision: string): string => join(folder, `onnx/${tower}_model_${precision}.onnx`);
const { pictures, texts } = sampleInputs(32, 100, 20);

function withActivation(activation: string): TinyConfig {
  const { vision_config: image, text_config: text } = TINY_CONFIG;
  return { ...TINY_CONFIG, vision_config: { ...image, hidden_act: activation }, text_config: { ...text, hidden_act: activation } };
}

describe('compiled towers', () => {
  it.each(['quick_gelu', 'gelu', 'gelu_pytorch_tanh'])('give the vectors of the paper in float32, with %s', async (activation) => {
    const config = withActivation(activation);
    await writeTinyCheckpoint(folder, config);
    const { image, text, scoring } = await compile();
    expect([image.largestDifference, text.largestDifference].every((difference) => difference < 1e-6)).toBe(true);
    expect(scoring).toEqual({ kind: 'softmax', scale: expect.closeTo(42, 3), bias: 0 });

    const reference = referenceClip(config, tinyWeights(config));
    const images = await runCompiledImages(graph('vision', 'fp32'), pictures, 32);
    for (const [i, picture] of pictures.entries()) expect(distance(images[i]!, reference.image(picture))).toBeLessThan(2e-6);
    const vectors = await runPackedTexts(graph('text', 'fp32'), texts);
    for (const [i, text] of texts.entries()) expect(distance(vectors[i]!, reference.text(text))).toBeLessThan(2e-6);
  });

  it.skipIf(int8Saturates)(`come near to them in int8 (not where ${INT8_SATURATES})`, async () => {
    await writeTinyCheckpoint(folder);
    const { image, text } = await compile({ precision: 'int8' });
    expect(Math.min(image.worstCosine, text.worstCosine)).toBeGreaterThan(0.999);
    const reference = referenceClip(TINY_CONFIG, tinyWeights(TINY_CONFIG));
    const [vector] = await runCompiledImages(graph('vision', 'int8'), pictures.slice(0, 1), 32);
    const cosine = dot(vector!, Float32Array.from(reference.image(pictures[0]!)));
    expect(cosine).toBeGreaterThan(0.999);
    expect(cosine).toBeLessThan(0.9999999);
  });

  it.each(int8Saturates ? (['fp32'] as const) : (['fp32', 'int8'] as const))(
    'give the same bits in any company, in %s',
    async (precision) => {
      await writeTinyCheckpoint(folder);
      await compile({ precision });
      const images = await runCompiledImages(graph('vision', precision), pictures, 32);
      for (const some of [pictures.slice(0, 1), pictures.slice(0, 3), pictures.slice(0, 7)]) {
        expect(await runCompiledImages(graph('vision', precision), some, 32)).toEqual(images.slice(0, some.length));
      }
      // All that fit into 128 tokens, then the same ones backwards and in pairs.
      const few = texts.slice(0, 12);
      const vectors = await runPackedTexts(graph('text', precision), few);
      expect(await runPackedTexts(graph('text', precision), few.toReversed())).toEqual(vectors.toReversed());
      for (let i = 0; i + 1 < few.length; i++) {
        expect(await runPackedTexts(graph('text', precision), few.slice(i, i + 2))).toEqual(vectors.slice(i, i + 2));
      }
    },
  );

  it.skipIf(int8Saturates)(`are the same file again from the same weights (not where ${INT8_SATURATES})`, async () => {
    await writeTinyCheckpoint(folder);
    await compile({ precision: 'int8' });
    const before = await Promise.all([readFile(graph('vision', 'int8')), readFile(graph('text', 'int8'))]);
    await compile({ precision: 'int8' });
    expect(await Promise.all([readFile(graph('vision', 'int8')), readFile(graph('text', 'int8'))])).toEqual(before);
    expect((await readdir(join(folder, 'onnx'))).sort()).toEqual(['text_model_int8.onnx', 'vision_model_int8.onnx']);
  });

  it('report each step, and leave nothing behind when they are stopped', async () => {
    await writeTinyCheckpoint(folder);
    const stop = new AbortController();
    const steps: string[] = [];
    const stopped = compile({
      signal: stop.signal,
      onStep({ tower, doing }) {
        steps.push(`${doing} ${tower}`);
        if (steps.length === 3) stop.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(steps).toEqual(['building image', 'checking image', 'building text']);
    expect(await readdir(join(folder, 'onnx'))).toEqual([]);
  });
});

describe('a checkpoint is refused', () => {
  beforeEach(() => writeTinyCheckpoint(folder));
  const nothingIsLeft = async (): Promise<void> => expect(await readdir(join(folder, 'onnx')).catch(() => [])).toEqual([]);

  it.skipIf(int8Saturates)(`with the figures, when int8 is too coarse for it (not where ${INT8_SATURATES})`, async () => {
    const weights = tinyWeights(TINY_CONFIG);
    // One channel that is loud and that nobody listens to: what is left for the others is less than a step.
    for (let layer = 0; layer < 3; layer++) {
      const prefix = `text_model.encoder.layers.${layer}`;
      weights.get(`${prefix}.layer_norm1.bias`)!.values[5] = 2000;
      for (const part of ['q_proj', 'k_proj', 'v_proj']) {
        const { values } = weights.get(`${prefix}.self_attn.${part}.weight`)!;
        for (let at = 5; at < values.length; at += 32) values[at] = 0;
      }
    }
    await writeTinyCheckpoint(folder, TINY_CONFIG, weights);
    await expect(compile({ precision: 'int8' })).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringMatching(
        /text tower in int8 failed its check .*: the worst cosine is -?0\.\d{5}, and at least 0\.999 is wanted/,
      ),
    });
    await nothingIsLeft();
  });

  it('when its weights are not finite', async () => {
    const weights = tinyWeights(TINY_CONFIG);
    weights.get('visual_projection.weight')!.values[0] = Number.NaN;
    await writeTinyCheckpoint(folder, TINY_CONFIG, weights);
    for (const precision of ['fp32', 'int8'] as const) {
      await expect(compile({ precision })).rejects.toMatchObject({ message: expect.stringContaining('image tower') });
    }
  });

  const { image_size: _, ...withoutSize } = TINY_CONFIG.vision_config;
  it.each([
    ['another family', { ...TINY_CONFIG, model_type: 'blip' }, /model_type "blip"/],
    ['no family', {}, /model_type missing/],
    ['an unknown activation', withActivation('relu'), /"hidden_act" in vision_config cannot be "relu"/],
    ['a section that is none', { ...TINY_CONFIG, text_config: 7 }, /"text_config" of config\.json is not an object/],
    ['heads that do not fit', { ...TINY_CONFIG, text_config: { num_attention_heads: 5 } }, /5 attention heads/],
    ['a negative size', { ...TINY_CONFIG, projection_dim: -1 }, /"projection_dim" in config\.json cannot be -1/],
    ['patches that do not fit', { ...TINY_CONFIG, vision_config: { patch_size: 7 + 2 } }, /224 pixels do not divide into patches of 9/],
    ['another width', { ...TINY_CONFIG, projection_dim: 16 }, /visual_projection\.weight has the shape \[24, 48\].* wants \[16, 48\]/],
    ['more layers than there are', withLayers(4), /the tensor vision_model\.encoder\.layers\.3\.\S+ is missing/],
    ['pixels of another size', { ...TINY_CONFIG, vision_config: withoutSize }, /224 pixels in config\.json, 32/],
  ])('for %s', async (_, config, message) => {
    await expect(compile({ config })).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringMatching(message) });
    await nothingIsLeft();
  });
});

function withLayers(layers: number): TinyConfig {
  return { ...TINY_CONFIG, vision_config: { ...TINY_CONFIG.vision_config, num_hidden_layers: layers } };
}
