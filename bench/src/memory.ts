/*
 * Whether the memory of a saturated gateway stays flat: pictures from uploads and inline and new texts, without a pause,
 * in turn over several connections; the resident memory of its process every 10 s.
 * `node --conditions=clipgraph-source bench/src/memory.ts [--minutes 10] [--random-clip int8 [--tool ../shared/tools/random-clip]]`
 */
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { renderScene, scene } from '@clipgraph/scenes';

import { randomClip } from './random-clip.ts';
import { quantile } from './rounds.ts';
import { serveGateway } from './serve-gateway.ts';

const EVERY_MS = 10_000;
const CLIENTS = 4;
const AT_ONCE = 16;
const SIDE = 500;
/** The share of the run that fills caches, pools and heaps, and does not count. */
const WARM_UP = 0.2;
/** Growth over the counted part that still is flat, as a share of the median. */
const FLAT = 0.05;

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    'random-clip': { type: 'string' },
    tool: { type: 'string', default: '../shared/tools/random-clip' },
  },
});
const durationMs = Number(options.minutes) * 60_000;
if (!(durationMs >= 60_000)) throw new RangeError('--minutes must be at least 1.');

const EMBED = 'query ($inputs: [ContentInput!]!) { embed(inputs: $inputs) { ... on Embedding { base64 } ... on InputError { message } } }';

const pictures = await Promise.all(Array.from({ length: 64 }, (_, seed) => renderScene(scene(seed), { size: SIDE, format: 'jpeg' })));
const precision = options['random-clip'];
if (precision !== undefined && precision !== 'fp32' && precision !== 'int8') throw new RangeError('--random-clip is fp32 or int8.');
const folder = precision === undefined ? undefined : await randomClip(options.tool, precision);
const gateway = folder === undefined ? await serveGateway() : await serveGateway(basename(folder), dirname(folder));
const uploads = await Promise.all(pictures.map((bytes) => gateway.upload(bytes)));
const end = performance.now() + durationMs;
let requests = 0;

async function client(): Promise<void> {
  while (performance.now() < end) {
    const first = requests++;
    const inputs = Array.from({ length: AT_ONCE }, (_, i) => {
      const picture = (first * AT_ONCE + i) % pictures.length;
      if (first % 3 === 0) return { text: `picture ${i} of request ${first}` };
      return { image: first % 3 === 1 ? { uploadId: uploads[picture] } : { base64: Buffer.from(pictures[picture]!).toString('base64') } };
    });
    const { embed } = (await gateway.graphql(EMBED, { inputs })) as { embed: readonly { base64?: string; message?: string }[] };
    const wrong = embed.find(({ base64 }) => base64 === undefined);
    if (wrong) throw new Error(`The gateway refused an input: ${wrong.message}`);
  }
}

interface Sample {
  readonly minute: number;
  readonly megabytes: number;
}

async function watch(): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let at = end - durationMs; performance.now() < end; at += EVERY_MS) {
    await sleep(Math.max(0, Math.min(at, end) - performance.now()));
    const { rssBytes } = await gateway.usage();
    samples.push({ minute: (performance.now() - end + durationMs) / 60_000, megabytes: rssBytes / 1e6 });
    console.log(`  ${samples.at(-1)!.minute.toFixed(2).padStart(6)} min   ${samples.at(-1)!.megabytes.toFixed(0).padStart(5)} MB`);
  }
  return samples;
}

/** Least squares, megabytes a minute. */
function slope(samples: readonly Sample[]): number {
  const mean = (of: keyof Sample): number => samples.reduce((sum, sample) => sum + sample[of], 0) / samples.length;
  const [minute, megabytes] = [mean('minute'), mean('megabytes')];
  const covariance = samples.reduce((sum, sample) => sum + (sample.minute - minute) * (sample.megabytes - megabytes), 0);
  return covariance / samples.reduce((sum, sample) => sum + (sample.minute - minute) ** 2, 0);
}

const [samples] = await Promise.all([watch(), ...Array.from({ length: CLIENTS }, client)]);
await gateway.close();

const counted = samples.filter(({ minute }) => minute * 60_000 >= durationMs * WARM_UP);
const median = quantile(
  counted.map(({ megabytes }) => megabytes),
  0.5,
);
const perMinute = slope(counted);
const growth = (perMinute * Number(options.minutes) * (1 - WARM_UP)) / median;
console.log(
  `${requests * AT_ONCE} pictures and texts in ${options.minutes} min, model ${precision === undefined ? 'mini' : `ViT-B/32 ${precision}`}, ${CLIENTS} clients of ${AT_ONCE} at once`,
);
console.log(`after the first ${WARM_UP * 100} %: median ${median.toFixed(0)} MB, slope ${perMinute.toFixed(2)} MB a minute`);
console.log(
  `${Math.abs(growth) <= FLAT ? 'flat' : growth > 0 ? 'GROWS' : 'shrinks'}: ${(growth * 100).toFixed(1)} % of the median over that time`,
);
