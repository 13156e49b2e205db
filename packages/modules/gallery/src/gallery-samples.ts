import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { JsonObject } from '@clipgraph/contracts';

/** The folder of the pictures, `scene-001.webp` and so on, and of `captions.jsonl`; an absolute path. */
// `files` lies beside `src` and beside `dist` alike.
export const galleryFolder: string = fileURLToPath(new URL('../files', import.meta.url));

/** One picture of the sample gallery. */
export interface GallerySample {
  /** Such as `scene-001`; the picture's file is this with `.webp`. */
  readonly key: string;
  /** A true sentence about the picture. */
  readonly caption: string;
  /** What is drawn: kind, place, time, weather, objects; and `sample: true`. */
  readonly payload: JsonObject;
  /** A WebP file of 384 by 384 pixels. */
  readonly bytes: Uint8Array;
}

/** The 200 samples, in the order of their keys, each read when it is asked for. */
export async function* gallerySamples(): AsyncGenerator<GallerySample, void, undefined> {
  const lines = await readFile(join(galleryFolder, 'captions.jsonl'), 'utf8');
  for (const line of lines.trimEnd().split('\n')) {
    const sample = JSON.parse(line) as Omit<GallerySample, 'bytes'>;
    yield { ...sample, bytes: await readFile(join(galleryFolder, `${sample.key}.webp`)) };
  }
}
