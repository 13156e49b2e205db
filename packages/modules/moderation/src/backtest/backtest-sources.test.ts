import { batched } from '@clipgraph/batching';
import { globalId } from '@clipgraph/module-kit';
import { colourPicture, fakeEncoder } from '@clipgraph/testing';
import { describe, expect, it } from 'vitest';

import { deleteVerdictsBefore } from '../verdicts/verdict-log.ts';
import { moderationServer, type ModerationServer } from '../testing/moderation-server.ts';
import { BACKTEST, MODERATE, pictures, RESOLVE, SAVE } from '../testing/queries.ts';

const RED = { name: 'red', describes: ['red'], action: 'REVIEW' };
const BLUE = { name: 'blue', describes: ['blue'], action: 'REVIEW' };

type Payload = Record<string, string | readonly string[]>;

/** A collection of one-colour pictures under their names. */
async function withCollection(server: ModerationServer, assets: Readonly<Record<string, Payload>>, encoder = fakeEncoder()) {
  await server.ask(SAVE, { input: { name: 'forum', rules: [RED, BLUE] } });
  await using embedder = Object.assign(batched(encoder), {
    async [Symbol.asyncDispose](this: { close(): Promise<void> }) {
      await this.close();
    },
  });
  const { fingerprint, name: model, dimensions } = embedder.model;
  await server.store.createCollection({ name: 'judged', fingerprint, model, dimensions });
  const records = Object.entries(assets).map(async ([colour, payload]) => ({
    key: colour,
    payload,
    vectors: { image: await embedder.embedImage(await colourPicture(colour)) },
  }));
  await server.store.upsert('judged', fingerprint, await Promise.all(records));
}

const overCollection = (server: ModerationServer, collection: object = {}, more: object = {}) =>
  server.ask(BACKTEST, { policy: 'forum', collection: { name: 'judged', actionField: 'verdict', ...collection }, ...more });

describe('backtestPolicy over a collection', () => {
  it('goes by the labels in the payload and the stored vectors, without looking at a picture', async () => {
    await using server = await moderationServer();
    await withCollection(server, {
      red: { verdict: 'REVIEW', rules: ['red'] },
      blue: { verdict: 'ALLOW', rules: 'red' },
      green: { verdict: 'ALLOW', hidden: 'yes' },
      white: { other: 'x' },
    });
    const { data, errors, cost } = await overCollection(server, { rulesField: 'rules' });
    expect(errors).toEqual([]);
    const { count, truncated, rules, actions } = data.backtestPolicy;
    expect({ count, truncated }).toEqual({ count: 3, truncated: false });
    expect(rules[0]).toMatchObject({ rule: 'red', truePositives: 1, falseNegatives: 1, falsePositives: 0, trueNegatives: 1 });
    expect(actions).toEqual([
      { expected: 'ALLOW', given: 'ALLOW', count: 1 },
      { expected: 'ALLOW', given: 'REVIEW', count: 1 },
      { expected: 'REVIEW', given: 'REVIEW', count: 1 },
    ]);
    expect(cost).toBeLessThan(250);

    const visible = { mustNot: [{ exists: 'hidden' }] };
    expect((await overCollection(server, { filter: visible })).data.backtestPolicy.count).toBe(2);
    expect((await overCollection(server, { first: 2 })).data.backtestPolicy).toMatchObject({ count: 2, truncated: true });
  });

  it('names the assets that two versions treat differently', async () => {
    await using server = await moderationServer();
    await withCollection(server, { red: { verdict: 'REVIEW' }, green: { verdict: 'ALLOW' } });
    await server.ask(SAVE, { input: { name: 'forum', rules: [BLUE] } });
    const { data } = await overCollection(server, {}, { version: 2, against: 1 });
    expect(data.backtestPolicy.changes).toEqual([
      {
        index: 1,
        assetId: globalId('Asset', 'judged', 'red'),
        verdictId: null,
        before: 'REVIEW',
        after: 'ALLOW',
        gained: [],
        lost: ['red'],
      },
    ]);
  });

  it('answers wrong labels in their place', async () => {
    await using server = await moderationServer();
    await withCollection(server, { blue: { verdict: 'block' }, green: { verdict: 'ALLOW', rules: ['x'] }, red: { verdict: 'REVIEW' } });
    const { data } = await overCollection(server, { rulesField: 'rules' });
    expect(data.backtestPolicy.errors).toEqual([
      { code: 'INVALID', message: "The asset's action is not one of ALLOW, BLUR, REVIEW, BLOCK." },
      { code: 'NOT_FOUND', message: 'The asset is labelled with what is not a rule of this version.' },
      null,
    ]);
    expect(data.backtestPolicy.count).toBe(1);
  });

  it.each<[string, object, string]>([
    ['no field of labels', { actionField: null }, 'collection needs an actionField, a rulesField or both.'],
    ['a wrong field', { actionField: 'a..b' }, 'collection.actionField: a field needs a name'],
    ['a wrong filter', { filter: { must: [{ keys: [] }] } }, 'collection.filter.must[0].keys is empty'],
    ['a collection that is not there', { name: 'none' }, 'There is no collection of this name.'],
    ['too many', { first: 5001 }, 'collection.first must be from 1 to 5000.'],
  ])('refuses %s', async (_, collection, message) => {
    await using server = await moderationServer();
    await withCollection(server, {});
    expect((await overCollection(server, collection)).errors[0]!.message).toContain(message);
  });

  it('refuses the vectors of another model, and two sources at once', async () => {
    await using server = await moderationServer();
    await withCollection(server, {}, fakeEncoder({ name: 'another' }));
    expect((await overCollection(server)).errors[0]!.code).toBe('CONFLICT');
    const both = await overCollection(server, {}, { reviews: {} });
    expect(both.errors[0]!.message).toBe('A trial needs one of images, collection and reviews.');
  });
});

