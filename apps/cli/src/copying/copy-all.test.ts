import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { normalised, type AssetRecord, type CompleteStore } from '@clipgraph/contracts';
import { asPicture, qdrantShimMissing, startQdrantShim } from '@clipgraph/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { runHere } from '../testing/in-process.ts';
import { finished, start } from '../testing/processes.ts';
import { copyAll, type Copied, type CopyAllOptions } from './copy-all.ts';
import { openPlace, type Address } from './places.ts';
import { TOLERANCE } from './vector-difference.ts';

vi.setConfig({ testTimeout: 120_000 });

const DIMENSIONS = 8;
const FINGERPRINT = 'fingerprint-of-a-model';
const MANY = 600;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function folder(): Promise<Address> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-copy-'));
  cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
  return { id: dataDir, dataDir, qdrant: undefined };
}

async function use<T>(address: Address, work: (store: CompleteStore) => Promise<T>): Promise<T> {
  const { store } = await openPlace(address);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

function vector(seed: number): Float32Array {
  return normalised(Array.from({ length: DIMENSIONS }, (_, i) => Math.sin(1 + seed * 7 + i * 3)));
}

/** Of every kind: pictures and texts alone and together, nested payloads, keys of any script, dates of long ago. */
function records(count: number): AssetRecord[] {
  return Array.from({ length: count }, (_, n) => ({
    key: `${['photos/', 'Ünïcødé ', '🦊'][n % 3]}${n}`,
    payload: { n, half: n / 2, nested: { list: [n, null, 'x'], deep: { is: n % 2 === 0 } }, huge: 1e300, text: 'ä"\\' },
    createdAt: new Date(Date.UTC(2020, 1, 2) + n),
    ...(n % 2 === 0 && { text: `the text of ${n}` }),
    vectors: { ...(n % 5 !== 1 && { image: vector(n) }), ...((n % 2 === 0 || n % 5 === 1) && { text: vector(-n) }) },
  }));
}

async function fill(store: CompleteStore, name: string, all: readonly AssetRecord[], fingerprint = FINGERPRINT): Promise<void> {
  await store.createCollection({ name, fingerprint, model: 'a-model', dimensions: DIMENSIONS });
  if (all.length > 0) await store.upsert(name, fingerprint, all);
}

const BOX = { left: 0.375, top: Math.fround(1 / 3), width: 0.625, height: 0.5 };

async function fillCropped(store: CompleteStore): Promise<void> {
  const crops = { levels: 3, keep: 'each' } as const;
  await store.createCollection({ name: 'maps', fingerprint: FINGERPRINT, model: 'a-model', dimensions: DIMENSIONS, crops });
  const tiles = [2, 3, 4].map((seed) => ({ box: BOX, vector: vector(seed) }));
  await store.upsert('maps', FINGERPRINT, [
    { key: 'a', payload: {}, vectors: { image: vector(1), crops: tiles } },
    { key: 'b', payload: {}, vectors: { image: vector(5), text: vector(6) } },
  ]);
}

async function croppedOf(store: CompleteStore): Promise<unknown> {
  return [(await store.collection('maps'))?.crops, await store.crops.vectors('maps', ['a', 'b'])];
}

function copy(from: Address, to: Address, options: Partial<CopyAllOptions> = {}): Promise<Copied[]> {
  return copyAll({ from, to, names: [], dryRun: false, signal: new AbortController().signal, onProgress: () => undefined, ...options });
}

/** Stops after so many records were read. */
function stopAfter(records: number): Pick<CopyAllOptions, 'signal' | 'onProgress'> {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onProgress: (done) => {
      if (done >= records) controller.abort(new Error('stopped here'));
    },
  };
}

