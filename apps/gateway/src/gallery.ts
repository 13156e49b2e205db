import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { gallery, renderScene, type Scene } from '@clipgraph/scenes';
import type { AssetRecord, Embedder, ImageFiles, JsonObject, VectorStore } from '@clipgraph/spec';

export const GALLERY = 'gallery';
const IMAGE_SIDE = 384;
const BATCH = 25;
const SAMPLE_FILTER = { must: [{ kind: 'match', field: 'sample', anyOf: [true] }] } as const;

interface GalleryOptions {
  readonly dataDir: string;
  readonly embedder: Embedder;
  readonly store: VectorStore;
  readonly imageFiles: ImageFiles;
}

/**
 * Makes the sample gallery once per data folder, so that a newcomer has something to search: a second start
 * finds the note of the first one, and a gallery that somebody deleted stays deleted. With another model the
 * samples are made anew, unless somebody added assets of their own.
 * @returns how many pictures were added
 */
export async function ensureGallery(options: GalleryOptions): Promise<number> {
  const { dataDir, embedder, store } = options;
  const note = join(dataDir, 'gallery.json');
  const { fingerprint } = embedder.model;
  const made = await readFile(note, 'utf8').catch(() => undefined);
  const existing = await store.collection(GALLERY);
  if (made !== undefined && (!existing || existing.fingerprint === fingerprint)) return 0;
  if (existing && existing.fingerprint !== fingerprint) {
    if ((await store.count(GALLERY)) > (await store.count(GALLERY, SAMPLE_FILTER))) return 0;
    await store.deleteCollection(GALLERY);
  }
  if (existing?.fingerprint !== fingerprint) {
    await store.createCollection({ name: GALLERY, fingerprint, model: embedder.model.name, dimensions: embedder.model.dimensions });
  }
  const added = await addScenes(options, gallery());
  await writeFile(note, JSON.stringify({ fingerprint, pictures: added }));
  return added;
}

async function addScenes({ embedder, store, imageFiles }: GalleryOptions, scenes: readonly Scene[]): Promise<number> {
  for (let start = 0; start < scenes.length; start += BATCH) {
    const records = await Promise.all(
      scenes.slice(start, start + BATCH).map(async (scene, index): Promise<AssetRecord> => {
        const bytes = await renderScene(scene, { size: IMAGE_SIDE, format: 'webp' });
        const caption = scene.captions[0]!;
        const [image, text, imageId] = await Promise.all([
          embedder.embedImage(bytes, { priority: 'bulk' }),
          embedder.model.modalities.includes('text') ? embedder.embedText(caption, { priority: 'bulk' }) : undefined,
          imageFiles.put(bytes),
        ]);
        return {
          key: `scene-${String(start + index + 1).padStart(3, '0')}`,
          text: caption,
          imageId,
          payload: { sample: true, kind: scene.kind, ...(scene.facts as unknown as JsonObject) },
          vectors: text ? { image, text: text.vector } : { image },
        };
      }),
    );
    await store.upsert(GALLERY, embedder.model.fingerprint, records);
  }
  return scenes.length;
}
