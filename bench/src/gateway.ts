/*
 * What GraphQL over HTTP costs: pictures through uploads and `embed`, to a gateway in a process of its own, against the
 * embedder called directly in this one, in turn; and how long a trivial query takes while the model keeps every core busy.
 * `npm run bench -- gateway [--rounds 5] [--model mini|exported|exported-int8|fp32|int8] [--tool ../shared/tools/random-clip]`
 */
import { parseArgs } from 'node:util';

import { batched } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder } from '@clipgraph/images';
import { renderScene, scene } from '@clipgraph/scenes';

import { benchModel } from './bench-model.ts';
import { interleavedRounds, PATIENCE_MS, quantile, report, timed } from './rounds.ts';
import { serveGateway } from './serve-gateway.ts';

const PICTURES = 64;
const SIDE = 500;
const TRIVIAL_QUERIES = 300;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    model: { type: 'string', default: 'mini' },
    tool: { type: 'string', default: '../shared/tools/random-clip' },
  },
});

// Before the decoder: it forbids its process to load SVG, which scenes are made of.
const pictures = await Promise.all(Array.from({ length: PICTURES }, (_, seed) => renderScene(scene(seed), { size: SIDE, format: 'jpeg' })));
const { title, folder, precision, name, modelsDir } = await benchModel(options.model, options.tool);
const gateway = await serveGateway(name, modelsDir);
const embedder = batched(await clip({ folder, decoder: imageDecoder(), ...(precision !== undefined && { precision }) }), {
  deadlineMs: PATIENCE_MS,
});

const EMBED = 'query ($inputs: [ContentInput!]!) { embed(inputs: $inputs) { ... on Embedding { base64 } ... on InputError { message } } }';

async function embed(images: readonly object[]): Promise<number> {
  const answer = (await gateway.graphql(EMBED, { inputs: images.map((image) => ({ image })) })) as { embed: { base64?: string }[] };
  return answer.embed.filter(({ base64 }) => base64 !== undefined).length;
}

const viaEmbedder = async (): Promise<number> => (await Promise.all(pictures.map((bytes) => embedder.embedImage(bytes)))).length;
const viaUploads = async (): Promise<number> => embed((await Promise.all(pictures.map(gateway.upload))).map((uploadId) => ({ uploadId })));
const base64 = pictures.map((bytes) => ({ base64: Buffer.from(bytes).toString('base64') }));
const gatewayCpuMs = async (): Promise<number> => (await gateway.usage()).cpuMs;

report(
  `${title}: JPEG ${SIDE} px to vector, ${PICTURES} at once; CPU of the process that embeds`,
  await interleavedRounds(Number(options.rounds), {
    'embedder, called directly': () => timed(viaEmbedder),
    'GraphQL, uploads': () => timed(viaUploads, gatewayCpuMs),
    'GraphQL, base64 inline': () => timed(() => embed(base64), gatewayCpuMs),
  }),
);

async function trivialLatencies(): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < TRIVIAL_QUERIES; i++) {
    const start = performance.now();
    await gateway.graphql('{ models { name } }');
    times.push(performance.now() - start);
  }
  return times;
}

/** While `load` runs again and again: two at a time, so that the model never waits for this client. */
async function whileBusy(load: () => Promise<unknown>): Promise<number[]> {
  const enough = new AbortController();
  const loads = [load, load].map(async (one) => {
    while (!enough.signal.aborted) await one();
  });
  const times = await trivialLatencies();
  enough.abort();
  await Promise.all(loads);
  return times;
}

function show(title: string, times: readonly number[]): void {
  console.log(`  ${title.padEnd(42)} p50 ${quantile(times, 0.5).toFixed(2)} ms   p99 ${quantile(times, 0.99).toFixed(2)} ms`);
}

console.log('\nA trivial query');
await trivialLatencies();
show('with nothing else to do', await trivialLatencies());
const uploaded = (await Promise.all(pictures.map(gateway.upload))).map((uploadId) => ({ uploadId }));
show('the model saturated by uploads', await whileBusy(() => embed(uploaded)));
show('the model saturated by base64 inline', await whileBusy(() => embed(base64)));

await embedder.close();
await gateway.close();
