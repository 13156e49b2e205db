/*
 * The embedded store at a million vectors: `npm run bench -- million [--count N]`. The exact scan that recall is
 * taken against goes over each batch as it is made, so that no second copy of the vectors is held.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Filter } from '@clipgraph/contracts';
import { sqliteStore } from '@clipgraph/store-sqlite';
import { quantile, timed } from './rounds.ts';
import { benchRecord, randomUnit } from './store-records.ts';

const DIMENSIONS = 512;
const BATCH = 1000;
const LIMIT = 10;
const QUERIES = 120;
const EXACT_QUERIES = 20;
const ONE_PERCENT: Filter = { must: [{ kind: 'match', field: 'group', anyOf: [7] }] };

const { values } = parseArgs({ options: { count: { type: 'string', default: '1000000' } } });
const count = Number(values.count);
if (!Number.isSafeInteger(count) || count < 100) {
  console.error(`--count must be a whole number of 100 or more, not "${values.count}"`);
  process.exit(2);
}

interface Neighbour {
  readonly key: string;
  readonly cosine: number;
}

/** Keeps in `best` the nearest of all records that it was shown. */
function consider(best: Neighbour[], query: Float32Array, key: string, vector: Float32Array): void {
  let cosine = 0;
  for (let i = 0; i < DIMENSIONS; i++) cosine += query[i]! * vector[i]!;
  if (best.length === LIMIT && cosine <= best[LIMIT - 1]!.cosine) return;
  best.push({ key, cosine });
  best.sort((a, b) => b.cosine - a.cosine);
  best.length = Math.min(LIMIT, best.length);
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const residentMb = (): number => Math.round(process.memoryUsage.rss() / 1e6);

const path = await mkdtemp(join(tmpdir(), 'clipgraph-million-'));
try {
  const queries = Array.from({ length: QUERIES }, () => randomUnit(DIMENSIONS));
  const nearest = Array.from({ length: EXACT_QUERIES }, (): Neighbour[] => []);
  let store = await sqliteStore({ path });
  await store.createCollection({ name: 'bench', fingerprint: 'f', model: 'none', dimensions: DIMENSIONS });

  let buildMs = 0;
  for (let first = 0; first < count; first += BATCH) {
    const vectors = Array.from({ length: Math.min(BATCH, count - first) }, () => randomUnit(DIMENSIONS));
    const records = vectors.map((vector, i) => benchRecord(first + i, vector));
    for (const [i, vector] of vectors.entries()) {
      for (const [q, best] of nearest.entries()) consider(best, queries[q]!, records[i]!.key, vector);
    }
    const { wallMs } = await timed(async () => (await store.upsert('bench', 'f', records), records.length));
    buildMs += wallMs;
    const done = first + records.length;
    if (done % 50_000 === 0) console.log(`  ${done} of ${count} inserted, ${seconds(buildMs)}, resident ${residentMb()} MB`);
  }
  console.log(`build: ${Math.round((count / buildMs) * 1000)} records a second in batches of ${BATCH}, ${seconds(buildMs)}`);
  await store.close();
  console.log(`database file ${Math.round((await stat(join(path, 'store.sqlite'))).size / 1e6)} MB`);

  const start = await timed(async () => ((store = await sqliteStore({ path })), count));
  console.log(`start-up ${seconds(start.wallMs)} (CPU ${seconds(start.cpuMs)}), resident ${residentMb()} MB`);

  async function searches(name: string, filter?: Filter): Promise<void> {
    const wall: number[] = [];
    const cpu: number[] = [];
    for (const vector of queries) {
      const query = { vector, target: 'image', limit: LIMIT, ...(filter && { filter }) } as const;
      const { wallMs, cpuMs } = await timed(async () => (await store.search('bench', 'f', query)).hits.length);
      wall.push(wallMs);
      cpu.push(cpuMs);
    }
    const shown = [0.5, 0.99].map((share) => `p${share * 100} ${quantile(wall, share).toFixed(1)} ms`).join(', ');
    console.log(`${name}: ${shown}, CPU median ${quantile(cpu, 0.5).toFixed(1)} ms, ${queries.length} queries`);
  }
  await searches('search');

  let found = 0;
  for (const [q, best] of nearest.entries()) {
    const { hits } = await store.search('bench', 'f', { vector: queries[q]!, target: 'image', limit: LIMIT });
    found += hits.filter(({ key }) => best.some((neighbour) => neighbour.key === key)).length;
  }
  console.log(`recall@${LIMIT} against the exact scan: ${found / (LIMIT * EXACT_QUERIES)}, ${EXACT_QUERIES} queries`);

  const firstFilter = await timed(() => store.count('bench', ONE_PERCENT));
  console.log(`first filter after the start (reads every payload) ${seconds(firstFilter.wallMs)}, ${firstFilter.items} records pass`);
  await searches('search, filter that 1 % pass', ONE_PERCENT);
  console.log(`resident ${residentMb()} MB, at most ${Math.round((process.resourceUsage().maxRSS * 1024) / 1e6)} MB`);
  await store.close();
} finally {
  await rm(path, { recursive: true });
}
