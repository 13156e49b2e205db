import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { AssetRecord, Embedder, PictureStore, VectorStore } from '@clipgraph/contracts';
import { pictureOf } from '@clipgraph/images';

import type { Sample } from './render-gallery.ts';

export const GALLERY = 'gallery';
const SAMPLE_FILTER = { must: [{ kind: 'match', field: 'sample', anyOf: [true] }] } as const;

interface GalleryOptions {
  readonly dataDir: string;
  /** The first makes the samples. */
  readonly embedders: readonly [Embedder, ...Embedder[]];
  readonly store: VectorStore;
  readonly imageFiles: PictureStore;
}

/**
 * Makes the sample gallery once per data folder, so that a newcomer has something to search: a second start
 * finds the note of the first one, and a gallery that somebody deleted stays deleted. With another model the
 * samples are made anew, unless somebody added assets of their own, or migrated the gallery to a model that is loaded too.
 * @returns how many pictures were added
 */
export async function ensureGallery(options: GalleryOptions): Promise<number> {
  const { dataDir, embedders, store } = options;
  const note = join(dataDir, 'gallery.json');
  const { fingerprint, name: model, dimensions } = embedders[0].model;
  const made = await readFile(note, 'utf8').catch(() => undefined);
  const existing = await store.collection(GALLERY);
  const isOurs = existing?.fingerprint === fingerprint;
  const isLoaded = embedders.some((embedder) => embedder.model.fingerprint === existing?.fingerprint);
  if (made !== undefined && (!existing || isLoaded)) return 0;
  if (existing && !isOurs) {
    if ((await store.count(GALLERY)) > (await store.count(GALLERY, SAMPLE_FILTER))) return 0;
    await store.deleteCollection(GALLERY);
  }
  if (!isOurs) await store.createCollection({ name: GALLERY, fingerprint, model, dimensions });
  const added = await addSamples(options);
  await writeFile(note, JSON.stringify({ fingerprint, pictures: added }));
  return added;
}

/** Embeds each picture while the next ones are drawn. */
async function addSamples({ embedders: [embedder], store, imageFiles }: GalleryOptions): Promise<number> {
  const records: Promise<AssetRecord>[] = [];
  await drawSamples((sample) => {
    const key = `scene-${String(records.length + 1).padStart(3, '0')}`;
    records.push(sampleRecord(key, sample, embedder, imageFiles));
  });
  await store.upsert(GALLERY, embedder.model.fingerprint, await Promise.all(records));
  return records.length;
}

async function sampleRecord(
  key: string,
  { caption, payload, bytes }: Sample,
  embedder: Embedder,
  imageFiles: PictureStore,
): Promise<AssetRecord> {
  const picture = pictureOf(bytes);
  const [image, text, imageId] = await Promise.all([
    embedder.embedImage(picture, { priority: 'bulk' }),
    embedder.model.modalities.includes('text') ? embedder.embedText(caption, { priority: 'bulk' }) : undefined,
    imageFiles.put(picture),
  ]);
  return { key, text: caption, imageId, payload, vectors: text ? { image, text: text.vector } : { image } };
}

async function drawSamples(onSample: (sample: Sample) => void): Promise<void> {
  // From source in tests, from the build otherwise: the compiler does not rewrite this name.
  const file = fileURLToPath(new URL(`./render-gallery${extname(import.meta.url)}`, import.meta.url));
  const child = fork(file, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('message', (sample) => onSample(sample as Sample));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The sample gallery could not be drawn; CLIPGRAPH_GALLERY=off starts without it.');
}
