import { createHash } from 'node:crypto';

import { PluginError, type DocumentStore } from '@clipgraph/contracts';
import { leavingCaller } from '@clipgraph/module-testing';
import { colourPicture, fakeEncoder } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { moderationServer, requestContext, routesOf, type ModerationServer } from '../testing/moderation-server.ts';
import { MODERATE, picture, SAVE, VERDICTS } from '../testing/queries.ts';

const RULES = [
  {
    name: 'red',
    describes: ['red'],
    action: 'BLOCK',
    except: [{ filter: { must: [{ range: { field: 'context.age', gte: 18 } }] }, action: 'BLUR' }],
  },
  { name: 'new blue', describes: ['blue'], action: 'REVIEW', shadow: true },
];

async function served(options: Parameters<typeof moderationServer>[0] = {}): Promise<ModerationServer> {
  const server = await moderationServer({ keys: ['web'], ...options });
  expect((await server.ask(SAVE, { input: { name: 'forum', rules: RULES } })).errors).toEqual([]);
  return server;
}

async function post(
  server: ModerationServer,
  search: string,
  body: Uint8Array,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await server.fetch(`/moderate${search}`, { method: 'POST', body: Buffer.from(body) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

describe('POST /moderate', () => {
  it('answers the verdict that the mutation would give, and records it', async () => {
    await using server = await served();
    const red = await colourPicture('red');
    const { status, json } = await post(server, '?policy=forum', red);
    expect(status).toBe(200);
    const { data } = await server.ask(MODERATE, { images: [await picture('red')], policy: 'forum' });
    const { findings, policy } = data.moderate[0];
    expect(json).toEqual({
      id: expect.any(String),
      action: 'BLOCK',
      findings: findings.map(({ passed: _passed, ...finding }: { passed: boolean }) => ({ ...finding, match: null, exception: null })),
      policy,
      contentHash: createHash('sha256').update(red).digest('hex'),
      decidedAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
    });
    const verdicts = (await server.ask(VERDICTS)).data.verdicts.nodes;
    expect(verdicts).toHaveLength(2);
    expect(verdicts[1]).toEqual({ id: json['id'], action: 'BLOCK', keyName: 'web' });
  });

  it('takes a version, and a context for exceptions', async () => {
    await using server = await served();
    await server.ask(SAVE, { input: { name: 'forum', rules: [{ name: 'red', describes: ['red'], action: 'REVIEW' }] } });
    const red = await colourPicture('red');
    expect((await post(server, '?policy=forum&version=2', red)).json).toMatchObject({
      action: 'REVIEW',
      policy: { name: 'forum', version: 2 },
    });
    const context = (said: string): string => `?policy=forum&context=${encodeURIComponent(said)}`;
    expect((await post(server, context('{ "age": 18 }'), red)).json).toMatchObject({
      action: 'BLUR',
      findings: [{ exception: { index: 0, insteadOf: 'BLOCK' } }],
    });
    expect((await post(server, context('{ "age": 17 }'), red)).json).toMatchObject({ action: 'BLOCK' });
  });

  it('refuses a context that is too long', async () => {
    await using server = await served();
    // No address is that long: the server's own limit would answer it.
    const query = new URLSearchParams({ policy: 'forum', context: JSON.stringify({ said: 'x'.repeat(16_384) }) });
    const request = { params: {}, query, headers: {}, body: await colourPicture('red') };
    await expect(routesOf(server)[0]!.handle(request, requestContext())).rejects.toThrow('context is longer than 16384');
  });

  it('refuses a body that is no picture', async () => {
    await using server = await served();
    const whole = await colourPicture('red');
    const bodies = [new Uint8Array(), Buffer.from('text'), whole.subarray(0, whole.length / 2)];
    const refused = [];
    for (const body of bodies) refused.push(await post(server, '?policy=forum', body));
    expect(refused.map(({ status, json }) => [status, (json['error'] as { code: string }).code])).toEqual([
      [400, 'EMPTY'],
      [415, 'UNSUPPORTED_FORMAT'],
      [400, 'CORRUPT'],
    ]);
    expect(await server.documents.count('verdict')).toBe(0);
  });

  it('waits for the disk once, and gives no verdict that it could not record', async () => {
    let writes = 0;
    let isFull = false;
    const around = (documents: DocumentStore): DocumentStore => {
      const counted = <Write extends (...args: never[]) => Promise<unknown>>(write: Write): Write =>
        ((...args) => {
          writes += 1;
          return isFull ? Promise.reject(new PluginError('UNAVAILABLE', 'The disk is full.')) : write(...args);
        }) as Write;
      const { put, insert, insertTogether, delete: remove, deleteBefore } = documents;
      return {
        ...documents,
        put: counted(put),
        insert: counted(insert),
        insertTogether: counted(insertTogether),
        delete: counted(remove),
        deleteBefore: counted(deleteBefore),
      };
    };
    await using server = await served({ around });
    const blue = await colourPicture('blue');
    const before = writes;
    expect((await post(server, '?policy=forum', blue)).status).toBe(200);
    expect(writes - before).toBe(1);
    isFull = true;
    expect(await post(server, '?policy=forum', blue)).toMatchObject({ status: 503, json: { error: { code: 'UNAVAILABLE' } } });
    isFull = false;
    expect(await server.documents.count('verdict')).toBe(1);
  });

  it('stops for a caller who left, and records nothing', async () => {
    const caller = leavingCaller();
    const encoder = fakeEncoder();
    // The words of the policy are read before.
    await using server = await served({ encoders: () => [{ ...encoder, image: caller.around(encoder).image }] });
    const body = Buffer.from(await colourPicture('red'));
    const asked = server.fetch('/moderate?policy=forum', { method: 'POST', body, signal: caller.signal });
    await expect(asked).rejects.toThrow('The caller left.');
    await caller.told;
    expect(await server.documents.count('verdict')).toBe(0);
  });

  it('counts verdicts by action and shadow, never by what a policy says', async () => {
    await using server = await served();
    for (const colour of ['red', 'blue', 'green', 'red']) await post(server, '?policy=forum', await colourPicture(colour));
    expect(await server.metrics()).toEqual({
      'clipgraph_verdicts_total{action=BLOCK,shadow=false}': 2,
      'clipgraph_verdicts_total{action=ALLOW,shadow=true}': 1,
      'clipgraph_verdicts_total{action=ALLOW,shadow=false}': 1,
    });
  });
});

describe('POST /moderate, refused', () => {
  let server: ModerationServer;
  beforeAll(async () => {
    server = await served();
  });
  afterAll(async () => server[Symbol.asyncDispose]());

  it.each([
    ['no policy', '', 400, 'INVALID', 'Call POST /moderate?policy=<name>'],
    ['a policy twice', '?policy=forum&policy=forum', 400, 'INVALID', 'Call POST /moderate'],
    ['a version that is none', '?policy=forum&version=x', 400, 'INVALID', 'Call POST /moderate'],
    ['a context that is no JSON', '?policy=forum&context=x', 400, 'INVALID', 'Call POST /moderate'],
    ['a context that is no object', '?policy=forum&context=[]', 400, 'INVALID', 'Call POST /moderate'],
    ['an empty context', '?policy=forum&context=', 400, 'INVALID', 'Call POST /moderate'],
    [
      'a context that is nested too deep',
      `?policy=forum&context=${'{"a":'.repeat(20)}1${'}'.repeat(20)}`,
      400,
      'INVALID',
      'Call POST /moderate',
    ],
    ['an unknown policy', '?policy=none', 404, 'NOT_FOUND', 'There is no policy of this name.'],
    ['an unknown version', '?policy=forum&version=9', 404, 'NOT_FOUND', 'There is no such version of this policy.'],
  ])('refuses %s', async (_, search, status, code, message) => {
    const refused = await post(server, search, await colourPicture('red'));
    expect(refused).toEqual({ status, json: { error: { code, message: expect.stringContaining(message) } } });
    expect(await server.documents.count('verdict')).toBe(0);
  });
});
