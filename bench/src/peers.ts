/*
 * Side by side with the peer that people would use instead, @huggingface/transformers, on ViT-B/32 of random weights: it
 * runs the usual exports in float32 and dynamic int8, our embedder the graphs that `models add --compile` builds. JPEG
 * file to vector at 500 px and 12 megapixels, captions and label prompts at batch 32, and prompts of a large classifier,
 * which ours gets all at once and the peer in batches of 32. Each side has a process of its own.
 * `npm run bench -- peers [--precision int8] [--rounds 5] [--large-rounds 3] [--tool ../shared/tools/random-clip]`
 * The graphs are made once, in a folder of the system's temporary files.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { renderScene, scene } from '@clipgraph/scenes';

import { keptCompiledClip } from './compiled-clip.ts';
import type { PeerWork } from './peer-side.ts';
import { randomClip, type RandomClipPrecision } from './random-clip.ts';
import { interleavedRounds, report, type Round } from './rounds.ts';
import { captions, classifierPrompts, classPrompts, labelPrompts } from './sample-texts.ts';

const PEER = '@huggingface/transformers';
const OURS = 'clipgraph, compiled';
const SMALL = { count: 32, side: 500 };
const LARGE = { count: 16, side: 3464 };
/** How often a round embeds the 32 texts, one batch after the other. Neither side keeps vectors. */
const TEXT_BATCHES = 16;

const { values: options } = parseArgs({
  options: {
    precision: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    'large-rounds': { type: 'string', default: '3' },
    tool: { type: 'string', default: '../shared/tools/random-clip' },
  },
});

const photoFolder = await mkdtemp(join(tmpdir(), 'clipgraph-peers-'));
try {
  const [small, large] = [await photos(SMALL), await photos(LARGE)];
  const compiled = await keptCompiledClip();
  for (const precision of ['fp32', 'int8'] as const) {
    if (options.precision === undefined || options.precision === precision) await compare(precision, compiled, small, large);
  }
} finally {
  await rm(photoFolder, { recursive: true });
}

async function compare(precision: RandomClipPrecision, compiled: string, small: string[], large: string[]): Promise<void> {
  const exported = await randomClip(options.tool, precision);
  const peer = await openSide('transformers', exported, precision);
  const ours = await openSide('clipgraph', compiled, precision);
  const rounds = Number(options.rounds);
  const run = async (title: string, times: number, work: PeerWork): Promise<void> =>
    report(`${precision}: ${title}`, await interleavedRounds(times, { [PEER]: () => round(peer, work), [OURS]: () => round(ours, work) }));
  await run('JPEG file to vector, 500 × 500', rounds, { kind: 'images', items: small });
  await run('JPEG file to vector, 12 megapixels', Number(options['large-rounds']), { kind: 'images', items: large });
  await run('captions, batch of 32', rounds, { kind: 'text batches', items: repeated(captions()) });
  await run('label prompts of one word, batch of 32', rounds, { kind: 'text batches', items: repeated(labelPrompts()) });
  await run('label prompts of ImageNet, batch of 32', rounds, { kind: 'text batches', items: repeated(classPrompts()) });
  await run('label prompts of 512 things, all given at once', rounds, { kind: 'texts', items: classifierPrompts() });
  for (const side of [peer, ours]) side.disconnect();
}

async function round(side: ChildProcess, work: PeerWork): Promise<Round> {
  side.send(work);
  return (await messageOf(side)) as Round;
}

function repeated(texts: readonly string[]): string[] {
  return Array.from({ length: TEXT_BATCHES }, () => texts).flat();
}

/** JPEG files of rendered scenes; answers their paths. */
async function photos({ count, side }: typeof SMALL): Promise<string[]> {
  const paths: string[] = [];
  for (let seed = 0; seed < count; seed++) {
    const path = join(photoFolder, `${side}-${seed}.jpg`);
    await writeFile(path, await renderScene(scene(seed), { size: side, format: 'jpeg' }));
    paths.push(path);
  }
  return paths;
}

async function openSide(engine: string, folder: string, precision: string): Promise<ChildProcess> {
  const side = fork(fileURLToPath(new URL('peer-side.ts', import.meta.url)), [engine, folder, precision]);
  await messageOf(side);
  return side;
}

/** Rejects when the side ends instead. */
async function messageOf(side: ChildProcess): Promise<unknown> {
  const stop = new AbortController();
  const message = once(side, 'message', { signal: stop.signal }).then(([value]: unknown[]) => value);
  const end = once(side, 'exit', { signal: stop.signal }).then(([code]) => {
    throw new Error(`A side ended with ${String(code)}.`);
  });
  return Promise.race([message, end]).finally(() => stop.abort());
}
