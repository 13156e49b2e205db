/**
 * What a verdict costs above embedding its picture: `moderate` with a policy of 50 rules against `embed` of the same
 * picture, over HTTP, one request after the other and in turn. The verdict is on the disk before it is answered.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startGateway } from '@clipgraph/gateway';
import { renderScene, scene } from '@clipgraph/scenes';

import { benchGateway } from './bench-gateway.ts';
import { gatewayClient } from './gateway-client.ts';
import { quantile, timed } from './rounds.ts';

const RULES = 50;
const TEXTS = 4;
const ROUNDS = 300;
const TURNS = 15;
const SIDE = 500;

// Before the server starts: it forbids its process to load SVG, which scenes are made of.
const pictures = await Promise.all(Array.from({ length: 16 }, (_, seed) => renderScene(scene(seed), { size: SIDE, format: 'jpeg' })));
const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-bench-'));
const gateway = await startGateway(benchGateway(dataDir));

const { graphql } = gatewayClient(gateway.url);
const texts = (what: string, rule: number): string[] => Array.from({ length: TEXTS }, (_, i) => `${what} ${rule} of kind ${i}`);

/** `threshold` 0 makes every rule pass: the verdict asks for a review, and an entry of the queue and a vector are kept with it. */
async function savePolicy(name: string, threshold: number): Promise<void> {
  const rules = Array.from({ length: RULES }, (_, i) => ({
    name: `rule ${i}`,
    describes: texts('thing', i),
    unlike: texts('look-alike', i),
    threshold,
    action: 'REVIEW',
  }));
  await graphql('mutation ($input: PolicyInput!) { savePolicy(input: $input) { version } }', { input: { name, rules } });
}
await savePolicy('rarely', 1);
await savePolicy('always', 0);

const moderate = (policy: string): string => `mutation ($image: ImageInput!) {
  moderate(images: [$image], policy: "${policy}") { ... on ModerationVerdict { id action } }
}`;
const SIDES = {
  embed: 'query ($image: ImageInput!) { embed(inputs: [{ image: $image }]) { ... on Embedding { base64 } } }',
  'moderate, ALLOW': moderate('rarely'),
  'moderate, REVIEW': moderate('always'),
};
type Side = keyof typeof SIDES;
const sides = Object.keys(SIDES) as Side[];
const images = pictures.map((bytes) => ({ base64: Buffer.from(bytes).toString('base64') }));
const ask = (side: Side, round: number): Promise<unknown> => graphql(SIDES[side], { image: images[Math.abs(round) % images.length]! });
const timesOf = (): Record<Side, number[]> => ({ embed: [], 'moderate, ALLOW': [], 'moderate, REVIEW': [] });

const wallMs = timesOf();
for (let round = -20; round < ROUNDS; round++) {
  for (const side of sides) {
    const start = performance.now();
    await ask(side, round);
    if (round >= 0) wallMs[side].push(performance.now() - start);
  }
}
const cpuMs = timesOf();
for (let turn = 0; turn < TURNS; turn++) {
  for (const side of sides) {
    const round = await timed(async () => {
      for (let i = 0; i < images.length; i++) await ask(side, i);
      return images.length;
    });
    cpuMs[side].push(round.cpuMs / round.items);
  }
}

console.log(`One JPEG of ${SIDE} px a request, ${RULES} rules of ${TEXTS} descriptions and ${TEXTS} look-alikes, bundled model.`);
console.log('Wall time of single requests in turn; processor time of server and client over all threads, in turns of 16 requests.');
const ms = (value: number): string => `${value.toFixed(2)} ms`;
for (const side of sides) {
  const [wall, cpu] = [wallMs[side], cpuMs[side]];
  const figures = [`min ${ms(Math.min(...wall))}`, `p50 ${ms(quantile(wall, 0.5))}`, `p90 ${ms(quantile(wall, 0.9))}`];
  console.log(`  ${side.padEnd(18)} ${figures.join('   ')}   CPU min ${ms(Math.min(...cpu))}, median ${ms(quantile(cpu, 0.5))}`);
}
for (const side of sides.slice(1)) {
  const above = (share: number): string =>
    ms(
      quantile(
        wallMs[side].map((time, round) => time - wallMs.embed[round]!),
        share,
      ),
    );
  const cpu = ms(Math.min(...cpuMs[side]) - Math.min(...cpuMs.embed));
  console.log(`  ${side} above embed: p25 ${above(0.25)}   p50 ${above(0.5)}   p90 ${above(0.9)}   CPU ${cpu} (of the minima)`);
}

await gateway.close();
await rm(dataDir, { recursive: true });