describe('copyAll between data folders', () => {
  it('copies all that a record has, its date and its picture, and finds both sides equal to the bit', async () => {
    const [from, to] = [await folder(), await folder()];
    const source = await openPlace(from);
    const imageId = await source.images.put(asPicture(Buffer.from('the bytes of a picture')));
    await fill(source.store, 'photos', [...records(20), { key: 'pictured', payload: {}, imageId, vectors: { image: vector(99) } }]);
    await fill(source.store, 'empty', []);
    const before = await source.store.scroll('photos', { limit: 100 });
    await source.store.close();

    const [empty, photos] = await copy(from, to);
    expect(empty).toMatchObject({ name: 'empty', added: 0, comparison: { equal: true, source: { records: 0 } } });
    expect(photos).toMatchObject({ name: 'photos', added: 21, replaced: 0, same: 0, missingPictures: 0 });
    expect(photos!.comparison).toMatchObject({ equal: true, otherVectors: 0, farthest: 0 });
    expect(photos!.comparison!.target).toEqual(photos!.comparison!.source);
    const target = await openPlace(to);
    expect(await target.store.scroll('photos', { limit: 100 })).toEqual(before);
    expect(await target.store.collection('photos')).toMatchObject({ fingerprint: FINGERPRINT, model: 'a-model', dimensions: DIMENSIONS });
    expect(Buffer.from((await target.images.get(imageId))!.bytes).toString()).toBe('the bytes of a picture');
    await target.store.close();
  });

  it('copies crops, and refuses a collection with other ones there', async () => {
    const [from, to, other] = [await folder(), await folder(), await folder()];
    await use(from, fillCropped);
    expect(await copy(from, to)).toMatchObject([{ added: 2, comparison: { equal: true, farthest: 0 } }]);
    expect(await copy(from, to)).toMatchObject([{ same: 2 }]);
    expect(await use(to, croppedOf)).toEqual(await use(from, croppedOf));
    await use(to, (store) => store.upsert('maps', FINGERPRINT, [{ key: 'a', payload: {}, vectors: { image: vector(1) } }]));
    expect(await copy(from, to)).toMatchObject([{ replaced: 1, same: 1, comparison: { equal: true } }]);
    await use(other, (store) =>
      store.createCollection({ name: 'maps', fingerprint: FINGERPRINT, model: 'a-model', dimensions: DIMENSIONS }),
    );
    await expect(copy(from, other)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('other crops') as string });
  });

  it('goes on where it was stopped, and does nothing when there is nothing to do', async () => {
    const [from, to] = [await folder(), await folder()];
    await use(from, (store) => fill(store, 'photos', records(MANY)));
    await expect(copy(from, to, stopAfter(1))).rejects.toThrow('stopped here');
    const first = await use(to, (store) => store.count('photos'));
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(MANY);
    expect(await copy(from, to)).toMatchObject([{ added: MANY - first, same: first, comparison: { equal: true } }]);
    expect(await copy(from, to)).toMatchObject([{ added: 0, replaced: 0, same: MANY, comparison: { equal: true } }]);
  });

  it('replaces what is different, leaves what only the target has, and says that they are not equal', async () => {
    const [from, to] = [await folder(), await folder()];
    const all = records(9);
    await use(from, (store) => fill(store, 'photos', all));
    const others = [
      { ...all[0]!, payload: { n: 'another' } },
      { ...all[1]!, vectors: { image: vector(1234) } },
      all[2]!,
      { key: 'only here', payload: {}, vectors: { image: vector(5) } },
    ];
    await use(to, (store) => fill(store, 'photos', others));
    const planned = await copy(from, to, { dryRun: true });
    expect(planned).toMatchObject([{ added: 6, replaced: 2, same: 1 }]);
    const [copied] = await copy(from, to);
    expect(copied).toMatchObject({ added: 6, replaced: 2, same: 1, comparison: { equal: false, otherVectors: 0 } });
    expect(copied!.comparison).toMatchObject({ source: { records: 9 }, target: { records: 10 } });
    await use(to, (store) => store.delete('photos', ['only here']));
    expect(await copy(from, to)).toMatchObject([{ same: 9, comparison: { equal: true } }]);
  });

  it('refuses a collection of another model there, before anything is written', async () => {
    const [from, to] = [await folder(), await folder()];
    await use(from, async (store) => {
      await fill(store, 'a-first', records(3));
      await fill(store, 'photos', records(3));
    });
    await use(to, (store) => fill(store, 'photos', records(1), 'fingerprint-of-another'));
    for (const dryRun of [true, false]) {
      await expect(copy(from, to, { dryRun })).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('"photos"') as string,
      });
    }
    await use(to, async (store) => {
      expect(await store.collections()).toMatchObject([{ name: 'photos', fingerprint: 'fingerprint-of-another' }]);
      expect(await store.count('photos')).toBe(1);
    });
    expect(await copy(from, to, { names: ['a-first'] })).toMatchObject([{ name: 'a-first', added: 3 }]);
  });

  it('writes nothing in a dry run, not even a folder', async () => {
    const [from, to] = [await folder(), await folder()];
    await use(from, (store) => fill(store, 'photos', records(3)));
    const planned = await copy(from, to, { dryRun: true });
    expect(planned).toMatchObject([{ name: 'photos', added: 3 }]);
    expect(planned[0]!.comparison).toBeUndefined();
    expect(await readdir(to.dataDir)).toEqual([]);
  });

  it('refuses to part what a migration left under several names', async () => {
    const [from, to] = [await folder(), await folder()];
    await use(from, async (store) => {
      await fill(store, 'photos', records(3));
      await fill(store, `migrated-${'0a'.repeat(16)}`, records(3));
    });
    await expect(copy(from, to)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(copy(from, { ...to, dataDir: from.dataDir }, { names: ['photos'] })).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(await readdir(to.dataDir)).toEqual([]);
  });

  it('counts pictures that are not there', async () => {
    const [from, to] = [await folder(), await folder()];
    const imageId = 'ab'.repeat(32);
    await use(from, (store) => fill(store, 'photos', [{ key: 'a', payload: {}, imageId, vectors: { image: vector(1) } }]));
    expect(await copy(from, to)).toMatchObject([{ added: 1, missingPictures: 1, comparison: { equal: true } }]);
  });

  it('names a collection that is not there, and a source that holds nothing', async () => {
    const [from, to] = [await folder(), await folder()];
    await expect(copy(from, to)).rejects.toThrow(/no store/);
    await use(from, (store) => fill(store, 'photos', []));
    await expect(copy(from, to, { names: ['photos', 'fotos'] })).rejects.toThrow('"fotos"');
  });
});

