/*
 * Whether crops find small things in large pictures: recall of drawn scenes by a text that names one thing in them, for the
 * whole picture, for crops pooled into one vector and for crops kept each, with the things at several sizes, and what it costs.
 * `node --conditions=clipgraph-source bench/src/crops.ts [--pictures 200] [--side 768]`
 */
import { parseArgs } from 'node:util';

import { batched } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { objects, renderScene, scene, type Facts, type Scene } from '@clipgraph/scenes';
import { dot, mostCrops, pooledVector, type CropLevels, type CropVector } from '@clipgraph/contracts';

import { measureCropSearch } from './crop-search.ts';

const { values: options } = parseArgs({
  options: { pictures: { type: 'string', default: '200' }, side: { type: 'string', default: '768' } },
});
const PICTURES = Number(options.pictures);
const SIDE = Number(options.side);
/** Far from the seeds that training counts up from. */
const FIRST_SEED = 5_000_000_000;
const SCALES = [1, 0.5, 0.25, 0.15];
const LEVELS: readonly CropLevels[] = [2, 3, 4];

/** `a red car`, as captions say it. */
function nameOf({ objects: [thing] }: Facts): string {
  const { name, colour } = thing!;
  const words = objects.find((object) => object.name === name)?.phrase?.[0].replace('{colour}', colour) ?? `${colour} ${name}`;
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

/** Pictures of one thing each in a place; no two of the same thing in the same colour. */
function scenes(scale: number): ReadonlyMap<string, Scene> {
  const found = new Map<string, Scene>();
  for (let seed = FIRST_SEED; found.size < PICTURES; seed++) {
    const drawn = scene(seed, { kind: 'object', scale });
    if (drawn.facts.place !== 'plain' && !found.has(nameOf(drawn.facts))) found.set(nameOf(drawn.facts), drawn);
  }
  return found;
}

/** What a picture is found by: the best cosine of its vectors. */
type Vectors = readonly Float32Array[];

/** Of the queries, the share whose own picture is among the first so many. */
function recall(queries: Vectors, pictures: readonly Vectors[], first: number): number {
  const found = queries.filter((query, own) => {
    const cosines = pictures.map((vectors) => Math.max(...vectors.map((vector) => dot(query, vector))));
    return cosines.filter((cosine) => cosine > cosines[own]!).length < first;
  });
  return found.length / queries.length;
}

const each = (pieces: readonly CropVector[]): Vectors => pieces.map(({ vector }) => vector);

interface Collection {
  readonly scale: number;
  readonly names: readonly string[];
  readonly files: readonly Uint8Array[];
}

/** Before the decoder is there, which blocks SVG in its process. */
async function rendered(scale: number): Promise<Collection> {
  const drawn = scenes(scale);
  const files = await Promise.all(Array.from(drawn.values(), (one) => renderScene(one, { size: SIDE })));
  return { scale, names: [...drawn.keys()], files };
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`.padStart(6);

function report(name: string, queries: Vectors, pictures: readonly Vectors[], cost: string): void {
  console.log(`  ${name.padEnd(16)}@1 ${percent(recall(queries, pictures, 1))}  @10 ${percent(recall(queries, pictures, 10))}  ${cost}`);
}

const collections: Collection[] = [];
for (const scale of SCALES) collections.push(await rendered(scale));
const embedder = batched(await clip({ folder: miniModel.folder, decoder: imageDecoder() }), {
  maxQueuedImages: 1e6,
  deadlineMs: 3_600_000,
});

/** CPU milliseconds of each of many. */
async function timed<T>(all: readonly Uint8Array[], work: (file: Uint8Array) => Promise<T>): Promise<{ results: T[]; cpuMs: number }> {
  const before = process.cpuUsage();
  const results = await Promise.all(all.map(work));
  const { user, system } = process.cpuUsage(before);
  return { results, cpuMs: (user + system) / 1000 / all.length };
}

console.log(`${PICTURES} pictures of ${SIDE} × ${SIDE}, one thing each; model ${embedder.model.name}, ${embedder.model.imageSize} pixels`);
for (const { scale, names, files } of collections) {
  const queries = await Promise.all(names.map(async (name) => (await embedder.embedText(name)).vector));
  console.log(`things at ${scale} of their usual size:`);
  const whole = await timed(files, (file) => embedder.embedImage(file));
  report(
    'whole',
    queries,
    whole.results.map((vector) => [vector]),
    `1 image, ${whole.cpuMs.toFixed(0)} CPU ms`,
  );
  for (const levels of LEVELS) {
    const { results, cpuMs } = await timed(files, (file) => embedder.embedCrops(file, levels));
    const cost = `${mostCrops(levels)} images, ${cpuMs.toFixed(0)} CPU ms`;
    report(
      `pooled, ${levels} levels`,
      queries,
      results.map((pieces) => [pooledVector(pieces)]),
      cost,
    );
    report(`each, ${levels} levels`, queries, results.map(each), cost);
  }
}
await embedder.close();
await measureCropSearch(5);
