import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { AssetRecord, VectorStore } from '@clipgraph/contracts';
import { sqliteStore } from '@clipgraph/store-sqlite';

import { interleaved, report } from './rounds.ts';
import { randomUnit } from './store-records.ts';

const PICTURES = 8000;
const TILES = 13;
const DIMENSIONS = 512;
const BATCH = 250;
const BOX = { left: 0, top: 0, width: 0.5, height: 0.5 };

/**
 * Search of the embedded store in pictures with 13 tiles each, beside as many pictures without, and as many as all the pieces
 * are: random vectors, which leave the scan the fewest rows to skip.
 */
export async function measureCropSearch(rounds: number): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), 'clipgraph-bench-'));
  const store = await sqliteStore({ path, synchronous: 'normal' });
  try {
    await fill(store, 'tiled', PICTURES, TILES);
    await fill(store, 'whole', PICTURES, 0);
    await fill(store, 'pieces', PICTURES * (1 + TILES), 0);
    const search = (collection: string, crops: boolean) => async (): Promise<number> => {
      for (let n = 0; n < 20; n++) {
        await (crops ? store.crops : store).search(collection, 'f', { vector: randomUnit(DIMENSIONS), target: 'image', limit: 10 });
      }
      return 20;
    };
    const sides = {
      [`${PICTURES} pictures`]: search('whole', true),
      [`${PICTURES} pictures of ${TILES} tiles, as a whole`]: search('tiled', false),
      [`${PICTURES} pictures of ${TILES} tiles, by the best`]: search('tiled', true),
      [`${PICTURES * (1 + TILES)} pictures`]: search('pieces', false),
    };
    report('searches of the embedded store', await interleaved(rounds, sides));
  } finally {
    await store.close();
    await rm(path, { recursive: true });
  }
}

async function fill(store: VectorStore, name: string, pictures: number, tiles: number): Promise<void> {
  const crops = tiles > 0 ? { crops: { levels: 3, keep: 'each' } as const } : {};
  await store.createCollection({ name, fingerprint: 'f', model: 'none', dimensions: DIMENSIONS, ...crops });
  for (let first = 0; first < pictures; first += BATCH) {
    const records = Array.from({ length: Math.min(BATCH, pictures - first) }, (_, i): AssetRecord => {
      const parts = Array.from({ length: tiles }, () => ({ box: BOX, vector: randomUnit(DIMENSIONS) }));
      return { key: `k${first + i}`, payload: {}, vectors: { image: randomUnit(DIMENSIONS), crops: parts } };
    });
    await store.upsert(name, 'f', records);
  }
}
