import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { imageDecoder } from '@clipgraph/images';
import { dot, normalised, type PreparedText } from '@clipgraph/contracts';
import {
  int8Saturates,
  testEncoder,
  TINY_CHINESE_CLIP,
  wordPieceIds,
  writeTinyChineseClip,
  writeWordPieceTokenizer,
} from '@clipgraph/testing';
import { compileTowers } from '@clipgraph/tower-compiler';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { clip } from './clip.ts';

/** What this processor can build: without VNNI no int8. */
const PRECISIONS = int8Saturates ? (['fp32'] as const) : (['fp32', 'int8'] as const);
const CONTEXT = 52;
const decoder = imageDecoder();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compiled-chinese-clip-'));
  await writeTinyChineseClip(folder);
  await writeWordPieceTokenizer(folder);
  const preprocessor: unknown = JSON.parse(await readFile(join(folder, 'preprocessor_config.json'), 'utf8'));
  const weights = join(folder, 'model.safetensors');
  for (const precision of PRECISIONS) {
    const { scoring } = await compileTowers({ weights, config: TINY_CHINESE_CLIP, preprocessor, into: join(folder, 'onnx'), precision });
    // What `models add --compile` writes down of a build.
    await writeFile(join(folder, 'clipgraph.json'), JSON.stringify({ scoring }));
  }
});
afterAll(() => rm(folder, { recursive: true }));

const open = (precision: string) => clip({ folder, precision, decoder, workers: 1 });

for (const precision of PRECISIONS) testEncoder(`clip with a compiled Chinese-CLIP in ${precision}`, () => open(precision));

describe('texts of a compiled Chinese-CLIP', () => {
  it('are read by BERT and run in their whole context, of which they see what is no padding', async () => {
    const encoder = await open('fp32');
    expect(encoder.model).toMatchObject({
      contextLength: CONTEXT,
      templates: ['{label}的照片。'],
      dimensions: 24,
      scoring: { kind: 'softmax' },
    });
    const tower = encoder.text!;
    const prepared = (await tower.prepare('一只猫 DOGs')) as PreparedText;
    expect([...prepared.tokenIds]).toEqual(wordPieceIds(['一', '只', '猫', 'dog', '##s']));
    expect(tower.size(prepared)).toBe(CONTEXT);
    const [vector] = await tower.run([prepared]);

    const session = await InferenceSession.create(join(folder, 'onnx/text_model_fp32.onnx'));
    const run = async (padding: number, seen: number): Promise<Float32Array> => {
      const row = (values: (at: number) => number): Tensor =>
        new Tensor(
          'int32',
          Int32Array.from({ length: CONTEXT }, (_, at) => values(at)),
          [1, CONTEXT],
        );
      const feeds = { input_ids: row((at) => prepared.tokenIds[at] ?? padding), attention_mask: row((at) => (at < seen ? 1 : 0)) };
      return normalised((await session.run(feeds))['text_embeds']!.data as Float32Array);
    };
    const length = prepared.tokenIds.length;
    for (const padding of [0, 7]) expect(dot(vector!, await run(padding, length))).toBeGreaterThan(1 - 1e-6);
    expect(dot(vector!, await run(0, CONTEXT))).toBeLessThan(0.9999);
    await session.release();
    await encoder.close();
  });
});
