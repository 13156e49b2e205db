import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  INT8_SATURATES,
  int8Saturates,
  TINY_CHINESE_CLIP,
  tinyChineseClipWeights,
  writeTinyChineseClip,
  type TinyChineseClip,
} from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { compileTowers, type CompiledTowers, type CompileOptions } from './compile-towers.ts';
import { sampleInputs } from './sample-inputs.ts';
import { distance } from './testing/distance.ts';
import { referenceChineseText } from './testing/reference-chinese-clip.ts';
import { runMaskedTexts } from './tower-runs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compile-chinese-clip-'));
});
afterEach(() => rm(folder, { recursive: true }));

const CONTEXT = 52;
const { texts } = sampleInputs(32, 100, CONTEXT);
const textGraph = (precision: string): string => join(folder, `onnx/text_model_${precision}.onnx`);
const config = (changes: object): TinyChineseClip => ({
  ...TINY_CHINESE_CLIP,
  text_config: { ...TINY_CHINESE_CLIP.text_config, ...changes },
});

async function compile(options: Partial<CompileOptions> = {}): Promise<CompiledTowers> {
  return compileTowers({
    weights: join(folder, 'model.safetensors'),
    config: TINY_CHINESE_CLIP,
    preprocessor: JSON.parse(await readFile(join(folder, 'preprocessor_config.json'), 'utf8')),
    into: join(folder, 'onnx'),
    precision: 'fp32',
    ...options,
  });
}

describe('compiled towers of Chinese-CLIP', () => {
  it('give the vectors of the reference in float32, which sees no padding, with the trained scale', async () => {
    await writeTinyChineseClip(folder);
    const { image, text, scoring } = await compile();
    expect([image.largestDifference, text.largestDifference].every((difference) => difference < 1e-6)).toBe(true);
    expect(scoring).toEqual({ kind: 'softmax', scale: expect.closeTo(42, 3), bias: 0 });
    const reference = referenceChineseText(TINY_CHINESE_CLIP, tinyChineseClipWeights(TINY_CHINESE_CLIP));
    const vectors = await runMaskedTexts(textGraph('fp32'), texts, CONTEXT);
    expect(texts.map(({ length }) => length)).toEqual(expect.arrayContaining([3, CONTEXT]));
    for (const [i, tokens] of texts.entries()) expect(distance(vectors[i]!, reference(tokens))).toBeLessThan(2e-6);
  });

  it.skipIf(int8Saturates)(`come near to them in int8 (not where ${INT8_SATURATES})`, async () => {
    await writeTinyChineseClip(folder);
    const { image, text } = await compile({ precision: 'int8' });
    for (const { worstCosine } of [image, text]) {
      expect(worstCosine).toBeGreaterThan(0.999);
      expect(worstCosine).toBeLessThan(0.9999999);
    }
  });

  it.each(int8Saturates ? (['fp32'] as const) : (['fp32', 'int8'] as const))(
    'give the same bits in any company, in %s',
    async (precision) => {
      await writeTinyChineseClip(folder);
      await compile({ precision });
      const vectors = await runMaskedTexts(textGraph(precision), texts, CONTEXT);
      for (const count of [1, 2, 3, 7]) {
        expect(await runMaskedTexts(textGraph(precision), texts.slice(0, count), CONTEXT)).toEqual(vectors.slice(0, count));
        expect(await runMaskedTexts(textGraph(precision), texts.slice(-count), CONTEXT)).toEqual(vectors.slice(-count));
      }
      expect(await runMaskedTexts(textGraph(precision), texts.toReversed(), CONTEXT)).toEqual(vectors.toReversed());
    },
  );

  it.each([
    [
      'places that are not absolute',
      config({ position_embedding_type: 'relative_key' }),
      /"position_embedding_type" in text_config cannot be "relative_key"/,
    ],
    ['more layers than there are', config({ num_hidden_layers: 3 }), /the tensor text_model\.encoder\.layer\.2\.\S+ is missing/],
    ['another width', config({ hidden_size: 64 }), /word_embeddings\.weight has the shape \[100, 32\].* wants \[100, 64\]/],
  ])('are not built for %s', async (_, config, message) => {
    await writeTinyChineseClip(folder);
    await expect(compile({ config })).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringMatching(message) });
    expect(await readdir(join(folder, 'onnx')).catch(() => [])).toEqual([]);
  });
});
