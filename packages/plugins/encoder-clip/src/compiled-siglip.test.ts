import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { imageDecoder } from '@clipgraph/images';
import { dot, normalised, type PreparedText } from '@clipgraph/contracts';
import {
  letterIds,
  noisePicture,
  testEncoder,
  TINY_SIGLIP,
  writeLetterTokenizer,
  writeTinySiglip,
  int8Saturates,
} from '@clipgraph/testing';
import { compileTowers } from '@clipgraph/tower-compiler';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { clip } from './clip.ts';

/** What this processor can build: without VNNI no int8. */
const PRECISIONS = int8Saturates ? (['fp32'] as const) : (['fp32', 'int8'] as const);
const decoder = imageDecoder();
const CONTEXT = 64;
let folder: string;

/** Random weights behind a tokenizer of letters, in SigLIP's context of 64 tokens. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compiled-siglip-'));
  const config = { ...TINY_SIGLIP, text_config: { ...TINY_SIGLIP.text_config, max_position_embeddings: CONTEXT } };
  await writeTinySiglip(folder, config);
  await writeLetterTokenizer(folder);
  const preprocessor: unknown = JSON.parse(await readFile(join(folder, 'preprocessor_config.json'), 'utf8'));
  const weights = join(folder, 'model.safetensors');
  for (const precision of PRECISIONS) {
    const { scoring } = await compileTowers({ weights, config, preprocessor, into: join(folder, 'onnx'), precision });
    // What `models add --compile` writes down of a build.
    await writeFile(join(folder, 'clipgraph.json'), JSON.stringify({ scoring }));
  }
});
afterAll(() => rm(folder, { recursive: true }));

const open = (precision: string) => clip({ folder, decoder, precision, workers: 2 });

testEncoder('clip with compiled towers of SigLIP in fp32', () => open('fp32'));
if (!int8Saturates) testEncoder('clip with compiled towers of SigLIP in int8', () => open('int8'));

describe('compiled towers of SigLIP', () => {
  it('are scored by a sigmoid, with the scale and bias of the checkpoint', async () => {
    const encoder = await open('fp32');
    expect(encoder.model).toMatchObject({
      scoring: { kind: 'sigmoid', scale: expect.closeTo(42, 3), bias: -11.5 },
      contextLength: CONTEXT,
      dimensions: 48,
      imageSize: 32,
    });
    await encoder.close();
  });

  it("get texts cleaned and padded as SigLIP's are: with the end token, to the whole context", async () => {
    const encoder = await open('fp32');
    const tower = encoder.text!;
    const prepared = (await tower.prepare('  A photo, of\ta DOG!')) as PreparedText;
    expect([...prepared.tokenIds]).toEqual(letterIds('a photo of a dog'));
    expect(tower.size(prepared)).toBe(CONTEXT);
    const [vector] = await tower.run([prepared]);

    const session = await InferenceSession.create(join(folder, 'onnx/text_model_fp32.onnx'));
    const padded = (padding: number): Int32Array => Int32Array.from({ length: CONTEXT }, (_, at) => prepared.tokenIds[at] ?? padding);
    const run = async (padding: number): Promise<Float32Array> => {
      const { text_embeds: vectors } = await session.run({ input_ids: new Tensor('int32', padded(padding), [1, CONTEXT]) });
      return normalised(vectors!.data as Float32Array);
    };
    expect(dot(vector!, await run(1))).toBeGreaterThan(1 - 1e-6);
    expect(dot(vector!, await run(0))).toBeLessThan(0.9999);
    await session.release();
    await encoder.close();
  });

  it('keep the end token of a text that is too long, and say that it was cut', async () => {
    const encoder = await open('fp32');
    const { tokenIds, truncated } = (await encoder.text!.prepare('a dog '.repeat(40))) as PreparedText;
    expect([tokenIds.length, tokenIds[CONTEXT - 1], truncated]).toEqual([CONTEXT, 1, true]);
    await encoder.close();
  });

  it('give the same bits for a text alone, in company, and in another order', async () => {
    for (const precision of PRECISIONS) {
      const { text: tower, image, close } = await open(precision);
      const texts = await Promise.all(['a', 'a dog', 'a dog on a sofa', 'red', 'blue boat'].map((text) => tower!.prepare(text)));
      const alone = await Promise.all(texts.map(async (text) => (await tower!.run([text]))[0]!));
      expect(await tower!.run(texts)).toEqual(alone);
      expect(await tower!.run(texts.toReversed())).toEqual(alone.toReversed());
      const pictures = await Promise.all([1, 2, 3].map(async (seed) => image.prepare(await noisePicture(seed, { width: 70, height: 50 }))));
      const [first] = await image.run(pictures.slice(0, 1));
      expect((await image.run(pictures))[0]).toEqual(first);
      await close();
    }
  });
});
