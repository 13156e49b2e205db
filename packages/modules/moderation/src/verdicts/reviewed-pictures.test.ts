import { describe, expect, it } from 'vitest';

import { reviewedPictures } from './reviewed-pictures.ts';
import { moderationServer, type ModerationServer } from '../testing/moderation-server.ts';
import { MODERATE, pictures, RESOLVE, SAVE } from '../testing/queries.ts';

const RULES = [
  { name: 'red', describes: ['red'], action: 'REVIEW' },
  { name: 'blue', describes: ['blue'], action: 'REVIEW' },
  { name: 'anything', describes: ['picture'], threshold: 0, action: 'BLOCK', shadow: true },
];

interface Given {
  readonly id: string;
  readonly action: string;
  readonly contentHash: string;
  readonly modelFingerprint: string;
}

/** Verdicts of a policy over the colours, resolved with the actions; undefined leaves one open. */
async function decided(server: ModerationServer, policy: string, answers: readonly (readonly [string, string?])[]): Promise<Given[]> {
  await server.ask(SAVE, { input: { name: policy, rules: RULES } });
  const { data } = await server.ask(MODERATE, { images: await pictures(...answers.map(([colour]) => colour)), policy });
  const given = data.moderate as Given[];
  for (const [index, { id }] of given.entries()) {
    const action = answers[index]![1];
    if (action) await server.ask(RESOLVE, { verdict: id, action });
  }
  return given;
}

describe('reviewedPictures', () => {
  it('answers what people decided, by the newest verdict, with the vectors that were kept', async () => {
    await using server = await moderationServer();
    const verdicts = await decided(server, 'forum', [['red', 'BLOCK'], ['blue'], ['blue', 'ALLOW'], ['green']]);
    const { pictures, truncated } = await reviewedPictures(server.documents)({ first: 10 });
    expect(truncated).toBe(false);
    expect(pictures).toEqual(
      [verdicts[2]!, verdicts[0]!].map(({ id, contentHash, modelFingerprint }, index) => ({
        verdictId: id,
        action: ['ALLOW', 'BLOCK'][index],
        contentHash,
        resolvedAt: expect.any(Date),
        seen: expect.objectContaining({ vector: expect.any(Float32Array), fingerprint: modelFingerprint }),
      })),
    );
  });

  it('goes by policy, rule and time', async () => {
    await using server = await moderationServer();
    const before = new Date();
    await decided(server, 'forum', [
      ['red', 'BLOCK'],
      ['blue', 'ALLOW'],
    ]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const between = new Date();
    await decided(server, 'shop', [['red', 'ALLOW']]);
    const read = reviewedPictures(server.documents);
    const count = async (query: object): Promise<number> => (await read({ first: 10, ...query })).pictures.length;
    expect(await count({ policy: 'forum' })).toBe(2);
    expect(await count({ policy: 'none' })).toBe(0);
    expect(await count({ rule: 'red' })).toBe(2);
    expect(await count({ rule: 'red', policy: 'shop' })).toBe(1);
    // A shadow rule passed too.
    expect(await count({ rule: 'anything' })).toBe(3);
    expect([await count({ to: before }), await count({ from: before, to: between }), await count({ from: between })]).toEqual([0, 2, 1]);
  });

  it('takes the newest, and says that there were more', async () => {
    await using server = await moderationServer();
    const answers = Array.from({ length: 130 }, (_, index) => [index % 2 ? 'red' : 'blue', 'BLOCK'] as const);
    const ids: string[] = [];
    for (let from = 0; from < answers.length; from += 50) {
      ids.push(...(await decided(server, 'forum', answers.slice(from, from + 50))).map(({ id }) => id));
    }
    const read = reviewedPictures(server.documents);
    for (const [first, truncated] of [
      [99, true],
      [100, true],
      [101, true],
      [129, true],
      [130, false],
      [5000, false],
    ] as const) {
      const found = await read({ first });
      expect(found.pictures.map(({ verdictId }) => verdictId)).toEqual(ids.toReversed().slice(0, first));
      expect(found.truncated).toBe(truncated);
    }
  });

  it('has no vector where none was kept, and stops when the caller leaves', async () => {
    await using server = await moderationServer({ reviewVectors: false });
    await decided(server, 'forum', [['red', 'BLOCK']]);
    const read = reviewedPictures(server.documents);
    expect((await read({ first: 1 })).pictures[0]).toMatchObject({ action: 'BLOCK', seen: undefined });
    await expect(read({ first: 1 }, { signal: AbortSignal.abort(new Error('The caller left.')) })).rejects.toThrow('The caller left.');
  });
});
