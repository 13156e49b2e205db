/*
 * The towers of ViT-B/32 with random weights, through the encoder with one worker of one thread: as usually exported,
 * beside those that `models add --compile` builds, in float32 and int8.
 * `npm run bench -- towers --random-clip DIR [--rounds 9]`
 * DIR holds `v_export.onnx` and `t_export.onnx` as `../shared/tools/random-clip` writes them.
 */
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder } from '@clipgraph/images';
import type { Encoder, PreparedText } from '@clipgraph/spec';

import { compileRandomClip } from './compiled-clip.ts';
import { interleaved, report } from './rounds.ts';
import { captions, labelPrompts } from './sample-texts.ts';

const IMAGES = 8;
const TEXTS = 32;

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

/** A folder with the exported graphs as the plain ones, and both compiled precisions. */
async function build(exported: string): Promise<void> {
  await compileRandomClip(folder);
  await symlink(join(exported, 'v_export.onnx'), join(folder, 'onnx/vision_model.onnx'));
  await symlink(join(exported, 't_export.onnx'), join(folder, 'onnx/text_model.onnx'));
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
