/**
 * What GraphQL over HTTP costs: pictures through uploads and `embed` against the embedder called directly, in turn; and
 * how long a trivial query takes while the model keeps every core busy.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { batched } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { startGateway } from '@clipgraph/gateway';
import { imageDecoder } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import { renderScene, scene } from '@clipgraph/scenes';

import { benchConfig } from './bench-config.ts';
import { gatewayClient } from './gateway-client.ts';
import { interleaved, quantile, report } from './rounds.ts';

const PICTURES = 64;
const SIDE = 500;
const ROUNDS = 5;
const TRIVIAL_QUERIES = 300;

// Before the server starts: it forbids its process to load SVG, which scenes are made of.
const pictures = await Promise.all(Array.from({ length: PICTURES }, (_, seed) => renderScene(scene(seed), { size: SIDE, format: 'jpeg' })));
const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-bench-'));
const gateway = await startGateway({ config: { ...benchConfig(dataDir), vectorCacheBytes: 0 } });
const embedder = batched(await clip({ folder: miniModel.folder, decoder: imageDecoder() }));

const { graphql, upload } = gatewayClient(gateway.url);

const EMBED = 'query ($inputs: [ContentInput!]!) { embed(inputs: $inputs) { ... on Embedding { base64 } ... on InputError { message } } }';

const viaEmbedder = async (): Promise<number> => (await Promise.all(pictures.map((bytes) => embedder.embedImage(bytes)))).length;
const viaUploads = async (): Promise<number> => {
  const uploads = await Promise.all(pictures.map(upload));
  await graphql(EMBED, { inputs: uploads.map((uploadId) => ({ image: { uploadId } })) });
  return pictures.length;
};
const viaBase64 = async (): Promise<number> => {
  await graphql(EMBED, { inputs: pictures.map((bytes) => ({ image: { base64: Buffer.from(bytes).toString('base64') } })) });
  return pictures.length;
};

report(
  `JPEG ${SIDE} px to vector, ${PICTURES} at once, bundled model`,
  await interleaved(ROUNDS, {
    'embedder, called directly': viaEmbedder,
    'GraphQL, uploads': viaUploads,
    'GraphQL, base64 inline': viaBase64,
  }),
);

async function trivialLatencies(): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < TRIVIAL_QUERIES; i++) {
    const start = performance.now();
    await graphql('{ models { name } }');
    times.push(performance.now() - start);
  }
  return times;
}

function show(title: string, times: readonly number[]): void {
  console.log(`  ${title.padEnd(34)} p50 ${quantile(times, 0.5).toFixed(2)} ms   p99 ${quantile(times, 0.99).toFixed(2)} ms`);
}

console.log('\nA trivial query');
await trivialLatencies();
show('with nothing else to do', await trivialLatencies());
const enough = new AbortController();
const load = (async () => {
  while (!enough.signal.aborted) await viaBase64();
})();
show('while the model is saturated', await trivialLatencies());
enough.abort();
await load;

await embedder.close();
await gateway.close();
await rm(dataDir, { recursive: true });
