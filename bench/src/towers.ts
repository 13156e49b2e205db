/*
 * The towers of ViT-B/32 with random weights, through the encoder with one worker of one thread: as usually exported,
 * beside those that `models add --compile` builds, in float32 and int8.
 * `npm run bench -- towers --random-clip DIR [--rounds 9]`
 * DIR holds `v_export.onnx` and `t_export.onnx` as `../shared/tools/random-clip` writes them.
 */
import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder, OPENAI_PREPROCESSING } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import type { Encoder, PreparedText } from '@clipgraph/spec';
import { TINY_CONFIG, TINY_PREPROCESSING, writeTinyCheckpoint } from '@clipgraph/testing/tiny-checkpoint';
import { compileTowers } from '@clipgraph/tower-compiler';

import { interleaved, report } from './rounds.ts';

const IMAGES = 8;
const TEXTS = 32;

/** OpenAI's ViT-B/32, as its `config.json` says. */
const VIT_B_32 = {
  ...TINY_CONFIG,
  projection_dim: 512,
  vision_config: {
    ...TINY_CONFIG.vision_config,
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    image_size: 224,
    patch_size: 32,
  },
  text_config: {
    ...TINY_CONFIG.text_config,
    hidden_size: 512,
    intermediate_size: 2048,
    num_hidden_layers: 12,
    num_attention_heads: 8,
    vocab_size: 49_408,
    max_position_embeddings: 77,
  },
};

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '9' }, 'random-clip': { type: 'string' } } });
if (options['random-clip'] === undefined) {
  console.log('left out: it compares with exported graphs, which --random-clip DIR names');
  process.exit(0);
}
const folder = await mkdtemp(join(tmpdir(), 'clipgraph-towers-'));
try {
  await build(resolve(options['random-clip']));
  await compare(Number(options.rounds));
} finally {
  await rm(folder, { recursive: true });
}

/** A folder with the exported graphs as the plain ones, and both compiled precisions; the bundled model's tokenizer will do. */
async function build(exported: string): Promise<void> {
  await mkdir(join(folder, 'onnx'));
  await symlink(join(exported, 'v_export.onnx'), join(folder, 'onnx/vision_model.onnx'));
  await symlink(join(exported, 't_export.onnx'), join(folder, 'onnx/text_model.onnx'));
  for (const name of ['tokenizer.json', 'tokenizer_config.json']) await copyFile(join(miniModel.folder, name), join(folder, name));
  await writeTinyCheckpoint(folder, VIT_B_32);
  const weights = join(folder, 'model.safetensors');
  const preprocessor = { ...TINY_PREPROCESSING, size: { shortest_edge: OPENAI_PREPROCESSING.size } };
  for (const precision of ['fp32', 'int8'] as const) {
    const start = performance.now();
    const { image, text } = await compileTowers({ weights, config: VIT_B_32, preprocessor, into: join(folder, 'onnx'), precision });
    const figures = ({ largestDifference, worstCosine }: typeof image): string =>
      `largest difference ${largestDifference.toExponential(1)}, worst cosine ${worstCosine.toFixed(6)}`;
    console.log(
      `built ${precision} in ${Math.round((performance.now() - start) / 1000)} s; image: ${figures(image)}; text: ${figures(text)}`,
    );
  }
  await rm(weights);
}

async function compare(rounds: number): Promise<void> {
  const decoder = imageDecoder();
  const open = (precision: string): Promise<Encoder> => clip({ folder, decoder, precision, workers: 1, threadsPerWorker: 1 });
  const encoders = { 'as exported': await open(''), 'compiled, fp32': await open('fp32'), 'compiled, int8': await open('int8') };
  const sides = (work: (encoder: Encoder) => Promise<{ length: number }>): Record<string, () => Promise<number>> =>
    Object.fromEntries(Object.entries(encoders).map(([name, encoder]) => [name, async () => (await work(encoder)).length]));

  const pictures = Array.from({ length: IMAGES }, (_, step) => Uint8Array.from({ length: 224 * 224 * 3 }, (_, i) => i * (step + 3)));
  report(
    `images, batch of ${IMAGES}`,
    await interleaved(
      rounds,
      sides(({ image }) => image.run(pictures)),
    ),
  );
  for (const [name, texts] of [
    ['captions', captions()],
    ['label prompts', labelPrompts()],
  ] as const) {
    const prepared: PreparedText[] = await Promise.all(texts.map((text) => encoders['as exported'].text!.prepare(text)));
    const cost = encoders['compiled, fp32'].text!.runCost!();
    const tokens = prepared.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0);
    const shared = prepared.map((text) => cost.add(text)).at(-1)!;
    const title = `${name}, batch of ${TEXTS}: ${(tokens / TEXTS).toFixed(1)} tokens each, ${(shared / TEXTS).toFixed(1)} without shared beginnings`;
    report(
      title,
      await interleaved(
        rounds,
        sides(({ text }) => text!.run(prepared)),
      ),
    );
  }
  await Promise.all(Object.values(encoders).map((encoder) => encoder.close()));
}

const LABELS =
  'cat dog horse cow sheep bird car bus train boat plane bicycle tree flower house bridge castle tower church street beach mountain river lake forest field chair table lamp clock book cup'.split(
    ' ',
  );

/** They begin with different words. */
function captions(): string[] {
  const endings = [
    'on a beach with two children',
    'in front of an old brick wall',
    'seen from above at night',
    'under tall trees in a green field, with a small red boat behind it',
  ];
  return LABELS.map((label, i) => `${label} ${endings[i % 4]!}`);
}

function labelPrompts(): string[] {
  return LABELS.map((label) => `a photo of a ${label}.`);
}
