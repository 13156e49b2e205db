/**
 * What stands in for capabilities of a store, beside the capabilities: the same embedded store as it is, and its core only.
 * `npm run bench -- core-only [--records 20000] [--rounds 5]`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { CompleteStore, VectorStore } from '@clipgraph/contracts';
import { completeStore } from '@clipgraph/store-kit';
import { sqliteStore } from '@clipgraph/store-sqlite';

import { interleaved, report } from './rounds.ts';
import { benchRecord, randomUnit } from './store-records.ts';

const DIMENSIONS = 512;
const BATCH = 500;

const { values } = parseArgs({ options: { records: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '5' } } });
const records = Number(values.records);
const path = await mkdtemp(join(tmpdir(), 'clipgraph-bench-'));
const store = await sqliteStore({ path, synchronous: 'normal' });
try {
  await store.createCollection({ name: 'bench', fingerprint: 'f', model: 'none', dimensions: DIMENSIONS });
  for (let first = 0; first < records; first += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, i) => ({
      ...benchRecord(first + i, randomUnit(DIMENSIONS)),
      imageId: `picture-${first + i}`,
    }));
    await store.upsert('bench', 'f', batch);
  }
  const own = completeStore(store);
  const core = completeStore(coreOf(store));
  const likes = Array.from({ length: 10 }, () => randomUnit(DIMENSIONS));
  const query = { positive: likes, negative: [], target: 'image', limit: 20 } as const;
  const works: Readonly<Record<string, (side: CompleteStore) => Promise<unknown>>> = {
    'facets.count': (side) => side.facets.count('bench', 'tags', { limit: 10 }),
    'recommendations.rank, sumScores': (side) => side.recommendations.rank('bench', 'f', { ...query, strategy: 'sumScores' }),
    'recommendations.rank, bestScore of 10': (side) => side.recommendations.rank('bench', 'f', { ...query, strategy: 'bestScore' }),
    'samples.vectors of 512': (side) => side.samples.vectors('bench', 'image', 512),
    'pictures.used of 64': (side) => side.pictures.used(Array.from({ length: 64 }, (_, i) => (i === 0 ? 'none' : `picture-${i * 100}`))),
  };
  for (const [title, work] of Object.entries(works)) {
    const once = (side: CompleteStore) => async (): Promise<number> => {
      await work(side);
      return 1;
    };
    report(`${title}, ${records} records`, await interleaved(Number(values.rounds), { 'its own': once(own), 'over the core': once(core) }));
  }
} finally {
  await store.close();
  await rm(path, { recursive: true });
}

function coreOf(whole: Required<VectorStore>): VectorStore {
  const { words: _words, facets: _facets, recommendations: _recommendations, samples: _samples, ...others } = whole;
  const { crops: _crops, pictures: _pictures, exchange: _exchange, ...core } = others;
  return core;
}
