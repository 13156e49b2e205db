import { copyFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { imageDecoder } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { noisePicture } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { clip } from './clip.ts';
import { writeSmallModel, type SmallModel } from './testing/small-graphs.ts';
import { tryModel } from './try-model.ts';

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 351000000\n`;
const VISION = 'onnx/vision_model.onnx';
const TEXT = 'onnx/text_model.onnx';

let folder: string;
const inFolder = (name: string): string => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'try-model-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a model that runs', () => {
  it('is described as a server would load it', async () => {
    expect(await tryModel({ folder: miniModel.folder })).toMatchObject({ dimensions: 384, modalities: ['image', 'text'] });
  });

  it.each<[string, SmallModel]>([
    ['as the hubs have it', {}],
    ['whose text tower hides its padding by itself', { text: { hides: 1 } }],
    ['whose text tower wants segments, as a BERT does', { text: { hasSegments: true } }],
    ['whose text tower sees its padding, and says so', { text: { hides: undefined }, own: { padding: 'full', contextLength: 70 } }],
    [
      'of one item at a time and texts of one length, with names of its own',
      {
        image: { input: 'image', output: 'embedding', batch: 1 },
        text: { input: 'text', output: 'embedding', batch: 1, length: 70, hides: 1 },
        config: { embed_dim: 8, vision_cfg: {}, text_cfg: { context_length: 70 } },
      },
    ],
    [
      "a Chinese-CLIP's export in Chinese-CLIP's names",
      {
        image: { input: 'image', output: 'unnorm_image_features' },
        text: { input: 'text', output: 'unnorm_text_features', batch: 1, length: 52, hides: 1 },
        config: { model_type: 'chinese_clip' },
        own: { scoring: { kind: 'softmax', scale: 100, bias: 0 } },
      },
    ],
    ['of pictures only', {}],
  ])('%s', async (name, model) => {
    await writeSmallModel(folder, model);
    if (name === 'of pictures only') await rm(inFolder(TEXT));
    const { dimensions, modalities } = await tryModel({ folder });
    expect({ dimensions, modalities }).toEqual({ dimensions: 8, modalities: name === 'of pictures only' ? ['image'] : ['image', 'text'] });
  });

  it('gives an item the same vector alone and in company, where a run takes one', async () => {
    const fixed = { image: { batch: 1 }, text: { batch: 1, length: 30, hides: 1 }, own: { contextLength: 30 } } as const;
    await writeSmallModel(folder, fixed);
    const encoder = await clip({ folder, decoder: imageDecoder(), workers: 1 });
    const texts = await Promise.all(['a', 'a dog', 'a dog on a sofa'].map((words) => encoder.text!.prepare(words)));
    const together = await encoder.text!.run(texts);
    expect(await Promise.all(texts.map(async (one) => (await encoder.text!.run([one]))[0]))).toEqual(together);
    const pictures = await Promise.all(
      [1, 2].map(async (seed) => encoder.image.prepare(await noisePicture(seed, { width: 30, height: 20 }))),
    );
    const images = await encoder.image.run(pictures);
    expect(await encoder.image.run(pictures.toReversed())).toEqual(images.toReversed());
    expect(new Set([...together, ...images].map(String)).size).toBe(5);
    await encoder.close();
  });
});

describe('a model that cannot be used is refused by name', () => {
  const refusal = async (): Promise<string> => {
    const error: unknown = await tryModel({ folder }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'MODEL_FAILED' });
    expect((error as Error).message).not.toContain(folder);
    return (error as Error).message;
  };

  it.each([VISION, TEXT, 'tokenizer.json', 'config.json'])('a Git LFS pointer in the place of %s', async (name) => {
    await writeSmallModel(folder);
    await writeFile(inFolder(name), POINTER);
    expect(await refusal()).toMatch(`${name} is a Git LFS pointer, not the file itself. Run "git lfs pull"`);
  });

  it('the towers swapped', async () => {
    await writeSmallModel(folder);
    await rename(inFolder(VISION), inFolder('onnx/other'));
    await rename(inFolder(TEXT), inFolder(VISION));
    await rename(inFolder('onnx/other'), inFolder(TEXT));
    expect(await refusal()).toMatch(/image graph wants input_ids, attention_mask: it is a text tower. Are the two graphs swapped/);
  });

  it('one tower twice', async () => {
    await writeSmallModel(folder);
    await copyFile(inFolder(VISION), inFolder(TEXT));
    expect(await refusal()).toMatch(/text graph wants pixel_values, .*image tower's. Are the two graphs swapped, or is one there twice/);
  });

  it.each<[string, SmallModel, RegExp]>([
    ['towers of two widths', { text: { dimensions: 6 } }, /image vectors have 8 dimensions, text vectors 6/],
    ['an image tower of zeros', { image: { weight: 0 } }, /vision_model\.onnx cannot be run: .*zero or not finite/],
    ['an image tower of no numbers', { image: { weight: Number.NaN } }, /vision_model\.onnx cannot be run: .*zero or not finite/],
    ['an image tower that sees nothing', { image: { weight: 0, bias: 1 } }, /vision_model\.onnx gives different pictures the same vector/],
    ['pixels of another size', { image: { size: 8 }, own: {} }, /could not be loaded/],
    ['a table of tokens that is too short', { text: { vocabulary: 10 } }, /text_model\.onnx cannot be run/],
    [
      'texts that see their padding',
      { text: { hides: undefined } },
      /text_model\.onnx gives a text another vector when .*"padding" must be "full"/,
    ],
    ['a text tower that reads nothing', { text: { row: 1, hides: undefined } }, /text_model\.onnx gives different texts the same vector/],
    ['a context that the graph has not', { text: { length: 12 } }, /takes 12 tokens and the context is 77: give "contextLength": 12/],
    ['a family that is not known', { config: { model_type: 'blip' } }, /unknown model_type "blip"/],
  ])('%s', async (what, model, message) => {
    await writeSmallModel(folder, model);
    if (what === 'pixels of another size') {
      await writeFile(
        inFolder('preprocessor_config.json'),
        JSON.stringify({ size: { height: 9, width: 9 }, image_mean: [0, 0, 0], image_std: [1, 1, 1] }),
      );
    }
    expect(await refusal()).toMatch(message);
  });

  it('stops when it is told to', async () => {
    await writeSmallModel(folder);
    await expect(tryModel({ folder, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});
