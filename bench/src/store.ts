/*
 * The embedded store through its public API, with a plain JavaScript scan of the same vectors in the same run:
 * `node --conditions=clipgraph-source bench/src/store.ts [records] [dimensions]`
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import type { Filter, VectorQuery, VectorStore } from '@clipgraph/contracts';
import { sqliteStore } from '@clipgraph/store-sqlite';
import { benchRecord, randomUnit } from './store-records.ts';

const RECORDS = Number(argv[2] ?? 100_000);
const DIMENSIONS = Number(argv[3] ?? 512);
const BATCH = 1000;
const LIMIT = 10;
const RUNS = 51;

/** The yardstick: one flat array, one loop, the whole list sorted. */
function plainScan(matrix: Float32Array, query: Float32Array): number[] {
  const cosines = new Float32Array(RECORDS);
  for (let row = 0, at = 0; row < RECORDS; row++) {
    let sum = 0;
    for (let i = 0; i < DIMENSIONS; i++, at++) sum += query[i]! * matrix[at]!;
    cosines[row] = sum;
  }
  const best: number[] = [];
  for (let row = 0; row < RECORDS; row++) {
    if (best.length === LIMIT && cosines[row]! <= cosines[best[LIMIT - 1]!]!) continue;
    best.push(row);
    best.sort((a, b) => cosines[b]! - cosines[a]!);
    best.length = Math.min(LIMIT, best.length);
  }
  return best;
}

async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function repeated(name: string, run: () => unknown, runs: number = RUNS): Promise<number> {
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < runs; i++) times.push(await timed(run));
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  const median = times[Math.floor(runs / 2)]!;
  console.log(
    `${name.padEnd(58)} min ${times[0]!.toFixed(2)} ms, median ${median.toFixed(2)} ms, CPU ${((user + system) / 1000 / runs).toFixed(2)} ms`,
  );
  return median;
}

async function insertAll(store: VectorStore, matrix: Float32Array): Promise<void> {
  await store.createCollection({ name: 'bench', fingerprint: 'f', model: 'none', dimensions: DIMENSIONS });
  const times: number[] = [];
  for (let first = 0; first < RECORDS; first += BATCH) {
    const records = Array.from({ length: Math.min(BATCH, RECORDS - first) }, (_, i) => {
      const row = first + i;
      const image = matrix.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS);
      return benchRecord(row, image);
    });
    times.push(await timed(() => store.upsert('bench', 'f', records)));
  }
  const total = times.reduce((sum, time) => sum + time, 0);
  times.sort((a, b) => a - b);
  const perSecond = (ms: number): string => `${Math.round((BATCH / ms) * 1000)}/s`;
  const median = times[Math.floor(times.length / 2)]!;
  console.log(
    `insert in batches of ${BATCH}: ${perSecond((total / RECORDS) * BATCH)} in all, best ${perSecond(times[0]!)}, median ${perSecond(median)}`,
  );
}

async function searches(store: VectorStore, queries: readonly Float32Array[], name: string, filter?: Filter): Promise<number> {
  let n = 0;
  const query = (): VectorQuery => ({ vector: queries[n++ % queries.length]!, target: 'image', limit: LIMIT, ...(filter && { filter }) });
  return repeated(name, () => store.search('bench', 'f', query()));
}

const path = await mkdtemp(join(tmpdir(), 'clipgraph-bench-'));
try {
  console.log(`${RECORDS} records of ${DIMENSIONS} dimensions, Node ${process.version}`);
  const matrix = new Float32Array(RECORDS * DIMENSIONS);
  for (let row = 0; row < RECORDS; row++) matrix.set(randomUnit(DIMENSIONS), row * DIMENSIONS);
  const queries = Array.from({ length: 20 }, () => randomUnit(DIMENSIONS));

  const first = await sqliteStore({ path });
  await insertAll(first, matrix);
  await first.close();
  console.log(`database file ${Math.round((await stat(join(path, 'store.sqlite'))).size / 1e6)} MB`);

  let store = await sqliteStore({ path });
  await store.close();
  await repeated('start-up', async () => ((store = await sqliteStore({ path })), undefined), 1);
  for (let i = 0; i < 4; i++) {
    await store.close();
    await repeated('start-up again', async () => ((store = await sqliteStore({ path })), undefined), 1);
  }

  const exact = await searches(store, queries, 'search');
  let n = 0;
  const plain = await repeated('plain JavaScript scan', () => plainScan(matrix, queries[n++ % queries.length]!), 21);
  console.log(`plain JavaScript / search: ${(plain / exact).toFixed(1)}`);

  let found = 0;
  for (const vector of queries) {
    const { hits } = await store.search('bench', 'f', { vector, target: 'image', limit: LIMIT });
    const best = new Set(plainScan(matrix, vector).map((row) => `picture-${row}`));
    found += hits.filter(({ key }) => best.has(key)).length;
  }
  console.log(`recall@${LIMIT} against the plain scan: ${found / (LIMIT * queries.length)}`);

  const group: Filter = { must: [{ kind: 'match', field: 'group', anyOf: [7] }] };
  const price: Filter = {
    must: [{ kind: 'range', field: 'price', range: { lt: 500 } }],
    mustNot: [{ kind: 'match', field: 'tags', anyOf: ['t3'] }],
  };
  await repeated('first filter after the start (reads every payload)', () => store.count('bench', group), 1);
  await searches(store, queries, 'search, filter that 1 % pass', group);
  await searches(store, queries, 'search, filter of two conditions that 47 % pass', price);
  await repeated('facet', () => store.facets.count('bench', 'tags', { limit: 10 }), 11);
  for (const [strategy, likes, filter] of [
    ['sumScores', 500, undefined],
    ['bestScore', 10, undefined],
    ['bestScore', 500, undefined],
    ['bestScore', 500, group],
  ] as const) {
    const query = {
      positive: Array.from({ length: likes }, () => randomUnit(DIMENSIONS)),
      negative: [],
      strategy,
      target: 'image',
      limit: LIMIT,
      ...(filter && { filter }),
    } as const;
    await repeated(
      `recommend by ${strategy}, ${likes} likes${filter ? ', filter that 1 % pass' : ''}`,
      () => store.recommendations.rank('bench', 'f', query),
      strategy === 'bestScore' && likes > 10 ? 3 : 11,
    );
  }
  await repeated('search for a word of one record', () => store.words.search('bench', { text: '777', limit: LIMIT }), 11);
  await repeated('search for a word of every record', () => store.words.search('bench', { text: 'picture', limit: LIMIT }), 11);
  await repeated('sample of 256', () => store.samples.vectors('bench', 'image', 256), 11);
  await repeated('scroll of 100', () => store.scroll('bench', { limit: 100 }));
  await repeated('get of 1', () => store.get('bench', ['picture-77']));
  const one = { key: 'one-more', payload: {}, vectors: { image: queries[0]! } };
  await repeated('upsert of 1, synchronous full', () => store.upsert('bench', 'f', [one]));
  await store.close();
  console.log(
    `resident memory ${Math.round(process.memoryUsage.rss() / 1e6)} MB, of it ${Math.round(matrix.byteLength / 1e6)} MB the plain scan's`,
  );
} finally {
  await rm(path, { recursive: true });
}
