/*
 * How much a few examples teach: accuracy of five classes on photos that neither the model nor the probe has seen, with
 * 0 to 16 examples a class. Writes the chart of docs/classifiers.md.
 * `node --conditions=clipgraph-source bench/src/few-shot.ts [--tasks 100] [--data ../shared/datasets]`
 */
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { batched } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { evaluation, logitsOf, probabilitiesOf, trainProbe, type ProbeProblem } from '@clipgraph/probe';
import type { Embedder } from '@clipgraph/contracts';
import { classHeads } from '@clipgraph/zero-shot';

import { isHeld } from './held-out.ts';
import { lineChart } from './line-chart.ts';
import { tarFiles } from './tar.ts';

const SHOTS = [1, 2, 4, 8, 16];
const WAYS = 5;
const TEST_PHOTOS = 8;
const LEAST_PHOTOS = Math.max(...SHOTS) + TEST_PHOTOS;

const { values: options } = parseArgs({
  options: { tasks: { type: 'string', default: '100' }, data: { type: 'string', default: '../shared/datasets' } },
});
/** Of Caltech-101's held-out photos only five classes have enough; of these, a hundred. */
const tar = join(options.data, 'tiny-imagenet-train.tar');

interface PhotoClass {
  readonly head: Float32Array;
  readonly photos: readonly Float32Array[];
}

async function photoClasses(embedder: Embedder): Promise<PhotoClass[]> {
  const files = new Map<string, Buffer[]>();
  let words = '';
  for await (const { name, bytes } of tarFiles(tar, (name) => name.endsWith('words.tsv') || (name.endsWith('.webp') && isHeld(name)))) {
    if (name.endsWith('words.tsv')) words = bytes.toString();
    else {
      const key = name.split('/')[0]!;
      files.set(key, [...(files.get(key) ?? []), bytes]);
    }
  }
  const nameOf = new Map(words.split('\n').map((line) => [line.split('\t')[0]!, line.split('\t')[1]?.split(',')[0]] as const));
  const chosen = [...files].filter(([, photos]) => photos.length >= LEAST_PHOTOS).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { templates } = embedder.model;
  const classes = chosen.map(([key]) => ({ name: nameOf.get(key)!, templates, path: key }));
  const heads = await classHeads(1e8).of(embedder, classes, new AbortController().signal);
  return Promise.all(
    chosen.map(async ([, photos], index) => ({
      head: heads[index]!,
      photos: await Promise.all(photos.slice(0, LEAST_PHOTOS).map((bytes) => embedder.embedImage(bytes))),
    })),
  );
}

/** The photos from `from` to `to` of some classes; the prior is the text head, or nothing. */
function problemOf(classes: readonly PhotoClass[], [from, to]: readonly [number, number], scale: number): ProbeProblem {
  const labelled = classes.flatMap(({ photos }, label) => photos.slice(from, to).map((photo) => ({ photo, label })));
  return {
    kind: 'softmax',
    classes: classes.length,
    dimensions: classes[0]!.head.length,
    features: Float64Array.from(labelled.flatMap(({ photo }) => [...photo])),
    targets: Uint8Array.from(labelled.flatMap(({ label }) => classes.map((_, one) => Number(one === label)))),
    offsets: new Float64Array(labelled.length),
    prior: Float64Array.from(classes.flatMap(({ head }) => Array.from(head, (value) => scale * value))),
  };
}

interface Measured {
  readonly accuracy: number;
  /** Mean probability of the best class: as large as the accuracy where probabilities are calibrated. */
  readonly confidence: number;
}

function measured(test: ProbeProblem, weights: Float64Array, temperature: number): Measured {
  const probabilities = probabilitiesOf(test, logitsOf(test, weights), temperature);
  const best = Array.from({ length: test.offsets.length }, (_, i) => Math.max(...probabilities.subarray(i * WAYS, (i + 1) * WAYS)));
  return { accuracy: evaluation(test, probabilities).accuracy, confidence: summary(best).mean };
}

let state = 1;
/** Uniform in [0, 1): xorshift32. */
function nextNumber(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: nextNumber() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

interface Summary {
  readonly mean: number;
  /** Standard error of the mean. */
  readonly error: number;
}

function summary(values: readonly number[]): Summary {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

function cell({ mean, error }: Summary): string {
  return `${(mean * 100).toFixed(1)} ± ${(error * 100).toFixed(1)} %`;
}

async function run(): Promise<void> {
  const embedder = batched(await clip({ folder: miniModel.folder, decoder: imageDecoder() }), {
    maxQueuedImages: 10_000,
    deadlineMs: 3_600_000,
  });
  const classes = await photoClasses(embedder);
  const { name, fingerprint, scoring } = embedder.model;
  await embedder.close();

  const tasks = Array.from({ length: Number(options.tasks) }, () =>
    shuffled(classes)
      .slice(0, WAYS)
      .map(({ head, photos }) => ({ head, photos: shuffled(photos) })),
  );
  const over = (measure: (task: PhotoClass[], test: ProbeProblem) => Measured): Record<keyof Measured, Summary> => {
    const all = tasks.map((task) => measure(task, problemOf(task, [LEAST_PHOTOS - TEST_PHOTOS, LEAST_PHOTOS], scoring.scale)));
    return { accuracy: summary(all.map(({ accuracy }) => accuracy)), confidence: summary(all.map(({ confidence }) => confidence)) };
  };
  /** `scale` of the text head; 0 to know nothing of it. */
  const trained = (shots: number, scale: number): ReturnType<typeof over> =>
    over((task, test) => {
      const { weights, temperature } = trainProbe(problemOf(task, [0, shots], scale));
      return measured(test, weights, temperature);
    });

  const zeroShot = over((_task, test) => measured(test, test.prior, 1));
  const rows = SHOTS.map((shots) => ({ shots, fromText: trained(shots, scoring.scale), plain: trained(shots, 0).accuracy }));
  console.log(
    `Model ${name} (${fingerprint.slice(0, 12)}), ${classes.length} classes, ${tasks.length} tasks of ${WAYS}, ${WAYS * TEST_PHOTOS} test photos each\n`,
  );
  console.log('| examples a class | from the prompts | their probability | without the prompts |\n| --- | --- | --- | --- |');
  const row = (shots: number, { accuracy, confidence }: ReturnType<typeof over>, plain?: Summary): string =>
    `| ${shots} | ${cell(accuracy)} | ${(confidence.mean * 100).toFixed(1)} % | ${plain ? cell(plain) : ''} |`;
  console.log(row(0, zeroShot));
  for (const { shots, fromText, plain } of rows) console.log(row(shots, fromText, plain));
  const chart = lineChart({
    title: `${WAYS} classes of held-out photos, model ${name}: accuracy`,
    xTitle: 'examples a class',
    x: ['0', ...SHOTS.map(String)],
    lines: [
      {
        name: 'trained from the prompts',
        colour: '#0b62a4',
        values: [zeroShot, ...rows.map(({ fromText }) => fromText)].map(({ accuracy }) => accuracy.mean),
      },
      { name: 'trained without the prompts', colour: '#b5541c', values: [undefined, ...rows.map(({ plain }) => plain.mean)] },
    ],
  });
  await writeFile(new URL('../../docs/few-shot.svg', import.meta.url), chart);
}

const isThere = await access(tar).then(
  () => true,
  () => false,
);
if (isThere) await run();
else console.log(`Skipped: the photos are not there (${options.data}).`);
