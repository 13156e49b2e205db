/*
 * How well a blocklist tells copies of a picture from other pictures: the share of altered copies that it finds, and the
 * share of pairs of different photos that it takes for copies, by perceptual hash and by the bundled model's vectors.
 * `node --conditions=clipgraph-source bench/src/near-duplicates.ts [--photos 800] [--data ../shared/datasets]`
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { batched } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { dot, hashDistance } from '@clipgraph/contracts';
import sharp from 'sharp';

import { tarFiles } from './tar.ts';

const DISTANCES = [4, 6, 8, 10, 12];
const COSINES = [0.9, 0.95, 0.97, 0.98, 0.99];
/** Every so manieth photo is altered. */
const ALTERED = 8;

const { values: options } = parseArgs({
  options: { photos: { type: 'string', default: '800' }, data: { type: 'string', default: '../shared/datasets' } },
});
const tar = join(options.data, 'flickr8k-800.tar');

interface Seen {
  readonly vector: Float32Array;
  readonly hash: string | undefined;
}

interface Pair {
  readonly cosine: number;
  readonly distance: number;
}

/** Takes `share` off every side. */
async function cropped(bytes: Buffer, share: number): Promise<Buffer> {
  const { width, height } = await sharp(bytes).metadata();
  const [left, top] = [Math.round(width * share), Math.round(height * share)];
  return sharp(bytes)
    .extract({ left, top, width: width - 2 * left, height: height - 2 * top })
    .jpeg({ quality: 90 })
    .toBuffer();
}

const COPIES: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  'half the size': async (bytes) =>
    sharp(bytes)
      .resize(Math.round((await sharp(bytes).metadata()).width / 2))
      .jpeg()
      .toBuffer(),
  'JPEG of quality 30': (bytes) => sharp(bytes).jpeg({ quality: 30 }).toBuffer(),
  'as WebP, brighter by a fifth': (bytes) => sharp(bytes).modulate({ brightness: 1.2 }).webp().toBuffer(),
  'without colour': (bytes) => sharp(bytes).greyscale().jpeg().toBuffer(),
  'cropped by 2 % a side': (bytes) => cropped(bytes, 0.02),
  'cropped by 5 % a side': (bytes) => cropped(bytes, 0.05),
  mirrored: (bytes) => sharp(bytes).flop().jpeg().toBuffer(),
};

const decoder = imageDecoder();
const embedder = batched(await clip({ folder: miniModel.folder, decoder }));
const seen = async (bytes: Buffer): Promise<Seen> => ({
  vector: await embedder.embedImage(bytes),
  hash: await decoder.perceptualHash(bytes),
});

function pairOf(a: Seen, b: Seen): Pair {
  const distance = a.hash === undefined || b.hash === undefined ? Infinity : hashDistance(a.hash, b.hash);
  return { cosine: dot(a.vector, b.vector), distance };
}

function row(name: string, pairs: readonly Pair[]): string {
  const share = (passes: (pair: Pair) => boolean): string => {
    const part = pairs.filter(passes).length;
    return (part === 0 ? '0' : ((100 * part) / pairs.length).toPrecision(3)).padStart(9);
  };
  const bits = DISTANCES.map((most) => share(({ distance }) => distance <= most));
  const cosines = COSINES.map((least) => share(({ cosine }) => cosine >= least));
  return `  ${name.padEnd(30)}${bits.join('')} |${cosines.join('')}`;
}

if (
  await access(tar).then(
    () => true,
    () => false,
  )
) {
  const photos: { bytes: Buffer; seen: Seen }[] = [];
  for await (const { bytes } of tarFiles(tar, (name) => /\.(jpe?g|webp|png)$/.test(name))) {
    if (photos.length < Number(options.photos)) photos.push({ bytes, seen: await seen(bytes) });
  }
  const different: Pair[] = [];
  for (let a = 0; a < photos.length; a++)
    for (let b = a + 1; b < photos.length; b++) different.push(pairOf(photos[a]!.seen, photos[b]!.seen));
  console.log(
    `${photos.length} photos of Flickr8k, ${different.length} pairs of different photos; per cent within so many bits | at least this cosine`,
  );
  console.log(
    `  ${''.padEnd(30)}${DISTANCES.map((d) => `≤ ${d}`.padStart(9)).join('')} |${COSINES.map((c) => `≥ ${c}`.padStart(9)).join('')}`,
  );
  console.log(row('different photos', different));
  for (const [name, copy] of Object.entries(COPIES)) {
    const pairs: Pair[] = [];
    for (const photo of photos.filter((_, index) => index % ALTERED === 0))
      pairs.push(pairOf(photo.seen, await seen(await copy(photo.bytes))));
    console.log(row(name, pairs));
  }
} else {
  console.log('Skipped: the photo set flickr8k-800.tar is not here (--data).');
}
await embedder.close();
