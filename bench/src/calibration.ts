/*
 * Whether a score means the same for every query: the share of what fits among the hits above one threshold, over queries of
 * four kinds on photos that the bundled model was not trained on, for the cosine and for the calibrated score.
 * `node --conditions=clipgraph-source bench/src/calibration.ts [--data ../shared/datasets]`
 */
import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { batched } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { CALIBRATION_SAMPLE, calibratedScore } from '@clipgraph/module-search';
import { dot, fitOf, type Embedder, type LogOdds } from '@clipgraph/contracts';

import { tarFiles } from './tar.ts';

const { values: options } = parseArgs({ options: { data: { type: 'string', default: '../shared/datasets' } } });
const QUERIES = 150;
/** Share of what fits that every query is weighted to, so that queries with many and with few compare. */
const PRIOR = 0.01;
/** Photos of Flickr8k at the end of the 800 that training/data.py keeps from training. */
const FLICKR_TEST = 200;
/** Hits that a share of one query is taken over, at least. */
const LEAST_HITS = 5;

interface Item {
  readonly label: string;
  readonly vector: Float32Array;
}

/** A query with one item of a collection. */
interface Pair {
  readonly query: number;
  readonly weight: number;
  readonly fits: boolean;
  readonly cosine: number;
  readonly calibrated: number;
}

type Measure = 'cosine' | 'calibrated';

/** The same rule as `is_held` in training/data.py. */
function isHeld(name: string, percent: number): boolean {
  return BigInt(`0x${createHash('sha1').update(name).digest('hex')}`) % 100n < percent;
}

/** Photos by folder or name, and the text files beside them. */
async function photos(embedder: Embedder, tar: string, wants: (name: string) => boolean): Promise<{ items: Item[]; text: string }> {
  const items: Promise<Item>[] = [];
  let text = '';
  for await (const { name, bytes } of tarFiles(join(options.data, tar), (name) => /\.(tsv|csv)$/.test(name) || wants(name))) {
    if (/\.(tsv|csv)$/.test(name)) text = bytes.toString();
    else items.push(embedder.embedImage(bytes).then((vector) => ({ label: labelOf(name), vector })));
  }
  return { items: await Promise.all(items), text };
}

/** The class of a photo in a folder, the name of one in `images`. */
function labelOf(path: string): string {
  const [folder, name] = path.split('/');
  return folder === 'images' ? name! : folder!;
}

async function texts(embedder: Embedder, all: readonly (readonly [label: string, text: string])[]): Promise<Item[]> {
  return Promise.all(all.map(async ([label, text]) => ({ label, vector: (await embedder.embedText(text)).vector })));
}

/** So many of a list, evenly. */
function spreadOver<T>(all: readonly T[], count: number): T[] {
  const length = Math.min(count, all.length);
  return Array.from({ length }, (_, i) => all[Math.floor((i * all.length) / length)]!);
}

/** Each query with each item but itself; a query that nothing fits is left out. */
function pairsOf(relevance: LogOdds, queries: readonly Item[], collection: readonly Item[]): Pair[] {
  const sample = spreadOver(collection, CALIBRATION_SAMPLE);
  return spreadOver(queries, QUERIES).flatMap((query, index) => {
    const scoreOf = calibratedScore(
      sample.map(({ vector }) => dot(query.vector, vector)),
      relevance,
    )!;
    const others = collection.filter((item) => item !== query);
    const fitting = others.filter(({ label }) => label === query.label).length;
    if (fitting === 0) return [];
    return others.map(({ label, vector }) => {
      const [cosine, fits] = [dot(query.vector, vector), label === query.label];
      const weight = fits ? PRIOR / fitting : (1 - PRIOR) / (others.length - fitting);
      return { query: index, weight, fits, cosine, calibrated: scoreOf(cosine) };
    });
  });
}

function shareThatFits(pairs: readonly Pair[]): number {
  const sum = (some: readonly Pair[]): number => some.reduce((total, { weight }) => total + weight, 0);
  return sum(pairs.filter(({ fits }) => fits)) / sum(pairs);
}

