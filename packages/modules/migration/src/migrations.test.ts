import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { openSqliteDocuments } from '@clipgraph/documents-sqlite';
import { embed } from '@clipgraph/module-embed';
import { embedderSet } from '@clipgraph/module-kit';
import { moduleServer, type ModuleServer } from '@clipgraph/module-testing';
import {
  isPluginError,
  PluginError,
  pooledVector,
  type AssetRecord,
  type CompleteStore,
  type Embedder,
  type Logger,
  type Ports,
} from '@clipgraph/contracts';
import { asPicture, fakeEncoder, twoColourPicture } from '@clipgraph/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { migratableStore, migration, migrationRecords, type Migrations } from './index.ts';

const COLOURS = ['red', 'green', 'blue', 'yellow', 'black', 'white'];

/** An embedder whose texts wait at a gate, so that a test decides how far a migration gets. */
interface Gated extends Embedder {
  /** Texts that came so far. */
  readonly asked: string[];
  /** Errors for the next texts. */
  readonly refusals: PluginError[];
  /** Lets so many more through; Infinity for all. */
  open(count: number): void;
}

function gated(embedder: Embedder): Gated {
  const waiting: (() => void)[] = [];
  const asked: string[] = [];
  const refusals: PluginError[] = [];
  let free = 0;
  const letThrough = (): void => {
    while (free > 0 && waiting.length > 0) {
      free -= 1;
      waiting.shift()!();
    }
  };
  return {
    ...embedder,
    asked,
    refusals,
    open(count) {
      free = count;
      letThrough();
    },
    async embedText(text, options) {
      asked.push(text);
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      await new Promise<void>((resolve, reject) => {
        waiting.push(resolve);
        options?.signal?.addEventListener('abort', () => reject(options.signal!.reason as Error));
        letThrough();
      });
      return embedder.embedText(text, options);
    },
  };
}

