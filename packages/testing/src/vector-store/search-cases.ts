import { compareCodePoints, dot, type Hit, type VectorStore } from '@clipgraph/contracts';
import { expect } from 'vitest';
import { collectionSpec, expectRefusal, filled, FINGERPRINT, randomUnits, record, type StoreCase, unit } from './store-case.ts';

const keysOf = (hits: readonly Hit[]): string[] => hits.map(({ key }) => key);

export function searchCases(check: StoreCase): void {
  check('the nearest comes first, with its cosine', async (store) => {
    await filled(store, [
      record('opposite', { vectors: { image: unit(-1) } }),
      record('near', { vectors: { image: unit(3, 4) } }),
      record('same', { vectors: { image: unit(1) } }),
      record('across', { vectors: { image: unit(0, 0, 1) } }),
    ]);
    const { hits, matched } = await store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 10 });
    expect(keysOf(hits)).toEqual(['same', 'near', 'across', 'opposite']);
    [1, 0.6, 0, -1].forEach((cosine, i) => expect(hits[i]!.cosine).toBeCloseTo(cosine, 5));
    expect([undefined, 4]).toContain(matched);
  });

  check('cosines lie between -1 and 1 whatever rounding does', async (store) => {
    await store.createCollection(collectionSpec({ dimensions: 384 }));
    const vectors = randomUnits(50, 384, 5);
    await store.upsert(
      'pictures',
      FINGERPRINT,
      vectors.map((image, i) => record(`k${i}`, { vectors: { image } })),
    );
    for (const [i, vector] of vectors.entries()) {
      for (const query of [vector, vector.map((value) => -value)]) {
        const { hits } = await store.search('pictures', FINGERPRINT, { vector: query, target: 'image', limit: 50 });
        for (const { cosine } of hits) expect(Math.abs(cosine)).toBeLessThanOrEqual(1);
        expect(hits.at(query === vector ? 0 : -1)!.key).toBe(`k${i}`);
      }
    }
  });

  check('equal cosines are ordered by key in code points, also where the limit cuts', async (store) => {
    const keys = ['b', '\u{1f600}', '\uff5e', 'B', 'ä', 'a', 'ab', '10', '9', '\ue000'];
    const ordered = ['10', '9', 'B', 'a', 'ab', 'b', 'ä', '\ue000', '\uff5e', '\u{1f600}'];
    await filled(
      store,
      keys.map((key) => record(key, { vectors: { image: unit(1, 2, 3, 4) } })),
    );
    for (let limit = 1; limit <= keys.length + 1; limit++) {
      const { hits } = await store.search('pictures', FINGERPRINT, { vector: unit(1, 1, 1, 1), target: 'image', limit });
      expect(keysOf(hits)).toEqual(ordered.slice(0, limit));
    }
  });

  check('image and text vectors are searched apart; who lacks the vector is no candidate', async (store) => {
    await filled(store, [
      record('image', { vectors: { image: unit(1) } }),
      record('text', { vectors: { text: unit(1) } }),
      record('both', { vectors: { image: unit(0, 1), text: unit(1, 1) } }),
    ]);
    const search = (target: 'image' | 'text') => store.search('pictures', FINGERPRINT, { vector: unit(1), target, limit: 9 });
    const [image, text] = [await search('image'), await search('text')];
    expect(keysOf(image.hits)).toEqual(['image', 'both']);
    expect(keysOf(text.hits)).toEqual(['text', 'both']);
    expect([undefined, 2]).toContain(image.matched);
  });

  check('a collection without records, or without that vector, has no hits', async (store) => {
    await filled(store, []);
    const query = { vector: unit(1), target: 'text', limit: 3 } as const;
    expect((await store.search('pictures', FINGERPRINT, query)).hits).toEqual([]);
    await store.upsert('pictures', FINGERPRINT, [record('a')]);
    expect((await store.search('pictures', FINGERPRINT, query)).hits).toEqual([]);
  });

  check('a limit above the number of records returns them all', async (store) => {
    await filled(store, [record('a'), record('b')]);
    expect((await store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit: 10_000 })).hits).toHaveLength(2);
  });

  check('limits below 1 and broken ones are refused', async (store) => {
    await filled(store, [record('a')]);
    for (const limit of [0, -1, 1.5, Number.NaN]) {
      await expectRefusal(store.search('pictures', FINGERPRINT, { vector: unit(1), target: 'image', limit }), 'INVALID_INPUT');
    }
  });

  check('a query that is no unit vector of the dimensions is refused', async (store) => {
    await filled(store, [record('a')]);
    for (const numbers of [[], [1], [1, 0, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0], [Number.NaN, 0, 0, 1], [Infinity, 0, 0, 0]]) {
      const vector = Float32Array.from(numbers);
      await expectRefusal(store.search('pictures', FINGERPRINT, { vector, target: 'image', limit: 1 }), 'INVALID_INPUT');
    }
  });

  check('a query of another fingerprint is a conflict', async (store) => {
    await filled(store, [record('a')]);
    await expectRefusal(store.search('pictures', 'fingerprint-b', { vector: unit(1), target: 'image', limit: 1 }), 'CONFLICT');
  });

  check('an aborted search rejects with the reason, and the store goes on', async (store) => {
    await filled(store, [record('a')]);
    const query = { vector: unit(1), target: 'image', limit: 1 } as const;
    const reason = new Error('the caller left');
    await expect(store.search('pictures', FINGERPRINT, query, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const leaving = new AbortController();
    const search = store.search('pictures', FINGERPRINT, query, { signal: leaving.signal });
    leaving.abort(reason);
    await expect(search).rejects.toBe(reason);
    const staying = new AbortController();
    expect((await store.search('pictures', FINGERPRINT, query, { signal: staying.signal })).hits).toHaveLength(1);
    staying.abort(reason);
    expect((await store.search('pictures', FINGERPRINT, query)).hits).toHaveLength(1);
  });

  for (const [dimensions, count] of [
    [1, 3],
    [3, 40],
    [16, 700],
    [37, 700],
    [512, 1500],
  ] as const) {
    check(`every nearest of ${count} vectors of ${dimensions} dimensions is found, as brute force finds them`, async (store) => {
      await store.createCollection(collectionSpec({ dimensions }));
      const vectors = randomUnits(count, dimensions, dimensions);
      const records = vectors.map((image, i) => record(`k${i}`, { vectors: { image } }));
      await store.upsert('pictures', FINGERPRINT, records);
      for (const query of randomUnits(5, dimensions, 1000 + dimensions)) {
        await expectExact(store, query, new Map(records.map(({ key, vectors }) => [key, dot(query, vectors.image!)])), 20);
      }
    });
  }
}

/** The hits are right as far as float32 can tell: their cosines, their order, and that nothing better was left out. */
async function expectExact(store: VectorStore, vector: Float32Array, cosines: ReadonlyMap<string, number>, limit: number): Promise<void> {
  const { hits } = await store.search('pictures', FINGERPRINT, { vector, target: 'image', limit });
  expect(hits).toHaveLength(Math.min(limit, cosines.size));
  expect(new Set(keysOf(hits)).size).toBe(hits.length);
  for (const { key, cosine } of hits) expect(Math.abs(cosine - cosines.get(key)!)).toBeLessThan(1e-5);
  expect(hits.toSorted((a, b) => b.cosine - a.cosine || compareCodePoints(a.key, b.key))).toEqual(hits);
  const found = new Set(keysOf(hits));
  const bestLeftOut = Math.max(-1, ...[...cosines].filter(([key]) => !found.has(key)).map(([, cosine]) => cosine));
  expect(hits.at(-1)!.cosine).toBeGreaterThan(bestLeftOut - 1e-5);
}