if (qdrantShimMissing) process.stdout.write(`Skipped, copying to Qdrant: ${qdrantShimMissing}\n`);

/** The engine is the one of qdrant-client, behind `test/qdrant-shim`. */
describe.skipIf(qdrantShimMissing)('copyAll to Qdrant and back', () => {
  it('takes crops along, both ways', async () => {
    const [from, back] = [await folder(), await folder()];
    await use(from, fillCropped);
    const engine = await startQdrantShim();
    cleanups.push(() => engine.kill());
    const qdrant: Address = { id: 'qdrant', dataDir: from.dataDir, qdrant: { url: engine.url } };
    expect(await copy(from, qdrant)).toMatchObject([{ added: 2, comparison: { equal: true } }]);
    expect(await copy({ ...qdrant, dataDir: back.dataDir }, back)).toMatchObject([{ added: 2, comparison: { equal: true } }]);
    expect(await copy(from, back)).toMatchObject([{ same: 2, comparison: { equal: true } }]);
  });

  it('ends with equal sides, also after the engine was gone in between', async () => {
    const [from, back, engineData] = [await folder(), await folder(), await folder()];
    await use(from, (store) => fill(store, 'photos', records(MANY)));
    let engine = await startQdrantShim({ path: engineData.dataDir });
    cleanups.push(() => engine.kill());
    const qdrant: Address = { id: 'qdrant', dataDir: from.dataDir, qdrant: { url: engine.url, timeoutMs: 30_000 } };

    let killed: Promise<void> | undefined;
    const broken = copy(from, qdrant, { onProgress: () => (killed ??= engine.kill()) });
    await expect(broken).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await killed;
    engine = await startQdrantShim({ path: engineData.dataDir, port: engine.port });
    const [copied] = await copy(from, qdrant);
    expect(copied!.same).toBeGreaterThan(0);
    expect(copied!.added + copied!.same).toBe(MANY);
    expect(copied!.comparison).toMatchObject({ equal: true, source: { records: MANY } });
    expect(copied!.comparison!.farthest).toBeLessThanOrEqual(TOLERANCE);

    const [returned] = await copy({ ...qdrant, dataDir: back.dataDir }, back);
    expect(returned).toMatchObject({ added: MANY, comparison: { equal: true } });
    expect(returned!.comparison!.source.checksum).toBe(copied!.comparison!.source.checksum);
  });

  it('runs as a command, which says what it did and what is wrong', async () => {
    const data = await folder();
    await use(data, (store) => fill(store, 'photos', records(30)));
    const engine = await startQdrantShim();
    cleanups.push(() => engine.kill());
    const settings = { CLIPGRAPH_DATA_DIR: data.dataDir, QDRANT_URL: engine.url, QDRANT_TIMEOUT_MS: '30000' };
    const run = (...args: string[]) => runHere(['copy', ...args], settings);

    const planned = await finished(start(['copy', '--to', 'qdrant', '--dry-run'], settings));
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringMatching(/would be added[\s\S]*photos +30/) as string });
    const copied = await run('photos', '--to', 'qdrant');
    expect(copied).toMatchObject({ code: 0, stdout: expect.stringMatching(/photos: equal\. 30 records, checksum [0-9a-f]{32}/) as string });
    const json = await run('--from', 'qdrant', '--to', join(data.dataDir, 'tenants', 'acme'), '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ equal: true, collections: [{ name: 'photos', added: 30 }] });
    // The tenant's side of Qdrant is another one.
    expect(await run('--to', 'qdrant', '--tenant', 'acme')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/photos +30 +0 +0/) as string,
    });

    for (const wrong of [
      ['--to', 'sqlite', '--from', 'sqlite'],
      ['--to', 'qdrant', '--from', join(data.dataDir, 'nowhere')],
      ['nothing', '--to', 'qdrant'],
      ['--to', 'qdrant', '--tenant', '../x'],
    ]) {
      expect(await run(...wrong)).toMatchObject({ code: 2, stdout: '' });
    }
  });
});
