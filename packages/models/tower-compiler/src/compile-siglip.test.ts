import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { dot } from '@clipgraph/contracts';
import { TINY_SIGLIP, tinySiglipWeights, writeTinySiglip, type TinySiglip, int8Saturates, INT8_SATURATES } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { compileTowers, type CompiledTowers, type CompileOptions } from './compile-towers.ts';
import { sampleInputs } from './sample-inputs.ts';
import { distance } from './testing/distance.ts';
import { referenceSiglip } from './testing/reference-siglip.ts';
import { runCompiledImages, runFullTexts } from './tower-runs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compile-siglip-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function compile(options: Partial<CompileOptions> = {}): Promise<CompiledTowers> {
  return compileTowers({
    weights: join(folder, 'model.safetensors'),
    config: TINY_SIGLIP,
    preprocessor: JSON.parse(await readFile(join(folder, 'preprocessor_config.json'), 'utf8')),
    into: join(folder, 'onnx'),
    precision: 'fp32',
    ...options,
  });
}

const graph = (tower: 'vision' | 'text', precision: string): string => join(folder, `onnx/${tower}_model_${precision}.onnx`);
const { pictures, texts } = sampleInputs(32, 100, 16);
/** As the graphs get them. */
const padded = texts.map((text) => Int32Array.from({ length: 16 }, (_, at) => text[at] ?? 0));

describe('compiled towers of SigLIP', () => {
  it('give the vectors of the reference in float32, with the trained scale and bias', async () => {
    await writeTinySiglip(folder);
    const { image, text, scoring } = await compile();
    expect([image.largestDifference, text.largestDifference].every((difference) => difference < 1e-6)).toBe(true);
    expect(scoring).toEqual({ kind: 'sigmoid', scale: expect.closeTo(42, 3), bias: -11.5 });

    const reference = referenceSiglip(TINY_SIGLIP, tinySiglipWeights(TINY_SIGLIP));
    const images = await runCompiledImages(graph('vision', 'fp32'), pictures, 32);
    for (const [i, picture] of pictures.entries()) expect(distance(images[i]!, reference.image(picture))).toBeLessThan(2e-6);
    const vectors = await runFullTexts(graph('text', 'fp32'), texts, 16);
    for (const [i, text] of padded.entries()) expect(distance(vectors[i]!, reference.text(text))).toBeLessThan(2e-6);
  });

  it('see what a text is padded with, and take the last token for its vector', async () => {
    await writeTinySiglip(folder);
    await compile();
    const [text] = texts as [Int32Array];
    const withAnother = Int32Array.from({ length: 16 }, (_, at) => text[at] ?? 1);
    const [zeros, ones] = await runFullTexts(graph('text', 'fp32'), [text, withAnother], 16);
    expect(dot(zeros!, ones!)).toBeLessThan(0.99);
    const reference = referenceSiglip(TINY_SIGLIP, tinySiglipWeights(TINY_SIGLIP));
    expect(distance(ones!, reference.text(withAnother))).toBeLessThan(2e-6);
  });

  it.skipIf(int8Saturates)(`come near to them in int8 (not where ${INT8_SATURATES})`, async () => {
    await writeTinySiglip(folder);
    const { image, text } = await compile({ precision: 'int8' });
    for (const { worstCosine } of [image, text]) {
      expect(worstCosine).toBeGreaterThan(0.999);
      expect(worstCosine).toBeLessThan(0.9999999);
    }
  });

  it.each(int8Saturates ? (['fp32'] as const) : (['fp32', 'int8'] as const))(
    'give the same bits in any company, in %s',
    async (precision) => {
      await writeTinySiglip(folder);
      await compile({ precision });
      const images = await runCompiledImages(graph('vision', precision), pictures, 32);
      const vectors = await runFullTexts(graph('text', precision), texts, 16);
      for (const count of [1, 2, 3, 7]) {
        expect(await runCompiledImages(graph('vision', precision), pictures.slice(0, count), 32)).toEqual(images.slice(0, count));
        expect(await runFullTexts(graph('text', precision), texts.slice(-count), 16)).toEqual(vectors.slice(-count));
      }
    },
  );

  it('take the values of Transformers where the configuration is silent or says null', async () => {
    const { projection_size: _, ...text } = TINY_SIGLIP.text_config;
    const config = { ...TINY_SIGLIP, text_config: { ...text, hidden_size: 48, num_attention_heads: 3 } };
    await writeTinySiglip(folder, { ...config, text_config: { ...config.text_config, projection_size: 48 } });
    const { layer_norm_eps: _2, hidden_act: _3, ...vision } = TINY_SIGLIP.vision_config;
    const silent = { ...config, vision_config: { ...vision, hidden_act: null, vision_use_head: null } };
    const { image, text: check } = await compile({ config: silent });
    expect(Math.max(image.largestDifference, check.largestDifference)).toBeLessThan(1e-6);
  });

  it('are built without a scoring where the checkpoint lacks the bias', async () => {
    const weights = tinySiglipWeights(TINY_SIGLIP);
    weights.delete('logit_bias');
    await writeTinySiglip(folder, TINY_SIGLIP, weights);
    expect((await compile()).scoring).toBeUndefined();
  });
});

describe('a checkpoint of SigLIP is refused', () => {
  beforeEach(() => writeTinySiglip(folder));
  const withText = (text: object): object => ({ ...TINY_SIGLIP, text_config: { ...TINY_SIGLIP.text_config, ...text } });
  const withVision = (vision: object): object => ({ ...TINY_SIGLIP, vision_config: { ...TINY_SIGLIP.vision_config, ...vision } });

  it.each([
    ['pictures of any shape (NaFlex)', { ...TINY_SIGLIP, model_type: 'siglip2' }, /model_type "siglip2", not "clip" or "siglip"/],
    ['no pooling head', withVision({ vision_use_head: false }), /"vision_use_head" in vision_config cannot be false/],
    ['towers that do not meet', withText({ projection_size: 32 }), /text vectors have 32 dimensions, its image vectors 48/],
    ['a projection of no size', withText({ projection_size: 'wide' }), /"projection_size" in text_config cannot be "wide"/],
    ['a section that is none', { ...TINY_SIGLIP, vision_config: 'base' }, /"vision_config" of config\.json is not an object/],
    ['pictures of two sides', withVision({ image_size: [32, 48] }), /"image_size" in vision_config cannot be \[32,48\]/],
    [
      'a longer context',
      withText({ max_position_embeddings: 64 }),
      /position_embedding\.weight has the shape \[16, 32\].* wants \[64, 32\]/,
    ],
    ["CLIP's configuration", { ...TINY_SIGLIP, model_type: 'clip' }, /the tensor vision_model\.\S+ (is missing|has the shape)/],
  ])('for %s', async (_, config, message) => {
    await expect(compile({ config: config as TinySiglip })).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringMatching(message),
    });
    expect(await readdir(join(folder, 'onnx')).catch(() => [])).toEqual([]);
  });

  it('when a part of its pooling head is missing or not finite', async () => {
    const weights = tinySiglipWeights(TINY_SIGLIP);
    weights.get('vision_model.head.probe')!.values[3] = Number.NaN;
    await writeTinySiglip(folder, TINY_SIGLIP, weights);
    await expect(compile()).rejects.toMatchObject({ message: expect.stringContaining('image tower in fp32 failed its check') });
    weights.delete('vision_model.head.probe');
    await writeTinySiglip(folder, TINY_SIGLIP, weights);
    await expect(compile()).rejects.toMatchObject({ message: expect.stringContaining('vision_model.head.probe is missing') });
  });
});
