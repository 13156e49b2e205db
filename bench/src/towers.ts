/*
 * Towers through the encoder with one worker of one thread: as usually exported, beside those that `models add --compile` builds.
 * `npm run bench -- towers [--rounds 9] [--tool ../shared/tools/random-clip]`: ViT-B/32 with random weights.
 * `npm run bench -- towers --model DIR`: every precision that an installed model has; test/siglip-reference makes one.
 */
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder } from '@clipgraph/images';
import type { Encoder, PreparedText } from '@clipgraph/contracts';

import { compileRandomClip } from './compiled-clip.ts';
import { randomClip } from './random-clip.ts';
import { interleaved, report } from './rounds.ts';
import { captions, labelPrompts } from './sample-texts.ts';

const IMAGES = 8;
const TEXTS = 32;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    tool: { type: 'string', default: '../shared/tools/random-clip' },
    model: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
if (options.model !== undefined) {
  const folder = resolve(options.model);
  await compare(folder, await precisionsIn(folder));
} else {
  const folder = await mkdtemp(join(tmpdir(), 'clipgraph-towers-'));
  try {
    await build(folder);
    await compare(folder, ['', 'fp32', 'int8']);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The plain one first, which the others are compared with. */
async function precisionsIn(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'onnx'));
  return names
    .map((name) => /^vision_model(?:_(\w+))?\.onnx$/.exec(name))
    .filter((match) => match !== null)
    .map(([, precision = '']) => precision)
    .sort();
}

/** A folder with the exported graphs as the plain ones, and both compiled precisions. */
async function build(folder: string): Promise<void> {
  await compileRandomClip(folder);
  const exported = await randomClip(options.tool, 'fp32');
  for (const graph of ['onnx/vision_model.onnx', 'onnx/text_model.onnx']) await symlink(join(exported, graph), join(folder, graph));
}

async function compare(folder: string, precisions: readonly string[]): Promise<void> {
  const decoder = imageDecoder();
  const encoders = new Map<string, Encoder>();
  for (const precision of precisions) {
    const name = precision === '' ? 'as exported' : precision;
    encoders.set(name, await clip({ folder, decoder, precision, workers: 1, threadsPerWorker: 1 }));
  }
  const all = [...encoders.values()];
  const [first] = all;
  if (!first) throw new Error('The folder holds no graphs.');
  const sides = (work: (encoder: Encoder) => Promise<{ length: number }>): Record<string, () => Promise<number>> =>
    Object.fromEntries([...encoders].map(([name, encoder]) => [name, async () => (await work(encoder)).length]));

  const { imageSize } = first.model;
  const pictures = Array.from({ length: IMAGES }, (_, step) => Uint8Array.from({ length: imageSize ** 2 * 3 }, (_, i) => i * (step + 3)));
  report(
    `images, batch of ${IMAGES}`,
    await interleaved(
      rounds,
      sides(({ image }) => image.run(pictures)),
    ),
  );
  const cost = all.find(({ text }) => text?.runCost)?.text;
  // Beginnings are shared by none where every text fills its context: prompts cost what captions do.
  const sets = { captions: captions(), ...(cost ? { 'label prompts': labelPrompts() } : {}) };
  for (const [name, texts] of Object.entries(sets)) {
    const prepared: PreparedText[] = await Promise.all(texts.map((text) => first.text!.prepare(text)));
    const size = prepared.reduce((sum, text) => sum + first.text!.size(text), 0);
    const run = cost?.runCost!();
    const shared = run && `, ${(prepared.map((text) => run.add(text)).at(-1)! / TEXTS).toFixed(1)} without shared beginnings`;
    report(
      `${name}, batch of ${TEXTS}: ${(size / TEXTS).toFixed(1)} tokens each${shared ?? ''}`,
      await interleaved(
        rounds,
        sides(({ text }) => text!.run(prepared)),
      ),
    );
  }
  await Promise.all(all.map((encoder) => encoder.close()));
}
