#!/usr/bin/env node
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { renderScene } from './render.ts';
import { scene } from './scene.ts';
import type { Split } from './split.ts';
import type { SceneKind } from './types.ts';

const help = `Writes rendered scenes with their captions.

  node training/scenes/src/cli.ts --count N --out DIR [options]

  --count N     how many pictures
  --out DIR     the folder for 000000.jpg … and captions.jsonl
  --size N      width and height in pixels (96)
  --seed S      the first seed; picture i has seed S + i (0)
  --split X     train, test or any (train)
  --kind X      shapes, landscape, object, count or pair (all)
  --format X    jpeg, png or webp (jpeg)
  --quality N   of jpeg and webp, 1 to 100 (90)
  --jobs N      processes (one per core)
  --help
`;

const kinds = ['shapes', 'landscape', 'object', 'count', 'pair'] as const;
const formats = ['jpeg', 'png', 'webp'] as const;

interface Job {
  count: number;
  out: string;
  size: number;
  seed: number;
  split: Split | 'any';
  kind?: SceneKind;
  format: (typeof formats)[number];
  quality: number;
  jobs: number;
}

function whole(name: string, value: string | undefined, low: number, high: number): number {
  const number = Number(value);
  if (value === undefined || !/^\d+$/.test(value) || number < low || number > high)
    throw new RangeError(`--${name} must be a whole number from ${low} to ${high}`);
  return number;
}

function oneOf<T extends string>(name: string, value: string, options: readonly T[]): T {
  const found = options.find((option) => option === value);
  if (found === undefined) throw new RangeError(`--${name} must be one of ${options.join(', ')}`);
  return found;
}

function readJob(args: readonly string[]): Job | 'help' {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: text,
      out: text,
      size: text,
      seed: text,
      split: text,
      kind: text,
      format: text,
      quality: text,
      jobs: text,
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return 'help';
  if (values.out === undefined || values.out === '') throw new RangeError('--out is missing');
  return {
    count: whole('count', values.count, 1, 10_000_000),
    out: values.out,
    size: whole('size', values.size ?? '96', 8, 4096),
    seed: whole('seed', values.seed ?? '0', 0, Number.MAX_SAFE_INTEGER - 10_000_000),
    split: oneOf('split', values.split ?? 'train', ['train', 'test', 'any'] as const),
    ...(values.kind === undefined ? {} : { kind: oneOf('kind', values.kind, kinds) }),
    format: oneOf('format', values.format ?? 'jpeg', formats),
    quality: whole('quality', values.quality ?? '90', 1, 100),
    jobs: whole('jobs', values.jobs ?? String(availableParallelism()), 1, 64),
  };
}

/** Writes pictures `from` to `to`, and their lines to a file of their own. */
async function writePart(job: Job, from: number, to: number, linesFile: string, progress: (done: number) => void): Promise<void> {
  sharp.concurrency(1);
  const lines = createWriteStream(linesFile);
  const extension = job.format === 'jpeg' ? 'jpg' : job.format;
  for (let i = from; i < to; i++) {
    const seed = job.seed + i;
    const made = scene(seed, {
      ...(job.split === 'any' ? {} : { split: job.split }),
      ...(job.kind === undefined ? {} : { kind: job.kind }),
    });
    const file = `${String(i).padStart(6, '0')}.${extension}`;
    await writeFile(join(job.out, file), await renderScene(made, job));
    const line = { file, captions: made.captions, contrast: made.contrast, facts: made.facts, seed };
    if (!lines.write(`${JSON.stringify(line)}\n`)) await once(lines, 'drain');
    if ((i - from) % 50 === 49) progress(i - from + 1);
  }
  await new Promise<void>((resolve) => lines.end(resolve));
  progress(to - from);
}

async function main(job: Job): Promise<void> {
  await mkdir(job.out, { recursive: true });
  const jobs = Math.min(job.jobs, job.count);
  const done = Array.from({ length: jobs }, () => 0);
  const started = performance.now();
  const show = (): void => {
    const sum = done.reduce((a, b) => a + b, 0);
    process.stderr.write(`\r${sum} of ${job.count} (${Math.round((sum / (performance.now() - started)) * 1000)} a second)`);
  };
  const bounds = (part: number): [number, number] => [Math.floor((job.count * part) / jobs), Math.floor((job.count * (part + 1)) / jobs)];
  const partFile = (part: number): string => join(job.out, `captions.${part}.part`);
  const workers = done.map(
    (_, part) =>
      new Promise<void>((resolve, reject) => {
        const child = fork(fileURLToPath(import.meta.url), ['--worker'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
        child.on('message', (count) => {
          done[part] = Number(count);
          show();
        });
        child.on('error', reject);
        child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with code ${code}`))));
        child.send({ job, from: bounds(part)[0], to: bounds(part)[1], file: partFile(part) });
      }),
  );
  await Promise.all(workers);
  process.stderr.write('\n');
  const captions = createWriteStream(join(job.out, 'captions.jsonl'));
  for (let part = 0; part < jobs; part++) {
    captions.write(await readFile(partFile(part)));
    await rm(partFile(part));
  }
  await new Promise<void>((resolve) => captions.end(resolve));
}

if (process.argv[2] === '--worker') {
  process.once('message', (message) => {
    const { job, from, to, file } = message as { job: Job; from: number; to: number; file: string };
    void writePart(job, from, to, file, (done) => process.send?.(done)).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
} else {
  try {
    const job = readJob(process.argv.slice(2));
    if (job === 'help') process.stdout.write(help);
    else await main(job);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nSee --help.\n`);
    process.exitCode = 1;
  }
}
