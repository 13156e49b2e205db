import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { AssetRecord, Embedder, Pictures, VectorStore } from '@clipgraph/contracts';

import { gallerySamples, type GallerySample } from './gallery-samples.ts';

export const GALLERY = 'gallery';
const SAMPLE_FILTER = { must: [{ kind: 'match', field: 'sample', anyOf: [true] }] } as const;

interface GalleryOptions {
  readonly dataDir: string;
  /** The first makes the samples. */
  readonly embedders: readonly Embedder[];
  readonly store: VectorStore;
  readonly pictures: Pictures;
}

/**
 * Makes the sample gallery once per data folder, so that a newcomer has something to search: a second start
 * finds the note of the first one, and a gallery that somebody deleted stays deleted. With another model the
 * samples are made again, unless somebody added assets of their own, or migrated the gallery to a model that is loaded too.
 * @returns how many pictures were added
 */
export async function ensureGallery(options: GalleryOptions): Promise<number> {
  const { dataDir, embedders, store } = options;
  const note = join(dataDir, 'gallery.json');
  const { fingerprint, name: model, dimensions } = embedders[0]!.model;
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

async function addSamples({ embedders, store, pictures }: GalleryOptions): Promise<number> {
  const embedder = embedders[0]!;
  // All at once: the embedder makes its batches of them.
  const records: Promise<AssetRecord>[] = [];
  for await (const sample of gallerySamples()) records.push(sampleRecord(sample, embedder, pictures));
  const made = await Promise.all(records);
  await store.upsert(GALLERY, embedder.model.fingerprint, made);
  pictures.kept.release(made.map(({ imageId }) => imageId!));
  return made.length;
}

async function sampleRecord({ key, caption, payload, bytes }: GallerySample, embedder: Embedder, pictures: Pictures): Promise<AssetRecord> {
  const picture = await pictures.from(bytes);
  const [image, text, imageId] = await Promise.all([
    embedder.embedImage(picture, { priority: 'bulk' }),
    embedder.model.modalities.includes('text') ? embedder.embedText(caption, { priority: 'bulk' }) : undefined,
    pictures.kept.keep(picture),
  ]);
  return { key, text: caption, imageId, payload, vectors: text ? { image, text: text.vector } : { image } };
}
