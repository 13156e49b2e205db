import { compareCodePoints, dot, type AssetRecord, type CropVector, type Crops, type VectorStore } from '@clipgraph/contracts';
import { expect } from 'vitest';
import {
  afterRestart,
  type CapabilityCase,
  collectionSpec,
  expectRefusal,
  FINGERPRINT,
  random,
  randomUnits,
  record,
  type StoreWith,
  unit,
} from './store-case.ts';

const EACH: Crops = { levels: 2, keep: 'each' };
const LEFT = { left: 0, top: 0, width: 0.5, height: 1 };
const RIGHT = { left: 0.5, top: 0, width: 0.5, height: 1 };

const tile = (vector: Float32Array, box = LEFT): CropVector => ({ box, vector });
const keysOf = (hits: readonly { readonly key: string }[]): string[] => hits.map(({ key }) => key);

async function made(store: VectorStore, crops: Crops | null = EACH, dimensions = 4): Promise<void> {
  await store.createCollection(collectionSpec({ dimensions, ...(crops && { crops }) }));
}

export function cropCases(check: CapabilityCase<'crops'>): void {
  check('a collection is found with how its pictures are embedded', async (store) => {
    const specs = [collectionSpec({ name: 'each', crops: EACH }), collectionSpec({ name: 'pooled', crops: { levels: 4, keep: 'pooled' } })];
    for (const spec of specs) expect(await store.createCollection(spec)).toMatchObject(spec);
    await store.createCollection(collectionSpec({ name: 'whole' }));
    expect((await store.collections()).map(({ crops }) => crops)).toEqual([EACH, { levels: 4, keep: 'pooled' }, undefined]);
    expect((await store.collection('each'))?.crops).toEqual(EACH);
    expect(Object.keys((await store.collection('whole'))!)).not.toContain('crops');
  });

  check('crops that there are not are refused', async (store) => {
    for (const crops of [
      { levels: 1, keep: 'each' },
      { levels: 5, keep: 'each' },
      { levels: 2, keep: 'none' },
    ]) {
      await expectRefusal(store.createCollection(collectionSpec({ crops: crops as unknown as Crops })), 'INVALID_INPUT');
    }
    expect(await store.collections()).toEqual([]);
  });

  check('vectors of tiles come back with their boxes in their order, when they are asked for', async (store) => {
    await made(store);
    const tiles = [tile(unit(0, 1)), tile(unit(0, 0, 1), { left: 0.5, top: Math.fround(1 / 3), width: 0.5, height: Math.fround(2 / 3) })];
    await store.upsert('pictures', FINGERPRINT, [
      record('tiled', { vectors: { image: unit(1), text: unit(0, 0, 0, 1), crops: tiles } }),
      record('plain'),
      record('none', { vectors: { image: unit(1), crops: [] } }),
      record('text', { vectors: { text: unit(1) } }),
    ]);
    const keys = ['tiled', 'plain', 'none', 'text', 'gone'];
    const whole = [{ image: unit(1), text: unit(0, 0, 0, 1) }, { image: unit(1) }, { image: unit(1) }, { text: unit(1) }, undefined];
    expect(await store.vectors('pictures', keys)).toEqual(whole);
    expect(await store.crops.vectors('pictures', keys)).toEqual([{ ...whole[0], crops: tiles }, ...whole.slice(1)]);
  });

  check('a search with crops goes by the best of the picture and its tiles, each record once', async (store) => {
    await made(store);
    await store.upsert('pictures', FINGERPRINT, [
      record('tile', { vectors: { image: unit(0, 1), crops: [tile(unit(1)), tile(unit(4, 3), RIGHT)] } }),
      record('whole', { vectors: { image: unit(9, 1), crops: [tile(unit(0, 1))] } }),
      record('plain', { vectors: { image: unit(3, 4) } }),
      record('text', { vectors: { text: unit(1) } }),
    ]);
    const query = { vector: unit(1), target: 'image', limit: 9 } as const;
    const best = await store.crops.search('pictures', FINGERPRINT, query);
    expect(keysOf(best.hits)).toEqual(['tile', 'whole', 'plain']);
    [1, 9 / Math.hypot(9, 1), 0.6].forEach((cosine, i) => expect(best.hits[i]!.cosine).toBeCloseTo(cosine, 5));
    expect([undefined, 3]).toContain(best.matched);
    expect(keysOf((await store.search('pictures', FINGERPRINT, query)).hits)).toEqual(['whole', 'plain', 'tile']);
    const texts = await store.crops.search('pictures', FINGERPRINT, { ...query, target: 'text' });
    expect(keysOf(texts.hits)).toEqual(['text']);
  });

  check('where there are no tiles, a search with crops is a search without', async (store) => {
    await made(store, null);
    await store.upsert('pictures', FINGERPRINT, [record('a'), record('b', { vectors: { image: unit(0, 1) } })]);
    const query = { vector: unit(1), target: 'image', limit: 9 } as const;
    expect(await store.crops.search('pictures', FINGERPRINT, query)).toEqual(await store.search('pictures', FINGERPRINT, query));
  });

  check('equal bests are ordered by key, also where the limit cuts', async (store) => {
    await made(store);
    const keys = ['b', '\u{1f600}', '\uff5e', 'a'];
    const vectors = { image: unit(0, 1), crops: [tile(unit(1, 2)), tile(unit(1, 2), RIGHT)] };
    await store.upsert(
      'pictures',
      FINGERPRINT,
      keys.map((key) => record(key, { vectors })),
    );
    for (const limit of [1, 2, 3, 4, 5]) {
      const { hits } = await store.crops.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit });
      expect(keysOf(hits)).toEqual(['a', 'b', '\uff5e', '\u{1f600}'].slice(0, limit));
    }
  });

  for (const [dimensions, count] of [
    [3, 60],
    [37, 300],
  ] as const) {
    check(`of ${count} pictures with tiles of ${dimensions} dimensions every best is found, as brute force finds them`, async (store) => {
      await made(store, EACH, dimensions);
      const next = random(dimensions);
      const units = randomUnits(count * 6, dimensions, 8);
      const records = Array.from({ length: count }, (_, i) => {
        const [image, ...others] = units.slice(i * 6, i * 6 + 1 + Math.floor(next() * 6));
        const vectors = { image: image!, crops: others.map((vector) => tile(vector)) };
        return record(`k${i}`, { vectors, payload: { third: i % 3 === 0 } });
      });
      await store.upsert('pictures', FINGERPRINT, records);
      const filter = { must: [{ kind: 'match', field: 'third', anyOf: [true] }] } as const;
      for (const [n, vector] of randomUnits(4, dimensions, 9).entries()) {
        const chosen = n % 2 === 0 ? records : records.filter(({ payload }) => payload['third'] === true);
        const wanted = chosen
          .map(({ key, vectors: { image, crops } }) => ({
            key,
            cosine: Math.max(...[image, ...crops!.map((crop) => crop.vector)].map((one) => dot(vector, one!))),
          }))
          .sort((a, b) => b.cosine - a.cosine || compareCodePoints(a.key, b.key));
        const query = { vector, target: 'image', limit: 20, ...(n % 2 === 1 && { filter }) } as const;
        const { hits, matched } = await store.crops.search('pictures', FINGERPRINT, query);
        expect(keysOf(hits)).toEqual(keysOf(wanted).slice(0, 20));
        hits.forEach(({ cosine }, i) => expect(Math.abs(cosine - wanted[i]!.cosine)).toBeLessThan(1e-5));
        expect([undefined, chosen.length]).toContain(matched);
      }
    });
  }

  check('tiles go with their record, and are replaced with it', async (store) => {
    await made(store);
    const other = record('other', { vectors: { image: unit(0, 0, 0, 1), crops: [tile(unit(0, 1, 1))] } });
    await store.upsert('pictures', FINGERPRINT, [
      record('a', { vectors: { image: unit(0, 1), crops: [tile(unit(1)), tile(unit(1, 1), RIGHT), tile(unit(2, 1))] } }),
      other,
    ]);
    const best = async (): Promise<[string, string][]> => {
      const { hits } = await store.crops.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 9 });
      return hits.map(({ key, cosine }) => [key, Math.abs(cosine).toFixed(3)]);
    };
    expect(await best()).toEqual([['a', '1.000'], ['other', '0.000']]); // prettier-ignore
    await store.upsert('pictures', FINGERPRINT, [record('a', { vectors: { image: unit(0, 1), crops: [tile(unit(3, 4))] } })]);
    expect(await best()).toEqual([['a', '0.600'], ['other', '0.000']]); // prettier-ignore
    await store.setPayload('pictures', 'a', { n: 1 });
    expect((await store.crops.vectors('pictures', ['a']))[0]!.crops).toHaveLength(1);
    await store.upsert('pictures', FINGERPRINT, [record('a', { vectors: { image: unit(0, 1) } })]);
    expect((await store.crops.vectors('pictures', ['a']))[0]).toEqual({ image: unit(0, 1) });
    await store.delete('pictures', ['other']);
    expect(await best()).toEqual([['a', '0.000']]);
    await store.upsert('pictures', FINGERPRINT, [other]);
    expect((await best()).map(([key]) => key)).toEqual(['a', 'other']);
  });

  check('recommendations, samples and counts go by whole pictures', async (store) => {
    await made(store);
    await store.upsert('pictures', FINGERPRINT, [
      record('a', { vectors: { image: unit(0, 1), crops: [tile(unit(1)), tile(unit(1), RIGHT)] } }),
      record('b', { vectors: { image: unit(3, 4) } }),
      record('text', { vectors: { text: unit(1) } }),
    ]);
    expect(await store.count('pictures')).toBe(3);
    if (store.samples) expect(await store.samples.vectors('pictures', 'image', 9)).toHaveLength(2);
    if (!store.recommendations) return;
    const query = { positive: [unit(1)], negative: [], strategy: 'bestScore', target: 'image', limit: 9 } as const;
    expect(keysOf((await store.recommendations.rank('pictures', FINGERPRINT, query)).hits)).toEqual(['b', 'a']);
  });

  check('tiles that are wrong, or where none are kept, are refused and nothing of the call is written', async (store) => {
    await made(store);
    await store.createCollection(collectionSpec({ name: 'pooled', crops: { levels: 2, keep: 'pooled' } }));
    const refused = async (vectors: object, collection = 'pictures'): Promise<void> => {
      await expectRefusal(store.upsert(collection, FINGERPRINT, [record('good'), record('bad', { vectors })]), 'INVALID_INPUT');
      expect(await store.count(collection)).toBe(0);
    };
    const image = unit(1);
    await refused({ image, crops: [tile(unit(1))] }, 'pooled');
    await refused({ text: unit(1), crops: [tile(unit(1))] });
    await refused({ image, crops: [tile(Float32Array.of(1, 1, 0, 0))] });
    await refused({ image, crops: [tile(Float32Array.of(1))] });
    await refused({ image, crops: Array.from({ length: 65 }, () => tile(unit(1))) });
    for (const change of [{ left: -0.1 }, { width: 0 }, { left: 0.6 }, { top: Number.NaN }, { height: Infinity }]) {
      await refused({ image, crops: [tile(unit(1), { ...LEFT, ...change })] });
    }
  });

  check('after a restart tiles are found again', async (store, opened, context) => {
    await made(store);
    await store.createCollection(collectionSpec({ name: 'deleted', crops: EACH }));
    await store.upsert('deleted', FINGERPRINT, [tiled('a', 1)]);
    await store.upsert('pictures', FINGERPRINT, [tiled('a', 1), record('plain'), tiled('gone', 1), tiled('b', 3, 4)]);
    await store.delete('pictures', ['gone']);
    await store.deleteCollection('deleted');
    const before = await everything(store);
    await afterRestart(store, opened, context, async (again) => {
      expect(await everything(again)).toEqual(before);
    });
  });
}

function tiled(key: string, ...numbers: number[]): AssetRecord {
  return record(key, { vectors: { image: unit(0, 1), crops: [tile(unit(...numbers)), tile(unit(0, 1), RIGHT)] } });
}

async function everything(store: StoreWith<'crops'>): Promise<unknown> {
  return [
    await store.collections(),
    await store.crops.vectors('pictures', ['a', 'plain', 'b']),
    await store.crops.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 9 }),
  ];
}
