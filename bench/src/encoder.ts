/*
 * From a JPEG file, or a text, to a vector: the embedder against the bare call of ONNX Runtime on the same graph.
 * `node --conditions=clipgraph-source bench/src/encoder.ts [--rounds 9] [--random-clip DIR [--graphs export]]`
 * DIR holds `v_export.onnx` and `t_export.onnx` as `../shared/tools/random-clip` writes them (ViT-B/32).
 */
import { copyFile, mkdtemp, readFile, rm, symlink, writeFile, mkdir } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { batched } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder, normalisedPixels, OPENAI_PREPROCESSING } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { renderScene, scene } from '@clipgraph/scenes';
import type { PreparedText } from '@clipgraph/spec';
import { InferenceSession, Tensor } from 'onnxruntime-node';

import { interleaved, report } from './rounds.ts';

const PICTURES = 48;
const SIDE = 500;
const BATCH = 8;
const TEXTS = 256;

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, 'random-clip': { type: 'string' }, graphs: { type: 'string', default: 'export' } },
});
const temporary = await mkdtemp(join(tmpdir(), 'clipgraph-bench-'));
const cores = availableParallelism();

// Before the decoder: it forbids its process to load SVG, which scenes are made of.
const paths = await Promise.all(
  Array.from({ length: PICTURES }, async (_, seed) => {
    const path = join(temporary, `${seed}.jpg`);
    await writeFile(path, await renderScene(scene(seed), { size: SIDE, format: 'jpeg' }));
    return path;
  }),
);
const decoder = imageDecoder();
try {
  const { 'random-clip': randomClip } = options;
  const folder = randomClip === undefined ? miniModel.folder : await randomClipFolder(resolve(randomClip), options.graphs);
  await compare(randomClip === undefined ? 'mini' : `ViT-B/32, random weights, ${options.graphs}`, folder, Number(options.rounds));
} finally {
  await rm(temporary, { recursive: true });
}

async function compare(name: string, folder: string, rounds: number): Promise<void> {
  const encoder = await clip({ folder, decoder });
  const embedder = batched(encoder);
  const texts = captions();
  const size = encoder.model.imageSize;
  const pictures = await Promise.all(paths.map(async (path) => decoder.pixels(await readFile(path), { ...OPENAI_PREPROCESSING, size })));
  const prepared = await Promise.all(texts.map((text) => encoder.text!.prepare(text)));
  const tokens = prepared.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0) / TEXTS;
  const [image1, text1] = await sessions(folder, 1);
  const [imageAll, textAll] = await sessions(folder, cores);

  report(
    `${name}: images, JPEG of ${SIDE} × ${SIDE}; bare: pixels are ready, one session on the main thread`,
    await interleaved(rounds, {
      [`bare, ${cores} threads, batch ${BATCH}`]: () => bareImages(imageAll, pictures, size, BATCH),
      'bare, 1 thread, batch 1': () => bareImages(image1, pictures, size, 1),
      [`bare, 1 thread, batch ${BATCH}`]: () => bareImages(image1, pictures, size, BATCH),
      'embedder, file to vector': async () =>
        (await Promise.all(paths.map(async (path) => embedder.embedImage(await readFile(path))))).length,
      'decoding alone': async () => {
        const all = paths.map(async (path) => decoder.pixels(await readFile(path), { ...OPENAI_PREPROCESSING, size }));
        return (await Promise.all(all)).length;
      },
    }),
  );
  report(
    `${name}: captions, ${tokens.toFixed(1)} tokens each; bare: tokens are ready`,
    await interleaved(rounds, {
      [`bare, ${cores} threads, batch ${BATCH}`]: () => bareTexts(textAll, prepared, BATCH),
      [`bare, 1 thread, batch ${BATCH}`]: () => bareTexts(text1, prepared, BATCH),
      [`bare, ${cores} threads, padded to the context`]: () =>
        bareTexts(textAll, prepared.slice(0, 32), BATCH, encoder.model.contextLength),
      'embedder, text to vector': async () => (await Promise.all(texts.map((text) => embedder.embedText(text)))).length,
    }),
  );
  console.log(
    `\nresident memory ${Math.round(process.memoryUsage.rss() / 1e6)} MB (the embedder's ${cores} workers and two bare sessions)`,
  );
  await Promise.all([image1, text1, imageAll, textAll].map((session) => session.release()));
  await embedder.close();
}

async function sessions(folder: string, threads: number): Promise<[InferenceSession, InferenceSession]> {
  const open = (tower: string): Promise<InferenceSession> =>
    InferenceSession.create(join(folder, `onnx/${tower}_model.onnx`), { intraOpNumThreads: threads, logSeverityLevel: 3 });
  return [await open('vision'), await open('text')];
}

async function bareImages(session: InferenceSession, pictures: readonly Uint8Array[], size: number, batch: number): Promise<number> {
  for (const some of chunks(pictures, batch)) {
    const values = normalisedPixels(some, { ...OPENAI_PREPROCESSING, size });
    await session.run({ pixel_values: new Tensor('float32', values, [some.length, 3, size, size]) });
  }
  return pictures.length;
}

async function bareTexts(session: InferenceSession, texts: readonly PreparedText[], batch: number, width?: number): Promise<number> {
  for (const some of chunks(texts, batch)) {
    const length = width ?? Math.max(...some.map(({ tokenIds }) => tokenIds.length));
    const ids = new BigInt64Array(some.length * length).fill(BigInt(some[0]!.tokenIds.at(-1)!));
    for (const [row, { tokenIds }] of some.entries()) ids.set(BigInt64Array.from(tokenIds, BigInt), row * length);
    await session.run({ input_ids: new Tensor('int64', ids, [some.length, length]) });
  }
  return texts.length;
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}

/** All different, for equal texts are computed once. */
function captions(): string[] {
  const things = ['dog', 'bicycle', 'teapot', 'lighthouse', 'violin', 'tractor', 'umbrella', 'ladder'];
  const looks = ['red', 'small', 'old', 'striped'];
  const places = ['on a beach', 'in front of a brick wall', 'at night', 'in a green field under trees'];
  return Array.from({ length: TEXTS }, (_, i) => {
    const [thing, other] = [things[i % 8]!, things[(i >> 3) % 8]!];
    return `A ${looks[(i >> 6) % 4]!} ${thing} beside a ${other} ${places[(i >> 4) % 4]!}${i % 3 === 0 ? ', seen from above' : ''}`;
  });
}

/** A folder in the hub's layout around the generated graphs; the small model's tokenizer will do for random weights. */
async function randomClipFolder(graphs: string, kind: string): Promise<string> {
  const folder = join(temporary, 'model');
  await mkdir(join(folder, 'onnx'), { recursive: true });
  await symlink(join(graphs, `v_${kind}.onnx`), join(folder, 'onnx/vision_model.onnx'));
  await symlink(join(graphs, `t_${kind}.onnx`), join(folder, 'onnx/text_model.onnx'));
  for (const name of ['tokenizer.json', 'tokenizer_config.json']) await copyFile(join(miniModel.folder, name), join(folder, name));
  await writeFile(join(folder, 'config.json'), JSON.stringify({ model_type: 'clip', text_config: { max_position_embeddings: 77 } }));
  const { size, mean, std } = OPENAI_PREPROCESSING;
  const pixels = { size: { shortest_edge: size }, crop_size: { height: size, width: size }, do_center_crop: true, resample: 3 };
  await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify({ ...pixels, image_mean: mean, image_std: std }));
  return folder;
}
