/*
 * From a JPEG file, or a text, to a vector: the embedder against the bare call of ONNX Runtime on the same graph.
 * `npm run bench -- encoder [--rounds 9] [--model mini|exported|exported-int8|fp32|int8] [--tool ../shared/tools/random-clip]`
 * All but `mini` are ViT-B/32 with random weights: as usually exported, and as `models add --compile` builds it.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { batched } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder, normalisedPixels, OPENAI_PREPROCESSING } from '@clipgraph/images';
import { renderScene, scene } from '@clipgraph/scenes';
import type { Encoder, PreparedText } from '@clipgraph/contracts';
import { InferenceSession, Tensor } from 'onnxruntime-node';

import { benchModel, type BenchModel } from './bench-model.ts';
import { interleaved, PATIENCE_MS, report } from './rounds.ts';

const PICTURES = 48;
const SIDE = 500;
const BATCH = 8;
const TEXTS = 256;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    model: { type: 'string', default: 'mini' },
    tool: { type: 'string', default: '../shared/tools/random-clip' },
  },
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
  await compare(await benchModel(options.model, options.tool), Number(options.rounds));
} finally {
  await rm(temporary, { recursive: true });
}

async function compare(model: BenchModel, rounds: number): Promise<void> {
  const { title, folder, precision, takesBytes } = model;
  const encoder = await clip({ folder, decoder, ...(precision !== undefined && { precision }) });
  const embedder = batched(encoder, { deadlineMs: PATIENCE_MS });
  await compareImages(model, encoder, rounds, async () => {
    const vectors = paths.map(async (path) => embedder.embedImage(await readFile(path)));
    return (await Promise.all(vectors)).length;
  });
  // Compiled towers take texts packed, which nobody would call barely.
  if (!takesBytes) await compareTexts(title, join(folder, 'onnx/text_model.onnx'), encoder, rounds, (text) => embedder.embedText(text));
  console.log(
    `\nresident memory ${Math.round(process.memoryUsage.rss() / 1e6)} MB (the embedder's ${cores} workers and two bare sessions)`,
  );
  await embedder.close();
}

/**
 * The bare call's pixels lie ready, so what it is ahead by is reading, decoding, queue and messages. `workers` is the
 * harder comparison: the embedder's own workers, with pixels ready.
 */
async function compareImages(model: BenchModel, encoder: Encoder, rounds: number, embed: () => Promise<number>): Promise<void> {
  const size = encoder.model.imageSize;
  const decoded = (): Promise<Uint8Array[]> =>
    Promise.all(paths.map(async (path) => decoder.pixels(await readFile(path), { ...OPENAI_PREPROCESSING, size })));
  const pictures = await decoded();
  const [one, all] = [await openSession(model.imageGraph, 1), await openSession(model.imageGraph, cores)];
  const bare = (session: InferenceSession, batch: number) => () => bareImages(session, model.takesBytes, pictures, size, batch);
  report(
    `${model.title}: images, JPEG of ${SIDE} × ${SIDE}; bare: pixels are ready, one session on the main thread`,
    await interleaved(rounds, {
      [`bare, ${cores} threads, batch ${BATCH}`]: bare(all, BATCH),
      'embedder, file to vector': embed,
      [`workers, pixels ready, batch ${BATCH}`]: async () =>
        (await Promise.all([...chunks(pictures, BATCH)].map((some) => encoder.image.run(some)))).flat().length,
      [`bare, 1 thread, batch ${BATCH}`]: bare(one, BATCH),
      'decoding alone': async () => (await decoded()).length,
    }),
  );
  await Promise.all([one.release(), all.release()]);
}

async function compareTexts(
  title: string,
  graph: string,
  encoder: Encoder,
  rounds: number,
  embedText: (text: string) => Promise<unknown>,
): Promise<void> {
  const texts = captions();
  const prepared = await Promise.all(texts.map((text) => encoder.text!.prepare(text)));
  const tokens = prepared.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0) / TEXTS;
  const [one, all] = [await openSession(graph, 1), await openSession(graph, cores)];
  report(
    `${title}: captions, ${tokens.toFixed(1)} tokens each; bare: tokens are ready`,
    await interleaved(rounds, {
      [`bare, ${cores} threads, batch ${BATCH}`]: () => bareTexts(all, prepared, BATCH),
      [`bare, 1 thread, batch ${BATCH}`]: () => bareTexts(one, prepared, BATCH),
      [`bare, ${cores} threads, padded to the context`]: () => bareTexts(all, prepared.slice(0, 32), BATCH, encoder.model.contextLength),
      'embedder, text to vector': async () => (await Promise.all(texts.map(embedText))).length,
    }),
  );
  await Promise.all([one.release(), all.release()]);
}

function openSession(path: string, threads: number): Promise<InferenceSession> {
  return InferenceSession.create(path, { intraOpNumThreads: threads, logSeverityLevel: 3 });
}

async function bareImages(
  session: InferenceSession,
  takesBytes: boolean,
  pictures: readonly Uint8Array[],
  size: number,
  batch: number,
): Promise<number> {
  for (const some of chunks(pictures, batch)) {
    const tensor = takesBytes
      ? new Tensor('uint8', Buffer.concat(some), [some.length, size, size, 3])
      : new Tensor('float32', normalisedPixels(some, { ...OPENAI_PREPROCESSING, size }), [some.length, 3, size, size]);
    await session.run({ [session.inputNames[0]!]: tensor });
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
