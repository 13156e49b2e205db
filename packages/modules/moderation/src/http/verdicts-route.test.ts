import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

import type { DocumentStore, JsonObject } from '@clipgraph/contracts';
import { documentsOf, globalId } from '@clipgraph/module-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openReviewKind, verdictKind } from '../kinds.ts';
import { moderationServer } from '../testing/moderation-server.ts';
import { RESOLVE } from '../testing/queries.ts';
import { routeServer, type RouteServer } from '../testing/route-server.ts';
import { startOfIds } from '../verdicts/time-ordered-id.ts';
import { verdictDocument, verdictFacets, type Verdict } from '../verdicts/verdict.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

/** One a second; every third waits for a review, those with an odd number are another policy's. */
function verdictAt(second: number): Verdict {
  const decidedAt = new Date(START + second * 1000);
  const score = { rule: 'red', probability: 0.75, threshold: 0.5, passed: true, shadow: second % 5 === 0, closest: 'a red thing' };
  const action = second % 3 === 0 ? 'REVIEW' : 'BLOCK';
  return {
    __typename: 'ModerationVerdict',
    id: `${startOfIds(decidedAt)}-7000-8000-000000000000`,
    action,
    policyName: second % 2 === 0 ? 'forum' : 'shop',
    policyVersion: 1,
    scores: [{ ...score, action }],
    contentHash: `c${second}`,
    assetId: undefined,
    modelName: 'mini',
    modelFingerprint: 'f',
    keyName: 'web',
    decidedAt,
  };
}

const COUNT = 250;
const verdicts = Array.from({ length: COUNT }, (_, second) => verdictAt(second));
const ids = (chosen: (second: number) => boolean): string[] =>
  verdicts
    .filter((_, second) => chosen(second))
    .map(({ id }) => globalId('ModerationVerdict', id))
    .toReversed();

type Served = AsyncDisposableStack & { readonly http: RouteServer };

async function served(): Promise<Served> {
  const stack = new AsyncDisposableStack();
  // Not so long ago for this clock.
  const server = stack.use(await moderationServer({ clock: { now: () => new Date(START + 3_600_000) } }));
  await documentsOf(server.documents, verdictKind).insert(
    verdicts.map((verdict) => ({ id: verdict.id, document: verdictDocument(verdict) })),
  );
  const open = verdicts.filter(({ action }) => action === 'REVIEW');
  await documentsOf(server.documents, openReviewKind).insert(open.map((verdict) => ({ id: verdict.id, document: verdictFacets(verdict) })));
  await server.ask(RESOLVE, { verdict: globalId('ModerationVerdict', verdicts[3]!.id), action: 'ALLOW', note: 'fine' });
  return Object.assign(stack, { http: stack.use(await routeServer(server.opened.routes!)) });
}

describe('GET /moderation/verdicts', () => {
  it('has every verdict once, newest first, with its scores and its review', async () => {
    await using stack = await served();
    const response = await fetch(`${stack.http.url}/moderation/verdicts`);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="verdicts.ndjson"');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const lines = (await response.text()).split('\n');
    expect(lines.pop()).toBe('');
    const found = lines.map((line) => JSON.parse(line) as { id: string });
    expect(found.map(({ id }) => id)).toEqual(ids(() => true));
    const score = { rule: 'red', probability: 0.75, threshold: 0.5, passed: true, closest: 'a red thing', match: null, exception: null };
    expect(found[COUNT - 3]).toEqual({
      id: globalId('ModerationVerdict', verdicts[2]!.id),
      decidedAt: '2026-01-01T00:00:02.000Z',
      action: 'BLOCK',
      policy: { name: 'forum', version: 1 },
      scores: [{ ...score, action: 'BLOCK', shadow: false }],
      contentHash: 'c2',
      assetId: null,
      keyName: 'web',
      modelName: 'mini',
      modelFingerprint: 'f',
      review: null,
    });
    expect(found[COUNT - 1]).toMatchObject({ review: { state: 'OPEN', action: null, note: null, keyName: null, resolvedAt: null } });
    expect(found[COUNT - 4]).toMatchObject({
      review: { state: 'RESOLVED', action: 'ALLOW', note: 'fine', keyName: null, resolvedAt: '2026-01-01T01:00:00.000Z' },
    });
  });

  it('has those that a filter lets pass', async () => {
    await using stack = await served();
    const idsOf = async (search: string): Promise<string[]> => {
      const text = await (await fetch(`${stack.http.url}/moderation/verdicts?${search}`)).text();
      return text
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as { id: string }).id);
    };
    expect(await idsOf('format=ndjson&policy=forum')).toEqual(ids((second) => second % 2 === 0));
    expect(await idsOf('actions=REVIEW,ALLOW')).toEqual(ids((second) => second % 3 === 0));
    expect(await idsOf('rule=red&shadow=true&version=1')).toEqual(ids((second) => second % 5 === 0));
    expect(await idsOf('shadow=false')).toEqual(ids((second) => second % 5 !== 0));
    expect(await idsOf('review=RESOLVED')).toEqual(ids((second) => second === 3));
    expect(await idsOf('review=OPEN')).toEqual(ids((second) => second % 3 === 0 && second !== 3));
    expect(await idsOf('from=2026-01-01T00:00:10Z&to=2026-01-01T00:00:12Z')).toEqual(ids((second) => second === 10 || second === 11));
    expect(await idsOf('contentHash=C7')).toEqual(ids((second) => second === 7));
    expect(await idsOf('keyName=other')).toEqual([]);
    expect(await idsOf('policy=none')).toEqual([]);
  });
});

