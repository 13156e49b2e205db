import { dot, normalised, recommendScore, type ScoredHit } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';
import { Arena } from './arena.ts';
import { Matrix, type Owner } from './matrix.ts';
import { TopK } from './top-k.ts';

/** Numbers in [-0.5, 0.5), the same every time. */
function randomNumbers(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}
const next = randomNumbers();
const randomUnit = (dimensions: number): Float32Array => normalised(Array.from({ length: dimensions }, next));
const near = (centre: Float32Array, distance: number): Float32Array => normalised(centre.map((value) => value + distance * next()));

function filled(vectors: readonly Float32Array[]): { matrix: Matrix; owners: Owner[] } {
  const matrix = new Matrix(new Arena(), vectors[0]!.length);
  const owners = vectors.map((_, i) => ({ key: `k${i}`, ordinal: i, row: -1 }));
  vectors.forEach((vector, i) => matrix.add(owners[i]!, vector));
  return { matrix, owners };
}

function search(matrix: Matrix, query: Float32Array, limit: number): ScoredHit[] {
  const top = new TopK(limit);
  matrix.search(query, top);
  return top.hits();
}

/** Vectors that eight bits describe badly, or that differ by less than eight bits show. */
const HARD: Readonly<Record<string, (dimensions: number) => Float32Array[]>> = {
  'random directions': (d) => Array.from({ length: 800 }, () => randomUnit(d)),
  'near copies of one vector': (d) => {
    const centre = randomUnit(d);
    return Array.from({ length: 800 }, (_, i) => near(centre, 0.0001 * (i % 9)));
  },
  'one large component and many tiny ones': (d) =>
    Array.from({ length: 800 }, () => normalised(Array.from({ length: d }, (_, i) => (i === 0 ? 300 : next())))),
  'single components': (d) =>
    Array.from({ length: 800 }, (_, i) => normalised(Array.from({ length: d }, (_, j) => (j === i % d ? (i % 2) * 2 - 1 : 0)))),
  'all components alike': (d) => Array.from({ length: 800 }, () => normalised(Array.from({ length: d }, () => Math.sign(next()) || 1))),
};

describe('a search of a matrix', () => {
  for (const [what, vectorsOf] of Object.entries(HARD)) {
    for (const dimensions of [2, 17, 512, 2100]) {
      it(`finds with a limit exactly the first of what it finds without one: ${what}, ${dimensions} dimensions`, () => {
        const vectors = vectorsOf(dimensions);
        const { matrix } = filled(vectors);
        for (const query of [randomUnit(dimensions), vectors[5]!, near(vectors[6]!, 0.01), vectors[7]!.map((value) => -value)]) {
          // Without a limit every row is scored in float32 and none is left out for its bound.
          const all = search(matrix, query, vectors.length);
          expect(all).toHaveLength(vectors.length);
          for (const { key, score } of all) expect(Math.abs(score - dot(query, vectors[Number(key.slice(1))]!))).toBeLessThan(2e-6);
          for (const limit of [1, 10, 100]) expect(search(matrix, query, limit)).toEqual(all.slice(0, limit));
        }
      });
    }
  }

  it('holds the largest dimensions that it promises', () => {
    const vectors = [randomUnit(32_768), randomUnit(32_768), normalised(new Float32Array(32_768).fill(1))];
    const { matrix } = filled(vectors);
    vectors.forEach((vector, i) => expect(search(matrix, vector, 1)).toEqual([{ key: `k${i}`, score: expect.closeTo(1, 4) as number }]));
  });

  it('stays right while rows are replaced and removed, down to none', () => {
    const vectors = Array.from({ length: 400 }, () => randomUnit(512));
    const { matrix, owners } = filled(vectors);
    const present = new Map(vectors.map((vector, i) => [i, vector]));
    while (present.size > 0) {
      const keys = [...present.keys()];
      for (const [n, i] of keys.entries()) {
        if (n % 3 === 0) {
          matrix.remove(owners[i]!);
          present.delete(i);
        } else if (n % 3 === 1) {
          const vector = randomUnit(512);
          matrix.replace(owners[i]!, vector);
          present.set(i, vector);
        }
      }
      const query = randomUnit(512);
      const expected = [...present].sort(([, a], [, b]) => dot(query, b) - dot(query, a)).map(([i]) => `k${i}`);
      expect(search(matrix, query, 5).map(({ key }) => key)).toEqual(expected.slice(0, 5));
    }
    expect(search(matrix, vectors[0]!, 5)).toEqual([]);
  });

  it('counts the rows that pass, and offers no others', () => {
    const { matrix } = filled(Array.from({ length: 300 }, () => randomUnit(32)));
    const top = new TopK(300);
    expect(matrix.search(randomUnit(32), top, (ordinal) => ordinal % 3 === 0)).toBe(100);
    expect(top.hits().filter(({ key }) => Number(key.slice(1)) % 3 !== 0)).toEqual([]);
  });
});