/** The lowest threshold above which, over all kinds alike, at least this share fits. */
function thresholdFor(kinds: readonly Pair[][], measure: Measure, share: number): number {
  const totals = kinds.map((pairs) => new Set(pairs.map(({ query }) => query)).size);
  const all = kinds.flatMap((pairs, kind) => pairs.map((pair) => ({ pair, weight: pair.weight / totals[kind]! })));
  all.sort((a, b) => b.pair[measure] - a.pair[measure]);
  let [fitting, total, threshold] = [0, 0, Number.POSITIVE_INFINITY];
  for (const { pair, weight } of all) {
    total += weight;
    if (pair.fits) fitting += weight;
    if (fitting / total >= share) threshold = pair[measure];
  }
  return threshold;
}

function report(kinds: ReadonlyMap<string, Pair[]>, measure: Measure, threshold: number): void {
  const perQuery: number[] = [];
  const cells = Array.from(kinds.values(), (pairs) => {
    const hits = pairs.filter((pair) => pair[measure] >= threshold);
    for (const some of Map.groupBy(hits, ({ query }) => query).values()) if (some.length >= LEAST_HITS) perQuery.push(shareThatFits(some));
    const found = hits.filter(({ fits }) => fits).length / pairs.filter(({ fits }) => fits).length;
    return hits.length === 0 ? 'no hits' : `${percent(shareThatFits(hits))} (finds ${percent(found)})`;
  });
  const mean = perQuery.reduce((sum, share) => sum + share, 0) / perQuery.length;
  const spread = Math.sqrt(perQuery.reduce((sum, share) => sum + (share - mean) ** 2, 0) / perQuery.length);
  console.log(
    `| ${measure} ≥ ${threshold.toFixed(2)} | ${cells.join(' | ')} | ${percent(mean)} ± ${percent(spread)} of ${perQuery.length} |`,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

async function run(): Promise<void> {
  const embedder = batched(await clip({ folder: miniModel.folder, decoder: imageDecoder() }), {
    maxQueuedImages: 100_000,
    deadlineMs: 3_600_000,
  });
  const { relevance } = fitOf(embedder.model);
  const tiny = await photos(embedder, 'tiny-imagenet-train.tar', (name) => name.endsWith('.webp') && isHeld(name, 7));
  const caltech = await photos(embedder, 'caltech101-train.tar', (name) => name.endsWith('.jpg') && isHeld(name, 12));
  const every = await photos(embedder, 'flickr8k-800.tar', (name) => name.endsWith('.jpg'));
  const flickr = every.items.toSorted((a, b) => (a.label < b.label ? -1 : 1)).slice(-FLICKR_TEST);
  const shownNames = new Set(flickr.map(({ label }) => label));
  const words = tiny.text.split('\n').map((line) => line.split('\t') as [string, string?]);
  const shown = new Set(tiny.items.map(({ label }) => label));
  const labels = await texts(
    embedder,
    words.filter(([id]) => shown.has(id)).map(([id, names]) => [id, `a ${names!.split(',')[0]}`]),
  );
  const lines = every.text.split('\n').filter((line) => shownNames.has(line.slice(0, line.indexOf(','))));
  const captions = await texts(
    embedder,
    lines.map((line) => [line.slice(0, line.indexOf(',')), line.slice(line.indexOf(',') + 1).replaceAll('"', '')]),
  );
  await embedder.close();

  const kinds = new Map([
    ['label, photos', pairsOf(relevance, labels, tiny.items)],
    ['caption, photos', pairsOf(relevance, captions, flickr)],
    ['photo, photos', pairsOf(relevance, caltech.items, caltech.items)],
    ['caption, captions', pairsOf(relevance, captions, captions)],
  ]);
  console.log(`Share that fits among the hits, weighted to ${percent(PRIOR)} of each collection; model ${embedder.model.name}\n`);
  console.log(`| threshold | ${[...kinds.keys()].join(' | ')} | each query |\n|${' --- |'.repeat(kinds.size + 2)}`);
  for (const share of [0.3, 0.5, 0.7]) {
    for (const measure of ['cosine', 'calibrated'] as const) report(kinds, measure, thresholdFor([...kinds.values()], measure, share));
  }
  for (const threshold of [0.5, 0.7, 0.9]) report(kinds, 'calibrated', threshold);
}

const isThere = await access(join(options.data, 'flickr8k-800.tar')).then(
  () => true,
  () => false,
);
if (isThere) await run();
else console.log(`Skipped: the photos are not there (${options.data}).`);
