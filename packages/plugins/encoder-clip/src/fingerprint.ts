import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import type { Preprocessing } from '@clipgraph/images';

import type { ModelFiles } from './model-files.ts';
import type { Preset } from './preset.ts';

/** To be raised whenever this package or the decoder gives other vectors for the same files; 2: large bilinear pictures. */
const PIPELINE = { bicubic: 1, bilinear: 2 } as const;

/**
 * What decides the vectors: the weights (and so their precision), how pixels and texts are prepared. Not the
 * model's name, its scoring or its prompts, which may change while vectors stay.
 */
export async function fingerprintOf(
  files: ModelFiles,
  { contextLength, padding, cleaning }: Preset,
  { interpolation }: Pick<Preprocessing, 'interpolation'>,
): Promise<string> {
  const text = files.textGraph ? ['tokenizer.json', 'tokenizer_config.json'] : [];
  const names = [...files.weights, 'preprocessor_config.json', ...text.filter((name) => files.has(name))];
  const hashes = await Promise.all(names.map(async (name) => [name, await sha256(join(files.folder, name))]));
  const facts = { pipeline: PIPELINE[interpolation], hashes, ...(files.textGraph ? { contextLength, padding, cleaning } : {}) };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}