describe('GET /moderation/verdicts with a wrong parameter', () => {
  let stack: Served;
  beforeAll(async () => {
    stack = await served();
  });
  afterAll(async () => stack.disposeAsync());

  it.each([
    ['format=xml', 'format must be ndjson'],
    ['format=csv', 'run: clipgraph verdicts export --format csv'],
    ['format=ndjson&format=ndjson', 'format must be ndjson'],
    ['policy=a&policy=b', 'policy is given twice.'],
    ['since=2026-01-01T00:00:00Z', 'There are these parameters: format, policy, version,'],
    ['__proto__=1', 'There are these parameters'],
    ['from=yesterday', 'filter.from'],
    ['to=2026-02-30T00:00:00Z', 'filter.to'],
    ['version=x', 'filter.version'],
    ['actions=DELETE', 'filter.actions'],
    ['actions=', 'filter.actions'],
    ['shadow=maybe', 'filter.shadow'],
    ['review=LATER', 'filter.review'],
  ])('is refused with what is wrong: %s', async (search, message) => {
    const response = await fetch(`${stack.http.url}/moderation/verdicts?${search}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: { code: 'INVALID', message: expect.stringContaining(message) } });
  });
});

/** Of the first verdict of a page: more than the sockets of a connection hold. */
const PAGE_BYTES = 16 * 1024 * 1024;

/** A list without end, or one that fails at a page. */
async function endless(failsAt = Infinity): Promise<AsyncDisposableStack & { http: RouteServer; pages: () => number }> {
  let pages = 0;
  const big = { ...verdictAt(1), modelName: 'm'.repeat(PAGE_BYTES) };
  const around = (documents: DocumentStore): DocumentStore => ({
    ...documents,
    list: async (_kind, { limit }) => {
      pages += 1;
      if (pages >= failsAt) throw new Error('The disk is gone.');
      return [big, ...Array.from({ length: limit - 1 }, () => verdictAt(1))].map((verdict) => ({
        id: verdict.id,
        document: JSON.parse(JSON.stringify(verdictDocument(verdict))) as JsonObject,
      }));
    },
  });
  const stack = new AsyncDisposableStack();
  const server = stack.use(await moderationServer({ around }));
  return Object.assign(stack, { http: stack.use(await routeServer(server.opened.routes!)), pages: () => pages });
}

async function answerOf({ url }: RouteServer): Promise<IncomingMessage> {
  const [answer] = (await once(get(`${url}/moderation/verdicts`), 'response')) as [IncomingMessage];
  answer.on('error', () => undefined);
  return answer;
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
};

describe('an export of verdicts', () => {
  it('reads no further than its reader, and ends when that leaves', async () => {
    await using stack = await endless();
    const answer = await answerOf(stack.http);
    // Nothing is read, so that the sockets are full within one page.
    while (!stack.http.responses[0]!.writableNeedDrain) await new Promise(setImmediate);
    const before = stack.pages();
    await turns();
    expect(stack.pages() - before).toBeLessThanOrEqual(2);

    answer.destroy();
    await stack.http.ended[0];
    const after = stack.pages();
    await turns();
    expect(stack.pages()).toBe(after);
  });

  it('breaks the connection where a page fails, and does not look whole', async () => {
    await using stack = await endless(3);
    const answer = await answerOf(stack.http);
    await expect(buffer(answer)).rejects.toThrow('aborted');
    await expect(stack.http.ended[0]).rejects.toThrow('The disk is gone.');
  });

  it('that fails at its first page is refused as every request', async () => {
    await using stack = await endless(1);
    const answer = await answerOf(stack.http);
    expect(answer.statusCode).toBe(500);
  });
});
