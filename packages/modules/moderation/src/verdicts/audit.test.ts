import { describe, expect, it } from 'vitest';

import { moderationServer, type ModerationServer } from '../testing/moderation-server.ts';
import { MODERATE, pictures, QUEUE, RESOLVE, SAVE, VERDICTS } from '../testing/queries.ts';
import { deleteVerdictsBefore } from './verdict-log.ts';

const RULES = [
  { name: 'red', describes: ['red'], action: 'BLOCK' },
  { name: 'blue', describes: ['blue'], action: 'REVIEW' },
  { name: 'new green', describes: ['green'], action: 'BLOCK', shadow: true },
];
/** Of keys: each verdict is asked for by the one with its colour. */
const KEYS = ['black', 'red', 'green', 'blue', 'white', 'at the shop', 'ada'];
interface Node {
  id: string;
  action: string;
}

/** A server with the policies `forum` and `shop`, and the verdicts of some colours, oldest first. */
async function audited(...colours: string[]): Promise<{ server: ModerationServer; verdicts: Node[] }> {
  const server = await moderationServer({ keys: KEYS });
  for (const name of ['forum', 'shop']) await server.ask(SAVE, { input: { name, rules: RULES } });
  const verdicts: Node[] = [];
  for (const colour of colours) {
    const { data } = await server.ask(MODERATE, { images: await pictures(colour), policy: 'forum' }, { keyName: colour });
    verdicts.push(data.moderate[0]);
  }
  return { server, verdicts };
}

const found = async (server: ModerationServer, filter: object): Promise<string[]> => {
  const { data, errors } = await server.ask(VERDICTS, { filter });
  expect(errors).toEqual([]);
  return data.verdicts.nodes.map(({ keyName }: { keyName: string }) => keyName);
};

describe('verdicts', () => {
  it('come newest first, page after page, each once, while others are added', async () => {
    const { server, verdicts } = await audited('red', 'blue', 'green', 'red', 'white');
    await using _ = server;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const {
        data,
      }: { data: { verdicts: { nodes: Node[]; pageInfo: { endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean } } } } =
        await server.ask(VERDICTS, { first: 2, after });
      const { nodes, pageInfo } = data.verdicts;
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...nodes.map(({ id }) => id));
      await server.ask(MODERATE, { images: await pictures('black'), policy: 'forum' });
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(verdicts.map(({ id }) => id).toReversed());
  });

  it('are found by policy, action, rule, shadow, key, picture and review', async () => {
    const { server, verdicts } = await audited('red', 'blue', 'green', 'white');
    await using _ = server;
    await server.ask(MODERATE, { images: await pictures('red'), policy: 'shop' }, { keyName: 'at the shop' });
    expect(await found(server, { policy: 'shop' })).toEqual(['at the shop']);
    expect(await found(server, { policy: 'forum', version: 2 })).toEqual([]);
    expect(await found(server, { keyName: 'at the shop' })).toEqual(['at the shop']);
    expect(await found(server, { keyName: 'at' })).toEqual([]);
    expect(await found(server, { actions: ['BLOCK', 'REVIEW'] })).toEqual(['at the shop', 'blue', 'red']);
    expect(await found(server, { actions: [] })).toEqual([]);
    expect(await found(server, { rule: 'red', policy: 'forum' })).toEqual(['red']);
    expect(await found(server, { rule: 'new green' })).toEqual(['green']);
    expect(await found(server, { rule: 'new green', shadow: true })).toEqual(['green']);
    expect(await found(server, { rule: 'new green', shadow: false })).toEqual([]);
    expect(await found(server, { shadow: true })).toEqual(['green']);
    expect(await found(server, { shadow: false })).toEqual(['at the shop', 'white', 'blue', 'red']);
    expect(await found(server, { review: 'OPEN' })).toEqual(['blue']);
    expect(await found(server, { review: 'RESOLVED' })).toEqual([]);
    await server.ask(RESOLVE, { verdict: verdicts[1]!.id, action: 'ALLOW' });
    expect(await found(server, { review: 'OPEN' })).toEqual([]);
    expect(await found(server, { review: 'RESOLVED', rule: 'blue', keyName: 'blue' })).toEqual(['blue']);
    const { data } = await server.ask('query ($id: ID!) { node(id: $id) { ... on ModerationVerdict { contentHash } } }', {
      id: verdicts[3]!.id,
    });
    expect(await found(server, { contentHash: data.node.contentHash.toUpperCase() })).toEqual(['white']);
  });

  it('are found by time, the start included and the end not', async () => {
    const { server, verdicts } = await audited('red', 'blue');
    await using _ = server;
    const at = async ({ id }: Node): Promise<string> =>
      (await server.ask('query ($id: ID!) { node(id: $id) { ... on ModerationVerdict { decidedAt } } }', { id })).data.node.decidedAt;
    const [first, second] = [await at(verdicts[0]!), await at(verdicts[1]!)];
    expect(await found(server, { from: first })).toEqual(['blue', 'red']);
    expect(await found(server, { from: second })).toEqual(['blue']);
    expect(await found(server, { to: second })).toEqual(['red']);
    expect(await found(server, { from: first, to: first })).toEqual([]);
    expect(await found(server, { from: '2100-01-01T00:00:00Z' })).toEqual([]);
  });

  it('refuse wrong pages', async () => {
    const { server } = await audited('red', 'blue');
    await using _ = server;
    const { data } = await server.ask(VERDICTS, { first: 1 });
    const after = data.verdicts.pageInfo.endCursor;
    for (const [variables, message] of [
      [{ first: 0 }, 'first must be from 1 to 100.'],
      [{ first: 101 }, 'first must be from 1 to 100.'],
      [{ after: 'x' }, 'This cursor is not one that this server made.'],
      [{ after, filter: { policy: 'forum' } }, 'after belongs to another filter'],
    ] as const) {
      const { errors } = await server.ask(VERDICTS, variables);
      expect(errors).toEqual([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) }]);
    }
  });

  it('are deleted when they are too old, with their reviews', async () => {
    const { server, verdicts } = await audited('blue', 'blue', 'red');
    await using _ = server;
    await server.ask(RESOLVE, { verdict: verdicts[0]!.id, action: 'BLOCK' });
    expect(await deleteVerdictsBefore(server.documents, new Date(Date.now() - 60_000))).toBe(0);
    expect(await found(server, {})).toHaveLength(3);
    expect(await deleteVerdictsBefore(server.documents, new Date(Date.now() + 60_000))).toBe(3);
    expect(await found(server, {})).toEqual([]);
    for (const review of ['OPEN', 'RESOLVED']) expect(await found(server, { review })).toEqual([]);
    expect((await server.ask('{ policies { name } }')).data.policies).toHaveLength(2);
  });
});

