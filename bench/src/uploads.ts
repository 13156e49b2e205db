/*
 * What it takes to turn an upload into the kept picture of an asset, without the model: the steps as they were (the upload is
 * written, read, hashed three times and written again) beside the steps as they are (hashed while it is written, read, and kept
 * by a second name of its file). Also how long the event loop was held. `npm run bench -- uploads [--rounds 5] [--dir .]`
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { makeFolder, uploadFiles, writeDurably } from '@clipgraph/images';
import { folderPictures } from '@clipgraph/pictures-folder';

import { interleavedRounds, quantile, report, timed, type Round } from './rounds.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, dir: { type: 'string', default: '.' } } });
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** A photo of a web page, one of a camera, and the largest that the server takes. */
const SIZES = { '250 kB': [250_000, 40], '4 MB': [4e6, 10], '20 MB': [20e6, 3] } as const;

const dir = await mkdtemp(join(resolve(options.dir), '.bench-uploads-'));
const uploads = uploadFiles({ dir: join(dir, 'uploads'), maxBytes: 20e6, ttlMs: 3_600_000, maxTotalBytes: Infinity });
const pictures = folderPictures({ dir: join(dir, 'images') });
await makeFolder(join(dir, 'before'));

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536);
}

const hashed = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function asItWas(sent: Uint8Array): Promise<void> {
  const upload = join(dir, 'before', randomBytes(16).toString('hex'));
  await writeDurably(upload, async (file) => {
    for await (const chunk of inChunks(sent)) await file.writeFile(chunk);
  });
  const bytes = await readFile(upload);
  // For the cache of vectors, for the hold on the picture, and for its name.
  for (let i = 0; i < 2; i++) hashed(bytes);
  await writeDurably(join(dir, 'before', hashed(bytes)), (file) => file.writeFile(bytes));
}

async function asItIs(sent: Uint8Array): Promise<void> {
  const { uploadId } = await uploads.put(inChunks(sent));
  const picture = await uploads.get(uploadId);
  await picture!.sha256();
  await pictures.put(picture!);
}

try {
  for (const [name, [bytes, count]] of Object.entries(SIZES)) {
    const held: Record<string, number[]> = { before: [], after: [] };
    const side = (label: string, keep: (sent: Uint8Array) => Promise<void>) => async (): Promise<Round> => {
      const sent = Array.from({ length: count }, () => Buffer.concat([PNG, randomBytes(bytes - PNG.length)]));
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const round = await timed(async () => {
        for (const one of sent) await keep(one);
        return count;
      });
      delay.disable();
      held[label]!.push(delay.max / 1e6);
      return round;
    };
    const rounds = await interleavedRounds(Number(options.rounds), { before: side('before', asItWas), after: side('after', asItIs) });
    report(`an upload of ${name} becomes the picture of an asset`, rounds);
    const longest = Object.entries(held).map(([label, ms]) => `${label} ${quantile(ms, 0.5).toFixed(1)} ms`);
    console.log(`  longest hold of the event loop in a round, median: ${longest.join(', ')}`);
  }
} finally {
  await rm(dir, { recursive: true });
}
