/**
 * What a verdict costs above embedding its picture: `moderate` with a policy of 50 rules against `embed` of the same
 * picture, over HTTP, one request after the other and in turn. The verdict is on the disk before it is answered.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startGateway } from '@clipgraph/gateway';
import { renderScene, scene } from '@clipgraph/scenes';

import { benchConfig } from './bench-config.ts';
import { gatewayClient } from './gateway-client.ts';
import { quantile } from './rounds.ts';

const RULES = 50;
const TEXTS = 4;
const ROUNDS = 300;
const SIDE = 500;

// Before the server starts: it forbids its process to load SVG, which scenes are made of.
const pictures = await Promise.all(Array.from({ length: 16 }, (_, seed) => renderScene(scene(seed), { size: SIDE, format: 'jpeg' })));
const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-bench-'));
const gateway = await startGateway({ config: benchConfig(dataDir) });

const { graphql } = gatewayClient(gateway.url);
const texts = (what: string, rule: number): string[] => Array.from({ length: TEXTS }, (_, i) => `${what} ${rule} of kind ${i}`);
const rules = Array.from({ length: RULES }, (_, i) => ({
  name: `rule ${i}`,
  describes: texts('thing', i),
  unlike: texts('look-alike', i),
  action: 'REVIEW',
}));
await graphql('mutation ($input: PolicyInput!) { savePolicy(input: $input) { version } }', { input: { name: 'bench', rules } });

const EMBED = 'query ($image: ImageInput!) { embed(inputs: [{ image: $image }]) { ... on Embedding { base64 } } }';
const MODERATE = `mutation ($image: ImageInput!) {
  moderate(images: [$image], policy: "bench") { ... on ModerationVerdict { id action findings { rule probability closest } } }
}`;

const images = pictures.map((bytes) => ({ base64: Buffer.from(bytes).toString('base64') }));
const embed: number[] = [];
const moderate: number[] = [];
for (let round = -20; round < ROUNDS; round++) {
  const image = images[Math.abs(round) % images.length]!;
  for (const [query, times] of [
    [EMBED, embed],
    [MODERATE, moderate],
  ] as const) {
    const start = performance.now();
    await graphql(query, { image });
    if (round >= 0) times.push(performance.now() - start);
  }
}

const differences = moderate.map((time, round) => time - embed[round]!);
console.log(`One JPEG of ${SIDE} px a request, ${RULES} rules of ${TEXTS} descriptions and ${TEXTS} look-alikes, bundled model`);
for (const [name, times] of Object.entries({ embed, moderate, 'moderate above embed': differences })) {
  console.log(`  ${name.padEnd(22)} p50 ${quantile(times, 0.5).toFixed(2)} ms   p90 ${quantile(times, 0.9).toFixed(2)} ms`);
}

await gateway.close();
await rm(dataDir, { recursive: true });