describe('the review queue', () => {
  it('holds the verdicts that ask for a review, oldest first, until each is resolved', async () => {
    const { server, verdicts } = await audited('blue', 'red', 'blue', 'blue');
    await using _ = server;
    const queue = async (variables = {}) =>
      (await server.ask(QUEUE, variables)).data.reviewQueue.nodes.map(({ id }: Node) => id) as string[];
    expect(await queue()).toEqual([verdicts[0]!.id, verdicts[2]!.id, verdicts[3]!.id]);
    expect(await queue({ policy: 'shop' })).toEqual([]);
    const { data } = await server.ask(QUEUE, { first: 1 });
    expect(await queue({ after: data.reviewQueue.pageInfo.endCursor })).toEqual([verdicts[2]!.id, verdicts[3]!.id]);

    const resolved = await server.ask(RESOLVE, { verdict: verdicts[2]!.id, action: 'BLUR', note: 'only a toy' }, { keyName: 'ada' });
    expect(resolved.data.resolveReview).toMatchObject({
      action: 'REVIEW',
      review: { state: 'RESOLVED', action: 'BLUR', note: 'only a toy', keyName: 'ada', resolvedAt: expect.any(String) },
    });
    expect(await queue()).toEqual([verdicts[0]!.id, verdicts[3]!.id]);
  });

  it('lets one of many who resolve a verdict at once do so', async () => {
    const { server, verdicts } = await audited('blue');
    await using _ = server;
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, i) => server.ask(RESOLVE, { verdict: verdicts[0]!.id, action: 'ALLOW', note: `${i}` })),
    );
    const done = answers.filter(({ errors }) => errors.length === 0);
    expect(done).toHaveLength(1);
    expect(answers.flatMap(({ errors }) => errors)).toEqual(
      Array.from({ length: 4 }, () => ({ code: 'CONFLICT', message: 'This verdict was resolved before.' })),
    );
    const { data } = await server.ask('{ verdicts { nodes { review { note } } } }');
    expect(data.verdicts.nodes[0].review.note).toBe(done[0]!.data.resolveReview.review.note);
  });

  it.each([
    ['an id of something else', 'bm9uZQ', 'BAD_USER_INPUT', 'This is not the id of a ModerationVerdict.'],
    [
      'a verdict that is not there',
      Buffer.from('["ModerationVerdict","none"]').toString('base64url'),
      'NOT_FOUND',
      'There is no such verdict.',
    ],
  ])('refuses %s', async (_, verdict, code, message) => {
    await using server = await moderationServer();
    expect((await server.ask(RESOLVE, { verdict, action: 'ALLOW' })).errors).toEqual([{ code, message }]);
  });

  it('refuses verdicts that ask for no review, and long notes', async () => {
    const { server, verdicts } = await audited('red', 'blue');
    await using _ = server;
    const refused = await server.ask(RESOLVE, { verdict: verdicts[0]!.id, action: 'ALLOW' });
    expect(refused.errors[0]!.message).toBe('This verdict does not ask for a review.');
    const long = await server.ask(RESOLVE, { verdict: verdicts[1]!.id, action: 'ALLOW', note: 'x'.repeat(2001) });
    expect(long.errors[0]!.message).toBe('note is longer than 2000 characters.');
  });
});
