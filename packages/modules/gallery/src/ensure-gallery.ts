import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { AssetRecord, CollectionInfo, Embedder, Pictures, VectorStore } from '@clipgraph/contracts';

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
 * A collection of that name which no note says was made here is somebody else's, and is left alone.
 * @returns how many pictures were added
 */
export async function ensureGallery(options: GalleryOptions): Promise<number> {
  const { dataDir, embedders, store } = options;
  const path = join(dataDir, 'gallery.json');
  const { fingerprint, name: model, dimensions } = embedders[0]!.model;
  const made = noteIn(await readFile(path, 'utf8').catch(() => undefined));
  const existing = await store.collection(GALLERY);
  if (existing && !isMadeHere(existing, made)) return 0;
  const isLoaded = embedders.some((embedder) => embedder.model.fingerprint === existing?.fingerprint);
  if (made && !made.begun && (!existing || isLoaded)) return 0;
  if (existing && existing.fingerprint !== fingerprint) {
    if ((await store.count(GALLERY)) > (await store.count(GALLERY, SAMPLE_FILTER))) return 0;
    await store.deleteCollection(GALLERY);
  }
  // Before the collection is: what a crash leaves is known for ours.
  await writeFile(path, JSON.stringify({ fingerprint, begun: true }));
  const isThere = existing?.fingerprint === fingerprint;
  const { createdAt } = isThere ? existing : await store.createCollection({ name: GALLERY, fingerprint, model, dimensions });
  const added = await addSamples(options);
  await writeFile(path, JSON.stringify({ fingerprint, pictures: added, createdAt: createdAt.toISOString() }));
  return added;
}

/** What an earlier start has written down. */
interface GalleryNote {
  /** The collection was being made. */
  readonly begun: boolean;
  /** When the collection was made; undefined in notes of earlier versions. */
  readonly createdAt: string | undefined;
}

function noteIn(text: string | undefined): GalleryNote | undefined {
  if (text === undefined) return undefined;
  try {
    const { begun, createdAt } = JSON.parse(text) as Record<string, unknown>;
    return { begun: begun === true, createdAt: typeof createdAt === 'string' ? createdAt : undefined };
  } catch {
    return { begun: false, createdAt: undefined };
  }
}

/** Whoever deleted the gallery may have made a collection of their own under its name. */
function isMadeHere({ createdAt }: CollectionInfo, made: GalleryNote | undefined): boolean {
  return made !== undefined && (made.begun || made.createdAt === undefined || made.createdAt === createdAt.toISOString());
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
