import { compareCodePoints, dot, recommendScore, type RecommendQuery } from '@clipgraph/contracts';
import { expect } from 'vitest';
import { type CapabilityCase, collectionSpec, expectRefusal, filled, FINGERPRINT, randomUnits, record, unit } from './store-case.ts';

const EXAMPLE = { positive: [unit(1)], negative: [], strategy: 'bestScore', target: 'image', limit: 9 } as const satisfies RecommendQuery;

export function recommendationCases(check: CapabilityCase<'recommendations'>): void {
  check('what is near to any like comes first, what is nearer to a dislike last', async (store) => {
    await filled(store, [
      record('east', { vectors: { image: unit(9, 1) } }),
      record('north', { vectors: { image: unit(1, 7) } }),
      record('between', { vectors: { image: unit(1, 1) } }),
      record('disliked', { vectors: { image: unit(0, 0, 1) } }),
      record('text', { vectors: { text: unit(1) } }),
    ]);
    const query = { ...EXAMPLE, positive: [unit(1), unit(0, 1)], negative: [unit(0, 0, 1)] };
    const { hits, matched } = await store.recommendations.rank('pictures', FINGERPRINT, query);
    expect(hits.map(({ key }) => key)).toEqual(['east', 'north', 'between', 'disliked']);
    expect(hits[3]!.score).toBeCloseTo(-0.75, 5);
    expect([undefined, 4]).toContain(matched);
  });

  for (const strategy of ['bestScore', 'sumScores'] as const) {
    for (const [likes, dislikes] of [
      [1, 0],
      [3, 2],
      [0, 2],
      [40, 30],
    ] as const) {
      check(`${strategy} of ${likes} likes and ${dislikes} dislikes is what the formula says`, async (store) => {
        const dimensions = 24;
        await store.createCollection(collectionSpec({ dimensions }));
        const vectors = randomUnits(700, dimensions, 3);
        const records = vectors.map((image, i) => record(`k${i}`, { vectors: { image }, payload: { third: i % 3 === 0 } }));
        await store.upsert('pictures', FINGERPRINT, records);
        const examples = randomUnits(likes + dislikes, dimensions, 4);
        const [positive, negative] = [examples.slice(0, likes), examples.slice(likes)];
        const filter = { must: [{ kind: 'match', field: 'third', anyOf: [true] }] } as const;
        const query = { positive, negative, strategy, target: 'image', filter, limit: 25 } as const;
        const { hits } = await store.recommendations.rank('pictures', FINGERPRINT, query);
        const scores = new Map(
          records.flatMap(({ key, vectors: { image } }, i) => {
            const cosines = (examples: readonly Float32Array[]) => examples.map((example) => dot(example, image!));
            return i % 3 === 0 ? [[key, recommendScore(strategy, cosines(positive), cosines(negative))] as const] : [];
          }),
        );
        expect(hits).toHaveLength(25);
        for (const { key, score } of hits) expect(Math.abs(score - scores.get(key)!)).toBeLessThan(1e-4);
        const best = [...scores.values()].toSorted((a, b) => b - a);
        expect(Math.abs(hits.at(-1)!.score - best[24]!)).toBeLessThan(1e-4);
        expect(hits.toSorted((a, b) => b.score - a.score || compareCodePoints(a.key, b.key))).toEqual(hits);
        expect(new Set(hits.map(({ key }) => key)).size).toBe(25);
      });
    }
  }

  check('equal scores are ordered by key in code points, also where the limit cuts', async (store) => {
    await filled(
      store,
      ['b', '\u{1f600}', '\uff5e', 'a'].map((key) => record(key, { vectors: { image: unit(1, 2) } })),
    );
    for (const strategy of ['bestScore', 'sumScores'] as const) {
      const { hits } = await store.recommendations.rank('pictures', FINGERPRINT, { ...EXAMPLE, strategy, limit: 3 });
      expect(hits.map(({ key }) => key)).toEqual(['a', 'b', '\uff5e']);
    }
  });

  check('no examples, wrong ones, wrong limits and another fingerprint are refused', async (store) => {
    await filled(store, [record('a')]);
    const refused = (change: Partial<RecommendQuery>) =>
      expectRefusal(store.recommendations.rank('pictures', FINGERPRINT, { ...EXAMPLE, ...change }), 'INVALID_INPUT');
    await refused({ positive: [] });
    for (const numbers of [[], [1], [1, 0, 0, 0, 0], [1, 1, 0, 0], [Number.NaN, 0, 0, 1]]) {
      await refused({ positive: [Float32Array.from(numbers)] });
      await refused({ negative: [Float32Array.from(numbers)] });
    }
    for (const limit of [0, 1.5]) await refused({ limit });
    await expectRefusal(store.recommendations.rank('pictures', 'fingerprint-b', EXAMPLE), 'CONFLICT');
    await expectRefusal(store.recommendations.rank('none', FINGERPRINT, EXAMPLE), 'NOT_FOUND');
  });

  check('an aborted recommendation rejects with the reason, and the store goes on', async (store) => {
    await filled(store, [record('a')]);
    const reason = new Error('the caller left');
    await expect(store.recommendations.rank('pictures', FINGERPRINT, EXAMPLE, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect((await store.recommendations.rank('pictures', FINGERPRINT, EXAMPLE)).hits).toHaveLength(1);
  });

  check('examples that cancel each other out leave every score at 0, in the order of the keys', async (store) => {
    await filled(
      store,
      ['c', 'a', 'b'].map((key, i) => record(key, { vectors: { image: unit(1, i) } })),
    );
    const query = { ...EXAMPLE, positive: [unit(1)], negative: [unit(1)], strategy: 'sumScores', limit: 2 } as const;
    const { hits } = await store.recommendations.rank('pictures', FINGERPRINT, query);
    expect(hits.map(({ key }) => key)).toEqual(['a', 'b']);
    for (const { score } of hits) expect(Math.abs(score)).toBeLessThan(1e-6);
  });
}
