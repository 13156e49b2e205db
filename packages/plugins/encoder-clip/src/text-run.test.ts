import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { PreparedText } from '@clipgraph/contracts';

import { attentionBias } from './packed-text-graph.ts';
import { textRun, textRuns } from './text-run.ts';
import type { TextTokenizer } from './tokenizer.ts';
import { packedTextTower } from './towers.ts';

const text = (...ids: number[]): Int32Array => Int32Array.from(ids);

describe('a run of texts', () => {
  it('has what they begin with in common once', () => {
    const run = textRun();
    expect([run.add(text(9, 1, 2, 8)), run.add(text(9, 1, 3, 8)), run.add(text(9, 1, 2, 8)), run.add(text(7, 1))]).toEqual([4, 6, 6, 8]);
    expect(run.extra(text(9, 1, 3, 4, 5))).toBe(2);
    expect(run.request()).toEqual({
      tower: 'packed-text',
      count: 4,
      tokenIds: text(9, 1, 2, 8, 3, 8, 7, 1),
      positions: text(0, 1, 2, 3, 2, 3, 0, 1),
      parents: text(-1, 0, 1, 2, 1, 4, -1, 6),
      ends: text(3, 5, 3, 7),
    });
  });

  it('lets a token see itself and what its own text has before it', () => {
    const bias = attentionBias(text(-1, 0, 1, 0, -1));
    const seen = Array.from({ length: 5 }, (_, row) =>
      [...bias.subarray(row * 5, row * 5 + 5).keys()].filter((i) => bias[row * 5 + i] === 0),
    );
    expect(seen).toEqual([[0], [0, 1], [0, 1, 2], [0, 3], [4]]);
  });

  it('goes to the model undivided, as long as it costs what a tower says that a run may', async () => {
    const requests: number[] = [];
    const tokenizer: TextTokenizer = { padId: 0, encode: () => ({ tokenIds: text(), truncated: false }) };
    const tower = packedTextTower(tokenizer, async ({ count }) => {
      requests.push(count);
      return new Float32Array(count);
    });
    const cost = tower.runCost!();
    const batch: PreparedText[] = [];
    const next = (): PreparedText => ({ tokenIds: text(batch.length, 1), truncated: false });
    while (cost.add(next()) <= tower.maxRunCost!) batch.push(next());
    await tower.run(batch);
    expect(requests).toEqual([batch.length]);
    await tower.run([...batch, next()]);
    expect(requests.slice(1)).toEqual([batch.length, 1]);
  });

  it('can be read back, text by text, and is not longer than it may be', () => {
    const texts = fc.array(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 150 }).map((ids) => Int32Array.from(ids)),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(texts, (texts) => {
        const runs = textRuns(texts);
        const back = runs.flatMap(({ tokenIds, positions, parents, ends }) =>
          [...ends].map((end) => {
            const ids: number[] = [];
            for (let at = end; at >= 0; at = parents[at]!) {
              expect(parents[at]).toBeLessThan(at);
              ids.unshift(tokenIds[at]!);
            }
            expect(positions[end]).toBe(ids.length - 1);
            return Int32Array.from(ids);
          }),
        );
        expect(back).toEqual(texts);
        for (const { tokenIds, count } of runs) expect(count === 1 || tokenIds.length <= 128).toBe(true);
      }),
    );
  });
});
