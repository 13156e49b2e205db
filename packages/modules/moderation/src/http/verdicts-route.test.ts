import { once } from 'node:events';
import { Writable } from 'node:stream';

import type { DocumentStore, JsonObject } from '@clipgraph/contracts';
import { documentsOf, globalId } from '@clipgraph/module-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openReviewKind, verdictKind } from '../kinds.ts';
import { moderationServer, requestContext, routesOf, type ModerationServer } from '../testing/moderation-server.ts';
import { RESOLVE } from '../testing/queries.ts';
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

async function served(): Promise<ModerationServer> {
  // Not so long ago for this clock.
  const server = await moderationServer({ clock: { now: () => new Date(START + 3_600_000) } });
  await documentsOf(server.documents, verdictKind).insert(
    verdicts.map((verdict) => ({ id: verdict.id, document: verdictDocument(verdict) })),
  );
  const open = verdicts.filter(({ action }) => action === 'REVIEW');
  await documentsOf(server.documents, openReviewKind).insert(open.map((verdict) => ({ id: verdict.id, document: verdictFacets(verdict) })));
  await server.ask(RESOLVE, { verdict: globalId('ModerationVerdict', verdicts[3]!.id), action: 'ALLOW', note: 'fine' });
  return server;
}

describe('GET /moderation/verdicts', () => {
  it('has every verdict once, newest first, with its scores and its review', async () => {
    await using server = await served();
    const response = await server.fetch('/moderation/verdicts');
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
    await using server = await served();
    const idsOf = async (search: string): Promise<string[]> => {
      const text = await (await server.fetch(`/moderation/verdicts?${search}`)).text();
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
  let server: ModerationServer;
  beforeAll(async () => {
    server = await served();
  });
  afterAll(async () => server[Symbol.asyncDispose]());

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
    const response = await server.fetch(`/moderation/verdicts?${search}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: { code: 'INVALID', message: expect.stringContaining(message) } });
  });
});

/** Of the first verdict of a page: more than the sockets of a connection hold. */
const PAGE_BYTES = 16 * 1024 * 1024;

interface Endless {
  readonly server: ModerationServer;
  /** That were read so far. */
  readonly pages: () => number;
  /** Of the caller who reads them. */
  readonly signal: () => AbortSignal;
  /** What the gateway has logged. */
  readonly log: () => string;
}

/** A list without end, or one that fails at a page. */
async function endless(failsAt = Infinity): Promise<Endless> {
  let pages = 0;
  let signal: AbortSignal | undefined;
  const lines: string[] = [];
  const log = new Writable({ write: (line, _, done) => (lines.push(String(line)), done()) });
  const big = { ...verdictAt(1), modelName: 'm'.repeat(PAGE_BYTES) };
  const around = (documents: DocumentStore): DocumentStore => ({
    ...documents,
    list: async (kind, query, options) => {
      if (kind !== verdictKind.name) return documents.list(kind, query, options);
      pages += 1;
      signal = options?.signal;
      if (pages >= failsAt) throw new Error('The disk is gone.');
      return [big, ...Array.from({ length: query.limit - 1 }, () => verdictAt(1))].map((verdict) => ({
        id: verdict.id,
        document: JSON.parse(JSON.stringify(verdictDocument(verdict))) as JsonObject,
      }));
    },
  });
  const server = await moderationServer({ around, log });
  return { server, pages: () => pages, signal: () => signal!, log: () => lines.join('') };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
};

/** Until nothing changes any more for many turns of the loop. */
async function settled(value: () => number): Promise<number> {
  for (;;) {
    const before = value();
    await turns();
    if (value() === before) return before;
  }
}

describe('an export of verdicts', () => {
  it('reads no further than its reader, and ends when that leaves', async () => {
    const { server, pages, signal } = await endless();
    await using _ = server;
    const leaver = new AbortController();
    const response = await server.fetch('/moderation/verdicts', { signal: leaver.signal });
    expect(response.status).toBe(200);
    // Nothing is read, so that the sockets are full within one page; one more waits in front of them.
    const before = await settled(pages);
    expect(before).toBeLessThanOrEqual(3);

    const told = once(signal(), 'abort');
    leaver.abort();
    await told;
    const after = await settled(pages);
    expect(after - before).toBeLessThanOrEqual(1);
    await turns();
    expect(pages()).toBe(after);
  });

  it('breaks the connection where a page fails, and does not look whole', async () => {
    const { server, pages } = await endless(3);
    await using _ = server;
    const response = await server.fetch('/moderation/verdicts');
    await expect(response.arrayBuffer()).rejects.toThrow('terminated');
    expect(pages()).toBe(3);
  });

  it('fails with what the page has failed with', async () => {
    const { server } = await endless(3);
    await using _ = server;
    const route = routesOf(server).find(({ path }) => path === '/moderation/verdicts')!;
    const { body } = await route.handle(
      { params: {}, query: new URLSearchParams(), headers: {}, body: new Uint8Array() },
      requestContext(),
    );
    await expect(Array.fromAsync(body as AsyncIterable<string>)).rejects.toThrow('The disk is gone.');
  });

  it('that fails at its first page is refused as every request', async () => {
    const { server, log } = await endless(1);
    await using _ = server;
    expect((await server.fetch('/moderation/verdicts')).status).toBe(500);
    expect(log()).toContain('The disk is gone.');
  });
});
