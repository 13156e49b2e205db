import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { imageDecoder, OPENAI_PREPROCESSING } from '@clipgraph/images';
import { dot } from '@clipgraph/contracts';
import {
  CLIP_TOKENIZER,
  copyClipTokenizer,
  int8Saturates,
  INT8_SATURATES,
  noisePicture,
  testEncoder,
  TINY_CONFIG,
  writeTinyCheckpoint,
} from '@clipgraph/testing';
import { compileTowers } from '@clipgraph/tower-compiler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { clip } from './clip.ts';
import type { ClipOptions } from './clip.ts';

/** What this processor can build: without VNNI no int8. */
const PRECISIONS = int8Saturates ? (['fp32'] as const) : (['fp32', 'int8'] as const);
const decoder = imageDecoder();
let folder: string;

/** Random weights behind a tokenizer of CLIP's kind. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compiled-'));
  await writeTinyCheckpoint(folder, { ...TINY_CONFIG, text_config: { ...TINY_CONFIG.text_config, ...CLIP_TOKENIZER } });
  await copyClipTokenizer(folder);
  const json = async (name: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(join(folder, name), 'utf8'));
  const [config, preprocessor] = [await json('config.json'), await json('preprocessor_config.json')];
  for (const precision of PRECISIONS) {
    await compileTowers({ weights: join(folder, 'model.safetensors'), config, preprocessor, into: join(folder, 'onnx'), precision });
  }
});
afterAll(() => rm(folder, { recursive: true }));

const open = (precision: string, options: Partial<ClipOptions> = {}) => clip({ folder, decoder, precision, workers: 2, ...options });

testEncoder('clip with compiled towers in fp32', () => open('fp32'));
if (!int8Saturates) testEncoder('clip with compiled towers in int8', () => open('int8'));

describe('compiled towers', () => {
  it.skipIf(int8Saturates)(
    `get pixels as they are and texts without padding, and agree over their precisions (not where ${INT8_SATURATES})`,
    async () => {
      const [exact, coarse] = await Promise.all([open('fp32'), open('int8')]);
      expect(exact.model.fingerprint).not.toBe(coarse.model.fingerprint);
      expect(exact.model.dimensions).toBe(24);
      const picture = await exact.image.prepare(await noisePicture(3, { width: 70, height: 50 }));
      expect(picture).toHaveLength(32 * 32 * 3);
      expect(OPENAI_PREPROCESSING.size).not.toBe(32);
      const text = await exact.text!.prepare('a photo of a dog');
      const [[a], [b], [c], [d]] = await Promise.all([
        exact.image.run([picture]),
        coarse.image.run([picture]),
        exact.text!.run([text]),
        coarse.text!.run([text]),
      ]);
      expect(Math.min(dot(a!, b!), dot(c!, d!))).toBeGreaterThan(0.999);
      await Promise.all([exact.close(), coarse.close()]);
    },
  );

  it('give the same bits in workers of one thread and of several', async () => {
    for (const precision of PRECISIONS) {
      const [one, several] = await Promise.all([1, 3].map((threadsPerWorker) => open(precision, { workers: 1, threadsPerWorker })));
      const pictures = await Promise.all(
        [1, 2, 3].map(async (seed) => one!.image.prepare(await noisePicture(seed, { width: 70, height: 50 }))),
      );
      const texts = await Promise.all(['a dog', 'a photo of a dog', 'seven red boats'].map((text) => one!.text!.prepare(text)));
      expect(await several!.image.run(pictures)).toEqual(await one!.image.run(pictures));
      expect(await several!.text!.run(texts)).toEqual(await one!.text!.run(texts));
      await Promise.all([one!.close(), several!.close()]);
    }
  });

  it('give label prompts the same bits together, where their beginning is computed once, as alone', async () => {
    for (const precision of PRECISIONS) {
      const encoder = await open(precision);
      const tower = encoder.text!;
      const labels = ['cat', 'dog', 'red car', 'tree', 'house on a hill', 'boat'].map((label) => `a photo of a ${label}.`);
      const prompts = await Promise.all([...labels, 'something else'].map((label) => tower.prepare(label)));
      const cost = tower.runCost!();
      const together = prompts.map((prompt) => cost.add(prompt)).at(-1)!;
      expect(together).toBeLessThan(prompts.reduce((sum, prompt) => sum + tower.size(prompt), 0) * 0.7);
      const alone = await Promise.all(prompts.map(async (prompt) => (await tower.run([prompt]))[0]));
      expect(await tower.run(prompts)).toEqual(alone);
      // More than one run holds, in another order.
      const many = Array.from({ length: 100 }, (_, i) => prompts[(i * 5) % prompts.length]!);
      expect(await tower.run(many)).toEqual(many.map((prompt) => alone[prompts.indexOf(prompt)]));
      await encoder.close();
    }
  });
});
