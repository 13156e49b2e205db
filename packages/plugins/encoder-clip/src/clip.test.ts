import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { imageDecoder } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { noisePicture, testEncoder } from '@clipgraph/testing';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { clip } from './clip.ts';
import type { ClipOptions } from './clip.ts';

const decoder = imageDecoder();

testEncoder('clip with the bundled model', () => clip({ folder: miniModel.folder, decoder, workers: 2 }));

it('gives one vector to one picture, however its file is made', async () => {
  const encoder = await clip({ folder: miniModel.folder, decoder, workers: 1 });
  const upright = sharp(await noisePicture(1, { width: 90, height: 60 }));
  const files = await Promise.all([
    upright.clone().png().toBuffer(),
    upright.clone().webp({ lossless: true }).toBuffer(),
    upright.clone().ensureAlpha().png().toBuffer(),
    // Stored on its side, with the note that viewers are to turn it by 90°.
    upright.clone().rotate(270).withMetadata({ orientation: 6 }).png().toBuffer(),
  ]);
  const vectors = await encoder.image.run(await Promise.all(files.map((file) => encoder.image.prepare(file))));
  expect(new Set(vectors.map(String)).size).toBe(1);
  await encoder.close();
});

describe('clip, given a folder', () => {
  let folder: string;
  const open = (options: Partial<ClipOptions> = {}) => clip({ folder, decoder, workers: 1, ...options });
  const edit = async (name: string, changes: Record<string, unknown>): Promise<void> => {
    const json = JSON.parse(await readFile(join(folder, name), 'utf8')) as Record<string, unknown>;
    await writeFile(join(folder, name), JSON.stringify({ ...json, ...changes }));
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clip-'));
    await cp(miniModel.folder, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('takes what clipgraph.json says', async () => {
    await edit('clipgraph.json', { name: 'mine', licence: 'MIT', templates: ['{label}!'], contextLength: 10 });
    const encoder = await open();
    expect(encoder.model).toMatchObject({ name: 'mine', licence: 'MIT', templates: ['{label}!'], contextLength: 10, dimensions: 384 });
    await encoder.close();
  });

  it('takes the values of the family without it', async () => {
    await rm(join(folder, 'clipgraph.json'));
    const encoder = await open({ name: 'named by the caller' });
    expect(encoder.model).toMatchObject({ name: 'named by the caller', contextLength: 64, licence: 'unknown' });
    expect(encoder.model.scoring).toEqual({ kind: 'softmax', scale: 100, bias: 0 });
    await encoder.close();
  });

  it('has no text tower when the folder has none', async () => {
    await rm(join(folder, 'onnx/text_model.onnx'));
    const encoder = await open();
    expect(encoder.text).toBeUndefined();
    expect(encoder.model.modalities).toEqual(['image']);
    await encoder.close();
  });

  it('picks the graphs of a precision', async () => {
    for (const tower of ['vision', 'text']) {
      await copyFile(join(folder, `onnx/${tower}_model.onnx`), join(folder, `onnx/${tower}_model_quantized.onnx`));
    }
    const encoder = await open({ precision: 'quantized' });
    expect(encoder.text).toBeDefined();
    await encoder.close();
    await expect(open({ precision: 'q4' })).rejects.toMatchObject({
      message: expect.stringContaining('onnx/vision_model_q4.onnx is missing'),
    });
  });

  it('has another fingerprint when pixels or tokens are prepared otherwise, and the same when only words change', async () => {
    const fingerprint = async (): Promise<string> => {
      const encoder = await open();
      await encoder.close();
      return encoder.model.fingerprint;
    };
    const first = await fingerprint();
    await edit('clipgraph.json', { name: 'renamed', templates: ['{label}'] });
    expect(await fingerprint()).toBe(first);
    await edit('clipgraph.json', { contextLength: 20 });
    const second = await fingerprint();
    await edit('preprocessor_config.json', { image_mean: [0.5, 0.5, 0.5] });
    expect(new Set([first, second, await fingerprint()]).size).toBe(3);
  });

  it.each([
    ['a missing graph', 'onnx/vision_model.onnx', undefined, /onnx\/vision_model\.onnx is missing/],
    ['a missing tokenizer', 'tokenizer.json', undefined, /tokenizer\.json is missing/],
    ['missing preprocessing', 'preprocessor_config.json', undefined, /preprocessor_config\.json is missing/],
    ['broken JSON', 'config.json', '{', /config\.json is not valid JSON/],
    ['preprocessing that it cannot do', 'preprocessor_config.json', '{"do_pad": true}', /preprocessor_config\.json.*do_pad/],
    ['a tokenizer of no known kind', 'tokenizer.json', '{"model": {"type": "none"}}', /tokenizer\.json is of no known kind/],
    ['a wrong preset', 'clipgraph.json', '{"scoring": {"kind": "argmax"}}', /"scoring" of clipgraph\.json is wrong/],
    ['a graph that is none', 'onnx/text_model.onnx', 'not a graph', /text_model\.onnx cannot be loaded/],
    ['pixels of another size', 'preprocessor_config.json', preprocessing(32), /could not be loaded/],
  ])('names %s', async (_, name, content, message) => {
    if (content === undefined) await rm(join(folder, name));
    else await writeFile(join(folder, name), content);
    const error = await open().catch((error: unknown) => error as Error);
    expect(error).toMatchObject({ code: 'MODEL_FAILED', message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain(folder);
  });

  it('says so when there is no folder, or one graph for both towers', async () => {
    await expect(open({ folder: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    await rm(join(folder, 'onnx/vision_model.onnx'));
    await writeFile(join(folder, 'onnx/model.onnx'), '');
    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining('one graph with both towers') });
  });

  it('refuses towers of different dimensions', async () => {
    // The image tower's graph in the place of the text tower's: it does not even take tokens.
    await copyFile(join(folder, 'onnx/vision_model.onnx'), join(folder, 'onnx/text_model.onnx'));
    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining('pixel_values, which is not known here') });
  });
});

function preprocessing(size: number): string {
  return JSON.stringify({ size: { shortest_edge: size }, image_mean: [0, 0, 0], image_std: [1, 1, 1], do_center_crop: true });
}
