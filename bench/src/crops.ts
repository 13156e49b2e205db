/*
 * Whether crops find small things in large pictures: recall of drawn scenes by a text that names one thing in them, for the
 * whole picture, for crops pooled into one vector and for crops kept each, with the things at several sizes, and what it costs.
 * `node --conditions=clipgraph-source bench/src/crops.ts [--pictures 200] [--side 768]`
 */
import { parseArgs } from 'node:util';

import { batched } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { miniModel } from '@clipgraph/model-mini';
import { objects, renderScene, scene, type Facts, type Scene } from '@clipgraph/scenes';
import { dot, pooledVector, type CropLevels, type CropVector } from '@clipgraph/spec';

const { values: options } = parseArgs({ options: { pictures: { type: 'string', default: '200' }, side: { type: 'string', default: '768' } } });
const PICTURES = Number(options.pictures);
const SIDE = Number(options.side);
/** Far from the seeds that training counts up from. */
const FIRST_SEED = 5_000_000_000;
const SCALES = [1, 0.5, 0.25, 0.15];

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
