import { normalised, STANDARD_FIT } from '@clipgraph/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { calibratedScore, LEAST_CALIBRATED } from './calibration.ts';
import { createCollection, keysOf, recommend, scoredEdges, storeVectors, unitVector } from './testing/queries.ts';
import { searchServer, type SearchServer } from './testing/search-server.ts';

const { relevance } = STANDARD_FIT;
const cosine = fc.double({ min: -1, max: 1, noNaN: true });
const cosines = fc.array(cosine, { minLength: LEAST_CALIBRATED, maxLength: 200 });

describe('a calibrated score', () => {
  it('lies from 0 to 1 and never falls while the cosine rises, for any cosines', () => {
    fc.assert(
      fc.property(cosines, fc.array(cosine, { minLength: 2 }), (background, scored) => {
        const scoreOf = calibratedScore(background, relevance);
        if (!scoreOf) return;
        const scores = scored.toSorted((a, b) => a - b).map(scoreOf);
        for (const [i, score] of scores.entries()) {
          expect(score).toBeGreaterThanOrEqual(scores[i - 1] ?? 0);
          expect(score).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('does not depend on where the cosines of a query lie and how wide they are spread', () => {
    const shift = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    const width = fc.double({ min: 0.1, max: 0.6, noNaN: true });
    fc.assert(
      fc.property(cosines, cosine, shift, width, (background, scored, by, times) => {
        const plain = calibratedScore(background, relevance);
        const moved = calibratedScore(
          background.map((value) => value * times + by),
          relevance,
        );
        fc.pre(plain !== undefined && moved !== undefined);
        expect(moved!(scored * times + by)).toBeCloseTo(plain!(scored), 6);
      }),
    );
  });

  it('goes by the odds that the model brings', () => {
    const background = Array.from({ length: 100 }, (_, i) => (i % 2 ? 0.1 : -0.1));
    const logOdds = (slope: number, even: number, cosine: number): number => {
      const score = calibratedScore(background, { slope, even })!(cosine);
      return Math.log(score / (1 - score));
    };
    // The mean is 0 and the spread 0.1.
    expect(logOdds(2, 3, 0.3)).toBeCloseTo(0, 9);
    expect(logOdds(2, 3, 0.5)).toBeCloseTo(4, 9);
    expect(logOdds(1.5, 4, 0.5)).toBeCloseTo(1.5, 9);
  });

  it('is none of few cosines, and none of cosines that are all the same', () => {
    expect(
      calibratedScore(
        Array.from({ length: LEAST_CALIBRATED - 1 }, (_, i) => i / 100),
        relevance,
      ),
    ).toBeUndefined();
    expect(
      calibratedScore(
        Array.from({ length: 100 }, () => 0.3),
        relevance,
      ),
    ).toBeUndefined();
  });
});

describe('the calibrated scores of a search', () => {
  let server: SearchServer;
  beforeEach(async () => {
    server = await searchServer();
    await createCollection(server);
  });
  afterEach(() => server[Symbol.asyncDispose]());

  const EAST = { vector: [...unitVector([1])] };
  const NORTH = { vector: [...unitVector([0, 1])] };
  /** A picture whose cosine with EAST is the first number and with NORTH the second. */
  const at = (east: number, north: number): number[] => [east, north, Math.sqrt(1 - east * east - north * north)];
  /** Sixty ordinary ones, whose cosines with EAST are far lower and closer together than with NORTH, and one that stands out for each. */
  const ordinary = Array.from({ length: 60 }, (_, i) => ({ key: `k${i}`, image: at(0.2 + (i % 10) * 0.004, 0.5 + (i % 7) * 0.02) }));
  const records = [...ordinary, { key: 'east', image: at(0.32, 0.5) }, { key: 'north', image: at(0.2, 0.86) }];

  it('tell what stands out on one scale, although the cosines of two queries do not compare', async () => {
    await storeVectors(server, records);
    const east = (await scoredEdges(server, { query: EAST })).edges;
    const north = (await scoredEdges(server, { query: NORTH })).edges;
    expect([east[0]!.node.key, north[0]!.node.key]).toEqual(['east', 'north']);
    for (const [first, second] of [east, north]) {
      expect(first!.calibrated).toBeGreaterThan(0.9);
      expect(second!.calibrated).toBeLessThan(0.1);
    }
    // The ordinary ones of one query lie above the best of the other.
    expect(north.at(-1)!.cosine).toBeGreaterThan(east[0]!.cosine!);
  });

  it('end a result at a cutoff, the same for both queries', async () => {
    await storeVectors(server, records);
    for (const [query, key] of [
      [EAST, 'east'],
      [NORTH, 'north'],
    ] as const) {
      const { edges, errors } = await scoredEdges(server, { query, cutoff: { calibrated: 0.7 } });
      expect({ errors, keys: edges.map(({ node }) => node.key) }).toEqual({ errors: [], keys: [key] });
      expect((await scoredEdges(server, { query, cutoff: { calibrated: 0 } })).edges).toHaveLength(records.length);
      expect((await scoredEdges(server, { query, cutoff: { calibrated: 1 } })).edges).toEqual([]);
    }
  });

  it('do not depend on the filter, and are the same again', async () => {
    await storeVectors(server, records);
    const whole = (await scoredEdges(server, { query: EAST })).edges;
    const some = (await scoredEdges(server, { query: EAST, filter: { must: [{ keys: ['east', 'k3', 'k9'] }] } })).edges;
    const scores = new Map(whole.map(({ node, calibrated }) => [node.key, calibrated]));
    expect(some.map(({ calibrated }) => calibrated)).toEqual(some.map(({ node }) => scores.get(node.key)));
  });

  it('stay the same over the pages of a result', async () => {
    await storeVectors(server, records);
    const first = (await scoredEdges(server, { query: EAST, first: 2 })).edges;
    const next = async () => (await scoredEdges(server, { query: EAST, first: 3, after: first[1]!.cursor })).edges;
    const before = await next();
    await storeVectors(
      server,
      ordinary.map(({ key }, i) => ({ key: `new-${key}`, image: at(0.7 + i * 0.001, 0) })),
    );
    expect(await next()).toEqual(before);
    expect(
      (await scoredEdges(server, { query: EAST, first: 2, filter: { must: [{ keys: ['east'] }] } })).edges[0]!.calibrated,
    ).toBeLessThan(first[0]!.calibrated!);
  });

  it('cost one search more, whatever the number of hits, and only where they are asked for', async () => {
    await storeVectors(server, records);
    const plain = await server.ask(
      'query ($query: SearchQuery!) { search(collection: "shop", query: $query, first: 100) { edges { cosine } } }',
      {
        query: EAST,
      },
    );
    expect((await scoredEdges(server, { query: EAST })).cost - plain.cost).toBe(50);
  });

  it('are null in a small collection, and a cutoff by them is refused there, but not where there is no hit to cut', async () => {
    expect(await scoredEdges(server, { query: EAST, cutoff: { calibrated: 0.5 } })).toMatchObject({ edges: [], errors: [] });
    await storeVectors(server, records.slice(0, LEAST_CALIBRATED - 1));
    const { edges } = await scoredEdges(server, { query: EAST });
    expect(edges.every(({ calibrated, cosine }) => calibrated === null && cosine !== null)).toBe(true);
    expect((await scoredEdges(server, { query: EAST, cutoff: { calibrated: 0.5 } })).errors).toMatchObject([
      { code: 'UNSUPPORTED', message: expect.stringContaining('at least 32 different vectors') },
    ]);
  });

  it('are null, and no cutoff goes by them, where ranks are fused', async () => {
    await storeVectors(server, records);
    const { edges } = await scoredEdges(server, { query: EAST, target: 'BOTH' });
    expect(edges.every(({ calibrated }) => calibrated === null)).toBe(true);
    const { errors } = await scoredEdges(server, { query: EAST, target: 'BOTH', cutoff: { calibrated: 0.5 } });
    expect(errors).toMatchObject([{ message: expect.stringContaining('ordered by ranks') }]);
  });

  it.each([-0.1, 1.1])('are never %f', async (calibrated) => {
    expect((await scoredEdges(server, { query: EAST, cutoff: { calibrated } })).errors).toMatchObject([
      { code: 'BAD_USER_INPUT', message: 'cutoff.calibrated must be from 0 to 1.' },
    ]);
  });

  it('stand beside recommendations in one direction, and beside what is similar', async () => {
    await storeVectors(server, [...records, { key: 'again', image: [...normalised(at(0.33, 0.5))] }]);
    expect(keysOf(await recommend(server, { like: [{ key: 'east' }] }))[0]).toBe('again');
    const query = `{
      average: recommend(collection: "shop", like: [{ key: "east" }], first: 1) { edges { calibrated } }
      best: recommend(collection: "shop", like: [{ key: "east" }], strategy: BEST_SCORE, first: 1) { edges { calibrated } }
      collection(name: "shop") { assets(filter: { must: [{ keys: ["east"] }] }) { nodes { similar(first: 1) { edges { calibrated } } } } }
    }`;
    const { data } = await server.ask(query);
    expect(data.average.edges[0].calibrated).toBeGreaterThan(0);
    expect(data.collection.assets.nodes[0].similar.edges[0].calibrated).toBe(data.average.edges[0].calibrated);
    expect(data.best.edges[0].calibrated).toBeNull();
  });
});