describe('a recommendation by the best score', () => {
  const best = (matrix: Matrix, likes: Float32Array[], dislikes: Float32Array[], limit: number, passes?: (n: number) => boolean) => {
    const top = new TopK(limit);
    const candidates = matrix.searchBest(likes, dislikes, top, passes);
    return { candidates, hits: top.hits() };
  };
  const cosines = (examples: readonly Float32Array[], vector: Float32Array): number[] =>
    examples.map((example) => Math.min(1, Math.max(-1, dot(example, vector))));

  for (const [what, vectorsOf] of Object.entries(HARD)) {
    for (const dimensions of [2, 17, 512, 2100]) {
      it(`finds with a limit exactly the first of what it finds without one: ${what}, ${dimensions} dimensions`, () => {
        const vectors = vectorsOf(dimensions);
        const { matrix } = filled(vectors);
        const random = Array.from({ length: 7 }, () => randomUnit(dimensions));
        const own = [vectors[5]!, near(vectors[6]!, 0.01), vectors[7]!.map((value) => -value), vectors[700]!];
        const sides: [Float32Array[], Float32Array[]][] = [
          [own, []],
          [[], own],
          [random, own.slice(0, 1)],
          [own, random],
          [own, own],
        ];
        for (const [likes, dislikes] of sides) {
          // Without a limit every row is scored in float32 and none is left out for its bounds.
          const all = best(matrix, likes, dislikes, vectors.length);
          expect(all.candidates).toBe(vectors.length);
          expect(all.hits).toHaveLength(vectors.length);
          for (const { key, score } of all.hits) {
            const vector = vectors[Number(key.slice(1))]!;
            const expected = recommendScore('bestScore', cosines(likes, vector), cosines(dislikes, vector));
            expect(Math.abs(score - expected)).toBeLessThan(2e-6);
          }
          for (const limit of [1, 10, 100]) expect(best(matrix, likes, dislikes, limit).hits).toEqual(all.hits.slice(0, limit));
        }
      });
    }
  }

  it('takes more examples than lie beside the vectors at once', () => {
    const vectors = Array.from({ length: 150 }, () => randomUnit(2100));
    const { matrix } = filled(vectors);
    const likes = [...Array.from({ length: 498 }, () => randomUnit(2100)), near(vectors[149]!, 0.02), near(vectors[3]!, 0.01)];
    expect(best(matrix, likes, [], 2).hits.map(({ key }) => key)).toEqual(['k3', 'k149']);
    expect(best(matrix, likes.slice(0, 400), likes, 1).hits).toEqual(best(matrix, likes.slice(0, 400), likes, 150).hits.slice(0, 1));
  });

  it('counts the rows that pass, and offers no others', () => {
    const { matrix } = filled(Array.from({ length: 400 }, () => randomUnit(512)));
    const likes = [randomUnit(512), randomUnit(512)];
    const passes = (ordinal: number): boolean => ordinal % 7 < 2;
    const { candidates, hits } = best(matrix, likes, [], 400, passes);
    expect(candidates).toBe(115);
    expect(hits).toEqual(best(matrix, likes, [], 400).hits.filter(({ key }) => passes(Number(key.slice(1)))));
  });
});
