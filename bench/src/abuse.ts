/**
 * A hostile client: any mix of requests within the limits, from many connections for a minute. Tells the peak of the server's memory,
 * the processes that decode for it included, and how long `/livez` and a trivial query take meanwhile.
 */
import { parseArgs } from 'node:util';

import { abusePictures } from './abuse/abuse-pictures.ts';
import { attacks, type Attack, type Outcome } from './abuse/attacks.ts';
import { probe } from './abuse/probe.ts';
import { processMemory } from './abuse/process-memory.ts';
import { startServed } from './serve-gateway.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' }, connections: { type: 'string', default: '100' } } });
const endsAt = (seconds: number): number => performance.now() + seconds * 1000;
const [seconds, connections] = [Number(values.seconds), Number(values.connections)];

const { url, pid, close } = await startServed();
const memory = processMemory(pid);
const parts = await abusePictures(url);
const all = attacks(url, parts);
const atRest = memory.now();
console.log(`at rest ${megabytes(atRest)} MB; ${connections} connections for ${seconds} s: ${Object.keys(all).join(', ')}`);

const outcomes = new Map<string, number>();
const refusals: number[] = [];
const end = endsAt(seconds);
const stop = AbortSignal.timeout(seconds * 1000 + 5_000);

async function connection(index: number): Promise<void> {
  const names = Object.keys(all);
  for (let turn = index; performance.now() < end; turn++) {
    const name = names[turn % names.length]!;
    const startedAt = performance.now();
    const outcome: Outcome = await (all[name] as Attack)(stop).catch(() => 'broken');
    if (outcome === 'OVERLOADED') refusals.push(performance.now() - startedAt);
    const key = `${name}: ${outcome}`;
    outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
  }
}

const [livez, trivial] = await Promise.all([
  probe(end, () => fetch(`${url}/livez`)),
  probe(end, () =>
    fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' }),
  ),
  ...Array.from({ length: connections }, (_, index) => connection(index)),
]).then(([first, second]) => [first, second] as const);

const peak = memory.peak();
console.log(`peak ${megabytes(peak)} MB (goal 1200): ${verdict(peak <= 1200e6)}`);
console.log(`/livez ${livez.text} ms (goal p99 100): ${verdict(livez.p99 <= 100 && livez.failed === 0)}`);
console.log(`{ __typename } ${trivial.text} ms (goal p99 200): ${verdict(trivial.p99 <= 200 && trivial.failed === 0)}`);
for (const [outcome, count] of [...outcomes].toSorted()) console.log(`  ${String(count).padStart(6)} ${outcome}`);
await new Promise((resolve) => setTimeout(resolve, 15_000));
console.log(`15 s later ${megabytes(memory.now())} MB`);
memory.stop();
await close();

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function verdict(isMet: boolean): string {
  return isMet ? 'met' : 'MISSED';
}
