import { describe, expect, it } from 'vitest';

import { moderationServer, type ModerationServer } from '../testing/moderation-server.ts';
import { BACKTEST, picture, pictures, SAVE, VERDICTS } from '../testing/queries.ts';

const RED = { name: 'red', describes: ['red'], action: 'BLOCK' };
const BLUE = { name: 'blue', describes: ['blue'], action: 'REVIEW' };

async function withVersions(...versions: object[][]): Promise<ModerationServer> {
  const server = await moderationServer();
  for (const rules of versions) await server.ask(SAVE, { input: { name: 'forum', rules } });
  return server;
}

const labelled = async (colour: string, labels: { action?: string; rules?: string[] }) => ({ image: await picture(colour), ...labels });

describe('backtestPolicy', () => {
  it('counts, per rule and over actions, what a policy makes of labelled images, and records nothing', async () => {
    await using server = await withVersions([RED, BLUE]);
    const images = [
      await labelled('red', { action: 'BLOCK', rules: ['red'] }),
      await labelled('blue', { action: 'ALLOW', rules: [] }),
      await labelled('green', { rules: ['red'] }),
      await labelled('white', { action: 'ALLOW' }),
    ];
    const { data, errors } = await server.ask(BACKTEST, { policy: 'forum', images, precision: 1 });
    expect(errors).toEqual([]);
    const { rules, actions, changes, policy } = data.backtestPolicy;
    expect(policy).toEqual({ version: 1 });
    expect(data.backtestPolicy.errors).toEqual([null, null, null, null]);
    // The white image says nothing of rules.
    expect(rules[0]).toMatchObject({
      rule: 'red',
      truePositives: 1,
      falsePositives: 0,
      falseNegatives: 1,
      trueNegatives: 1,
      precision: 1,
      recall: 0.5,
    });
    expect(rules[1]).toMatchObject({
      rule: 'blue',
      truePositives: 0,
      falsePositives: 1,
      trueNegatives: 2,
      precision: 0,
      recall: null,
      f1: 0,
    });
    expect(rules[0].f1).toBeCloseTo(2 / 3, 9);
    // The green image comes next after the red one, so both are found before anything is found wrongly.
    expect(rules[0].suggestedThreshold).toBe(rules[0].curve[1].threshold);
    expect(actions).toEqual([
      { expected: 'ALLOW', given: 'ALLOW', count: 1 },
      { expected: 'ALLOW', given: 'REVIEW', count: 1 },
      { expected: 'BLOCK', given: 'BLOCK', count: 1 },
    ]);
    expect(changes).toEqual([]);
    expect((await server.ask(VERDICTS)).data.verdicts.nodes).toEqual([]);
  });

  it('shows which images two versions treat differently', async () => {
    await using server = await withVersions([RED], [{ ...RED, threshold: 1 }, BLUE, { ...BLUE, name: 'navy', shadow: true }]);
    const images = await Promise.all(['red', 'white', 'blue'].map((colour) => labelled(colour, { action: 'ALLOW' })));
    const { data } = await server.ask(BACKTEST, { policy: 'forum', version: 2, against: 1, images });
    expect(data.backtestPolicy.changes).toEqual([
      { index: 0, assetId: null, verdictId: null, before: 'BLOCK', after: 'ALLOW', gained: [], lost: ['red'] },
      { index: 2, assetId: null, verdictId: null, before: 'ALLOW', after: 'REVIEW', gained: ['blue', 'navy'], lost: [] },
    ]);
  });

  it('leaves images that cannot be read out of the figures', async () => {
    await using server = await withVersions([RED]);
    const images = [{ image: { base64: '' }, rules: ['red'] }, await labelled('red', { rules: ['red'] })];
    const { data } = await server.ask(BACKTEST, { policy: 'forum', images });
    expect(data.backtestPolicy.errors).toEqual([expect.objectContaining({ code: 'EMPTY' }), null]);
    expect(data.backtestPolicy.rules[0]).toMatchObject({ truePositives: 1, falseNegatives: 0 });
  });

  it.each<[string, object, string]>([
    ['no image', { images: [] }, 'images is empty.'],
    ['an image without a label', { images: [{ image: { base64: '' } }] }, 'images[0] has neither an action nor rules as labels.'],
    ['an unknown rule', { images: [{ image: { base64: '' }, rules: ['red', 'x'] }] }, 'images[0].rules[1] is not a rule of this version.'],
    ['an impossible precision', { images: [{ image: { base64: '' }, rules: [] }], precision: 2 }, 'precision must be from 0 to 1.'],
    ['an unknown version', { images: [{ image: { base64: '' }, rules: [] }], against: 9 }, 'There is no such version of this policy.'],
  ])('refuses %s', async (_, variables, message) => {
    await using server = await withVersions([RED]);
    expect((await server.ask(BACKTEST, { policy: 'forum', ...variables })).errors[0]!.message).toBe(message);
  });

  it('looks at each image once, for both versions', async () => {
    await using server = await withVersions([RED], [BLUE]);
    const images = (await pictures('red', 'blue')).map((image) => ({ image, rules: [] }));
    const alone = await server.ask(BACKTEST, { policy: 'forum', images });
    const both = await server.ask(BACKTEST, { policy: 'forum', against: 2, images });
    expect(alone.cost).toBeLessThan(2 * 250 + 100);
    expect(both.cost).toBeLessThan(2 * 250 + 100);
  });
});