describe('backtestPolicy over reviews', () => {
  /** Verdicts over the colours, resolved with the actions. */
  async function reviewed(server: ModerationServer, decisions: readonly (readonly [string, string])[]): Promise<string[]> {
    await server.ask(SAVE, { input: { name: 'forum', rules: [RED, BLUE] } });
    const images = await pictures(...decisions.map(([colour]) => colour));
    const { data } = await server.ask(MODERATE, { images, policy: 'forum' });
    const ids = data.moderate.map(({ id }: { id: string }) => id) as string[];
    for (const [index, verdict] of ids.entries()) await server.ask(RESOLVE, { verdict, action: decisions[index]![1] });
    return ids;
  }

  it('takes what people decided for what is expected, newest first', async () => {
    await using server = await moderationServer();
    const ids = await reviewed(server, [
      ['red', 'BLOCK'],
      ['red', 'ALLOW'],
      ['blue', 'ALLOW'],
    ]);
    const { data, errors } = await server.ask(BACKTEST, { policy: 'forum', reviews: {} });
    expect(errors).toEqual([]);
    expect(data.backtestPolicy).toMatchObject({ count: 3, truncated: false, errors: [null, null, null] });
    expect(data.backtestPolicy.rules[0]).toMatchObject({ rule: 'red', truePositives: 1, falsePositives: 1, trueNegatives: 1 });
    expect(data.backtestPolicy.rules[1]).toMatchObject({ rule: 'blue', truePositives: 0, falsePositives: 1 });
    expect(data.backtestPolicy.actions).toEqual([
      { expected: 'ALLOW', given: 'REVIEW', count: 2 },
      { expected: 'BLOCK', given: 'REVIEW', count: 1 },
    ]);
    expect((await server.ask(BACKTEST, { policy: 'forum', reviews: { rule: 'red' } })).data.backtestPolicy.count).toBe(2);
    expect((await server.ask(BACKTEST, { policy: 'forum', reviews: { first: 2 } })).data.backtestPolicy).toMatchObject({
      count: 2,
      truncated: true,
    });
    await server.ask(SAVE, { input: { name: 'forum', rules: [RED] } });
    const change = await server.ask(BACKTEST, { policy: 'forum', version: 2, against: 1, reviews: {} });
    expect(change.data.backtestPolicy.changes).toEqual([
      { index: 0, assetId: null, verdictId: ids[2], before: 'REVIEW', after: 'ALLOW', gained: [], lost: ['blue'] },
    ]);
  });

  it('keeps vectors of verdicts that ask for a review only, and deletes them with these', async () => {
    await using server = await moderationServer();
    await reviewed(server, [
      ['red', 'ALLOW'],
      ['green', 'ALLOW'],
    ]);
    expect(await server.documents.count('review-vector')).toBe(1);
    await deleteVerdictsBefore(server.documents, new Date(Date.now() + 60_000));
    expect(await server.documents.count('review-vector')).toBe(0);
  });

  it('says of reviews without a vector that none was kept', async () => {
    await using server = await moderationServer({ reviewVectors: false });
    await reviewed(server, [['red', 'BLOCK']]);
    expect(await server.documents.count('review-vector')).toBe(0);
    const { data } = await server.ask(BACKTEST, { policy: 'forum', reviews: {} });
    expect(data.backtestPolicy).toMatchObject({
      count: 0,
      errors: [{ code: 'NOT_FOUND', message: 'The vector of this picture was not kept.' }],
    });
  });
});
