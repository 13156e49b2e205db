/*
 * Whether the memory of a saturated gateway stays flat: pictures from uploads and inline and new texts, without a pause,
 * in turn over several connections; the resident memory of its process every 10 s. It first warms up for five minutes:
 * caches, pools and heaps fill up to a mark and stay there, while a leak goes on. `--minutes` count from then.
 * `npm run bench -- memory [--minutes 10] [--model mini|exported|exported-int8|fp32|int8] [--tool ../shared/tools/random-clip]`
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { renderScene, scene } from '@clipgraph/scenes';

import { benchModel } from './bench-model.ts';
import { quantile } from './rounds.ts';
import { serveGateway } from './serve-gateway.ts';

const EVERY_MS = 10_000;
const CLIENTS = 4;
const AT_ONCE = 16;
const SIDE = 500;
/** Models of 150 and 600 MB, on two kinds of processor, went on rising by steps for about as long. */
const WARM_UP_MINUTES = 5;
/** Growth over the counted part that still is flat, as a share of the median. */
const FLAT = 0.05;
/** Heaps breathe by some hundredths over minutes, so a shorter time would be judged by where in a breath it began. */
const VERDICT_MINUTES = 5;

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    model: { type: 'string', default: 'mini' },
    tool: { type: 'string', default: '../shared/tools/random-clip' },
  },
});
const minutes = Number(options.minutes);
if (!(minutes >= 1)) throw new RangeError('--minutes must be at least 1.');

const EMBED = 'query ($inputs: [ContentInput!]!) { embed(inputs: $inputs) { ... on Embedding { base64 } ... on InputError { message } } }';

const pictures = await Promise.all(Array.from({ length: 64 }, (_, seed) => renderScene(scene(seed), { size: SIDE, format: 'jpeg' })));
const { title, name, modelsDir } = await benchModel(options.model, options.tool);
const gateway = await serveGateway(name, modelsDir);
const uploads = await Promise.all(pictures.map((bytes) => gateway.upload(bytes)));
let requests = 0;
const over = new AbortController();

async function client(): Promise<void> {
  while (!over.signal.aborted) {
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

/** Samples since the gateway was warm; the load ends with them. */
async function watch(): Promise<Sample[]> {
  const start = performance.now();
  const now = (): number => (performance.now() - start) / 60_000;
  const counted: Sample[] = [];
  for (let step = 0; now() < WARM_UP_MINUTES + minutes; step++) {
    await sleep(Math.max(0, start + step * EVERY_MS - performance.now()));
    const { rssBytes } = await gateway.usage();
    const sample = { minute: now(), megabytes: rssBytes / 1e6 };
    const isWarm = sample.minute >= WARM_UP_MINUTES;
    if (isWarm) counted.push(sample);
    const phase = isWarm ? '' : 'warming up';
    console.log(`  ${sample.minute.toFixed(2).padStart(6)} min   ${sample.megabytes.toFixed(0).padStart(5)} MB  ${phase}`.trimEnd());
  }
  over.abort();
  return counted;
}

/** Least squares, megabytes a minute. */
function slope(samples: readonly Sample[]): number {
  const mean = (of: keyof Sample): number => samples.reduce((sum, sample) => sum + sample[of], 0) / samples.length;
  const [minute, megabytes] = [mean('minute'), mean('megabytes')];
  const covariance = samples.reduce((sum, sample) => sum + (sample.minute - minute) * (sample.megabytes - megabytes), 0);
  return covariance / samples.reduce((sum, sample) => sum + (sample.minute - minute) ** 2, 0);
}

const [counted] = await Promise.all([watch(), ...Array.from({ length: CLIENTS }, client)]);
await gateway.close();

const median = quantile(
  counted.map(({ megabytes }) => megabytes),
  0.5,
);
const perMinute = slope(counted);
const growth = (perMinute * minutes) / median;
console.log(`${title}: ${requests * AT_ONCE} pictures and texts, ${CLIENTS} clients of ${AT_ONCE} at once`);
console.log(
  `${minutes} min from minute ${counted[0]!.minute.toFixed(1)} on: median ${median.toFixed(0)} MB, slope ${perMinute.toFixed(2)} MB a minute`,
);
const verdict = Math.abs(growth) <= FLAT ? 'flat' : growth > 0 ? 'GROWS' : 'shrinks';
const isLong = minutes >= VERDICT_MINUTES;
console.log(
  `${isLong ? verdict : `no verdict under ${VERDICT_MINUTES} minutes`}: ${(growth * 100).toFixed(1)} % of the median over that time`,
);