describe('migrations', () => {
  let server: ModuleServer;
  let behind: CompleteStore;
  let store: CompleteStore;
  let moves: Migrations;
  let first: Embedder;
  let second: Gated;
  let blind: Embedder;
  let reported: unknown[];
  /** Fails the next writes of this many. */
  let failing: PluginError[];
  /** Thrown after the next exchanges of names, which were done. */
  let lostAnswers: PluginError[];
  let cannotExchange: boolean;
  let exchanges: number;

  const logger: Logger = {
    debug() {},
    info() {},
    warn() {},
    error: (facts) => void reported.push((facts as { readonly err: unknown }).err),
  };

  function ports({ vectors: opened, embedders }: Ports): Partial<Ports> {
    behind = {
      ...opened,
      async upsert(collection, fingerprint, records) {
        const failure = failing.shift();
        if (failure) throw failure;
        await opened.upsert(collection, fingerprint, records);
      },
      exchange: {
        async names(a, b) {
          if (cannotExchange) return false;
          const exchanged = await opened.exchange!.names(a, b);
          exchanges++;
          const lost = lostAnswers.shift();
          if (lost) throw lost;
          return exchanged;
        },
      },
    };
    first = embedders.named('first');
    second = gated(embedders.named('second'));
    blind = embedders.named('blind');
    return { vectors: behind, embedders: embedderSet([first, second, blind]), logger };
  }
  function look(): void {
    store = server.ports.vectors;
    moves = server.ports.migrations!;
  }
  async function restart(): Promise<void> {
    await server.restart();
    look();
  }

  const record = async (key: string, text: string, embedder: Embedder = first): Promise<AssetRecord> => {
    const { vector } = await embedder.embedText(text);
    return { key, text, payload: { text }, vectors: { text: vector } };
  };
  const textOf = (n: number): string => `a ${COLOURS[n % COLOURS.length]} thing ${n}`;
  const put = async (key: string, text: string): Promise<void> => {
    const info = (await store.collection('photos'))!;
    const isFirst = info.fingerprint === first.model.fingerprint;
    const written = await record(key, text, isFirst ? first : second);
    await store.upsert('photos', info.fingerprint, [written]).catch(async (error: unknown) => {
      // It switched meanwhile.
      if (!isPluginError(error) || error.code !== 'CONFLICT') throw error;
      await store.upsert('photos', second.model.fingerprint, [await record(key, text, second)]);
    });
  };
  const ended = async (): Promise<string> => {
    await vi.waitUntil(() => moves.find('photos')?.state !== 'RUNNING', { timeout: 60_000 });
    return moves.find('photos')!.state;
  };
  /** Keys with their texts; every vector is checked to be the collection's model's. */
  const contents = async (): Promise<Map<string, string>> => {
    const info = (await store.collection('photos'))!;
    const embedder = info.fingerprint === first.model.fingerprint ? first : second;
    const records = await store.scroll('photos', { limit: 1000 });
    const vectors = await store.vectors(
      'photos',
      records.map(({ key }) => key),
    );
    for (const [index, { text }] of records.entries()) {
      expect(vectors[index]?.text).toEqual((await embedder.embedText(text!)).vector);
    }
    return new Map(records.map(({ key, text }) => [key, text!]));
  };

  beforeEach(async () => {
    [reported, failing, lostAnswers] = [[], [], []];
    [cannotExchange, exchanges] = [false, 0];
    server = await moduleServer({
      modules: [embed(), migration()],
      encoders: () => [
        fakeEncoder({ name: 'first' }),
        fakeEncoder({ name: 'second', dimensions: 32, failsOn: (input) => input === 'poison' }),
        fakeEncoder({ name: 'blind', text: false }),
      ],
      ports,
    });
    look();
    const { name: model, fingerprint, dimensions } = first.model;
    await store.createCollection({ name: 'photos', model, fingerprint, dimensions });
    const records = await Promise.all(Array.from({ length: 100 }, (_, n) => record(`${n}`, textOf(n))));
    await store.upsert('photos', fingerprint, records);
  });
  afterEach(() => server[Symbol.asyncDispose]());

  it('answer from the old vectors half-way, and take in what changes meanwhile', async () => {
    await moves.start('photos', second, false);
    second.open(70);
    await vi.waitUntil(() => second.asked.length > 70);
    const query = { vector: (await first.embedText(textOf(3))).vector, target: 'text', limit: 1 } as const;
    expect((await store.search('photos', first.model.fingerprint, query)).hits[0]).toMatchObject({ key: '3' });
    expect((await store.collections()).map(({ name, model }) => [name, model])).toEqual([['photos', 'first']]);
    expect(await moves.progress(moves.find('photos')!)).toEqual({ total: 100, done: 64 });
    await put('3', 'a changed one');
    await put('new', 'a new one');
    await store.setPayload('photos', '4', { changed: true });
    await store.delete('photos', ['5', '95']);
    second.open(Infinity);
    expect(await ended()).toBe('SWITCHED');
    const found = await contents();
    expect(found.size).toBe(99);
    expect([found.get('3'), found.get('new'), found.has('5'), found.has('95')]).toEqual(['a changed one', 'a new one', false, false]);
    expect((await store.get('photos', ['4']))[0]?.payload).toEqual({ changed: true });
    await expect(store.search('photos', first.model.fingerprint, query)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(reported).toEqual([]);
  });

  it('switch in the store, and go on where the answer to that was lost', async () => {
    second.open(Infinity);
    const kept = ['kept', 'first'];
    for (const [move, state, found] of [
      ['start', 'SWITCHED', [kept, ['photos', 'second']]],
      ['undo', 'UNDONE', [['photos', 'first']]],
    ] as const) {
      lostAnswers.push(new PluginError('UNAVAILABLE', 'The answer is lost.'));
      await (move === 'start' ? moves.start('photos', second, false) : moves.undo('photos', false));
      expect(await ended()).toBe(state);
      await moves.close();
      // Everyone who opens the store finds the new vectors under the collection's own name.
      const byName = (await behind.collections()).map(({ name, model }) => [name === 'photos' ? name : 'kept', model]);
      expect(byName).toEqual(found);
      expect(moves.find('photos')).toMatchObject({ current: 'photos' });
      expect((await contents()).size).toBe(100);
      await restart();
      second.open(Infinity);
    }
    expect(exchanges).toBe(2);
  });

  it('switch by their record alone where the store cannot, and back', async () => {
    cannotExchange = true;
    second.open(Infinity);
    await moves.start('photos', second, false);
    expect(await ended()).toBe('SWITCHED');
    const { current, kept } = moves.find('photos')!;
    expect([current === 'photos', kept]).toEqual([false, 'photos']);
    expect((await contents()).size).toBe(100);
    cannotExchange = false;
    await put('later', 'a later one');
    await moves.undo('photos', false);
    expect(await ended()).toBe('UNDONE');
    expect(moves.find('photos')).toMatchObject({ current: 'photos' });
    expect((await contents()).get('later')).toBe('a later one');
    expect(exchanges).toBe(0);
  });

  it.each(['each', 'pooled'] as const)('leave a collection its crops, kept %s', async (keep) => {
    const striped = await twoColourPicture('red', 'blue', 0.25, { width: 64, height: 64 });
    const imageId = await server.ports.pictures.kept.keep(asPicture(striped));
    const { name: model, fingerprint, dimensions } = first.model;
    const crops = { levels: 3, keep } as const;
    await store.createCollection({ name: 'maps', model, fingerprint, dimensions, crops });
    const image = await first.embedImage(striped);
    await store.upsert('maps', fingerprint, [{ key: 'a', payload: {}, imageId, vectors: { image } }]);
    await moves.start('maps', second, false);
    await vi.waitUntil(() => moves.find('maps')?.state === 'SWITCHED', { timeout: 60_000 });
    expect(await store.collection('maps')).toMatchObject({ fingerprint: second.model.fingerprint, crops });
    const pieces = await second.embedCrops(striped, 3);
    const [vectors] = await store.crops.vectors('maps', ['a']);
    const made = { each: { image: pieces[0]!.vector, crops: pieces.slice(1) }, pooled: { image: pooledVector(pieces) } };
    expect(vectors).toEqual(made[keep]);
    await moves.undo('maps', false);
    await vi.waitUntil(() => moves.find('maps')?.state === 'UNDONE', { timeout: 60_000 });
    expect(await store.collection('maps')).toMatchObject({ fingerprint, crops });
  });

  it('go on from where a stop left them, with what changed before and after it', async () => {
    const before = await store.get('photos', ['7']);
    await moves.start('photos', second, false);
    second.open(70);
    await vi.waitUntil(() => second.asked.length > 70);
    await put('1', 'changed before the stop');
    await restart();
    await put('2', 'changed after the stop');
    second.open(Infinity);
    expect(await ended()).toBe('SWITCHED');
    // 64 were written; of these, two have changed.
    expect(new Set(second.asked).size).toBe(38);
    expect((await contents()).get('1')).toBe('changed before the stop');
    expect(await store.get('photos', ['7'])).toEqual(before);
  });

  it('leave nothing behind when they are cancelled or their collection is deleted half-way', async () => {
    await moves.start('photos', second, false);
    await vi.waitUntil(() => second.asked.length > 0);
    expect((await moves.cancel('photos')).state).toBe('CANCELLED');
    expect((await behind.collections()).map(({ name }) => name)).toEqual(['photos']);
    expect((await contents()).size).toBe(100);

    await moves.start('photos', second, false);
    await vi.waitUntil(() => second.asked.length > 16);
    expect(await store.deleteCollection('photos')).toBe(true);
    second.open(Infinity);
    await moves.close();
    expect(await behind.collections()).toEqual([]);
    expect(moves.find('photos')).toBeUndefined();
    expect(reported).toEqual([]);
  });

  it('delete what a stop kept them from deleting', async () => {
    second.open(Infinity);
    await moves.start('photos', second, false);
    await ended();
    await using other = Object.assign(await openSqliteDocuments({ path: join(server.dataDir, 'other') }), {
      async [Symbol.asyncDispose](this: { close(): Promise<void> }) {
        await this.close();
      },
    });
    const records = await migrationRecords(other);
    await records.put({ ...moves.find('photos')!, state: 'DELETED', discard: ['photos'] });
    const again = migratableStore({ behind, records, sweepPictures: async () => undefined });
    expect(await again.collection('photos')).toBeUndefined();
    const { name: model, fingerprint, dimensions } = first.model;
    await again.createCollection({ name: 'photos', model, fingerprint, dimensions });
    expect(await again.count('photos')).toBe(0);
    expect(records.all()).toEqual([]);
  });

  it('try again when the store is away', async () => {
    failing.push(new PluginError('UNAVAILABLE', 'The store is away.'));
    second.open(Infinity);
    await moves.start('photos', second, false);
    expect(await ended()).toBe('SWITCHED');
    expect(reported).toEqual([expect.objectContaining({ code: 'UNAVAILABLE' })]);
  });

  it('wait for a model that is busy, as long as it takes', async () => {
    second.refusals.push(...Array.from({ length: 50 }, () => new PluginError('OVERLOADED', 'Busy.', { retryAfterMs: 1 })));
    second.open(Infinity);
    await moves.start('photos', second, false);
    expect(await ended()).toBe('SWITCHED');
    expect((await contents()).size).toBe(100);
    expect(reported).toEqual([]);
  });

  it('let an asset that the model fails on fail alone, and try it again when asked to', async () => {
    await put('bad', 'poison');
    second.open(Infinity);
    await moves.start('photos', second, false);
    expect(await ended()).toBe('STOPPED');
    const { failures, current } = moves.find('photos')!;
    expect(failures).toEqual([{ key: 'bad', code: 'INVALID', message: 'The model failed on this asset.' }]);
    expect(current).toBe('photos');
    expect(reported).toEqual([expect.objectContaining({ code: 'MODEL_FAILED' })]);
    second.asked.length = 0;
    await put('bad', 'a better one');
    await moves.start('photos', second, false);
    expect(await ended()).toBe('SWITCHED');
    expect(second.asked).toEqual(['a better one']);
    expect((await contents()).size).toBe(101);
  });

  it('name every asset that a model without texts cannot see', async () => {
    await moves.start('photos', blind, false);
    expect(await ended()).toBe('STOPPED');
    const { failures } = moves.find('photos')!;
    expect(failures).toHaveLength(100);
    expect(failures[0]?.message).toContain('images only');
    await moves.cancel('photos');
    expect((await contents()).size).toBe(100);
  });

  it('stop when too many assets fail', async () => {
    const { fingerprint } = first.model;
    const { vectors } = await record('x', 'x');
    const lost = Array.from({ length: 1001 }, (_, n) => ({ key: `lost ${n}`, payload: {}, imageId: 'f00', vectors }));
    await store.upsert('photos', fingerprint, lost);
    second.open(Infinity);
    await moves.start('photos', second, true);
    expect(await ended()).toBe('STOPPED');
    expect(moves.find('photos')).toMatchObject({ problem: expect.stringContaining('1000'), current: 'photos' });
    expect(await store.count('photos')).toBe(1101);
  });

  it('end with exactly what the collection was told, whatever happens at once', async () => {
    second.open(Infinity);
    const key = fc.integer({ min: 0, max: 130 }).map(String);
    const step = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), key, text: fc.constantFrom(...COLOURS) }),
      fc.record({ kind: fc.constant('delete' as const), key }),
      fc.record({ kind: fc.constant('wait' as const), turns: fc.integer({ min: 1, max: 5 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.array(step, { maxLength: 40 }), async (during, later) => {
        const expected = await contents();
        const play = async (steps: typeof during): Promise<void> => {
          for (const one of steps) {
            if (one.kind === 'wait') for (let turn = 0; turn < one.turns; turn++) await nextTurn();
            else if (one.kind === 'delete') await store.delete('photos', [one.key]).then(() => expected.delete(one.key));
            else await put(one.key, one.text).then(() => expected.set(one.key, one.text));
          }
        };
        await moves.start('photos', second, false);
        await play(during);
        expect(await ended()).toBe('SWITCHED');
        expect(await contents()).toEqual(expected);
        await play(later);
        await moves.undo('photos', false);
        expect(await ended()).toBe('UNDONE');
        expect(await contents()).toEqual(expected);
      }),
      { numRuns: 15 },
    );
    expect(reported).toEqual([]);
  });
});
