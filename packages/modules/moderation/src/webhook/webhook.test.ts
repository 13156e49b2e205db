import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { moderationServer } from '../testing/moderation-server.ts';
import { MODERATE, pictures, RESOLVE, SAVE } from '../testing/queries.ts';
import { signature } from './post-event.ts';
import { verdictWebhook } from './webhook.ts';

const SECRET = 'a secret of both sides';
const RULES = [
  { name: 'red', describes: ['red'], action: 'BLOCK' },
  { name: 'blue', describes: ['blue'], action: 'REVIEW' },
];

interface Received {
  readonly body: string;
  readonly signature: string;
}

/** However busy the machine is. */
const soon = <Result>(check: () => Result | Promise<Result>): Promise<Result> => vi.waitFor(check, { timeout: 25_000 });

/** A receiver that answers with the status in hand. */
let receiver: Server;
let url: string;
let status: number;
let received: Received[];

beforeEach(async () => {
  [status, received] = [200, []];
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ body, signature: String(request.headers['x-clipgraph-signature']) });
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterEach(() => {
  receiver.closeAllConnections();
  receiver.close();
});

const events = () => received.map(({ body }) => JSON.parse(body) as { id: string; event: string; verdict: { id: string; action: string } });
const serverWith = async (retryDelaysMs: number[]) => {
  const server = await moderationServer({ webhookUrl: url, webhookSecret: SECRET, webhookRetryDelaysMs: retryDelaysMs });
  await server.ask(SAVE, { input: { name: 'forum', rules: RULES } });
  return server;
};
const FAILURES = '{ webhookFailures { event attempts lastError verdict { action } } }';

describe('the webhook', () => {
  it('sends verdicts that are not ALLOW, and what people decide, signed', async () => {
    await using server = await serverWith([]);
    const { data } = await server.ask(MODERATE, { images: await pictures('red', 'green', 'blue'), policy: 'forum' });
    await soon(() => expect(received).toHaveLength(2));
    const blue = data.moderate[2].id;
    await server.ask(RESOLVE, { verdict: blue, action: 'BLUR', note: 'fine, mostly' });
    await soon(() => expect(received).toHaveLength(3));
    const byAction = events().map(({ event, verdict }) => [event, verdict.action, verdict.id]);
    expect(byAction.slice(0, 2).toSorted()).toEqual([
      ['verdict', 'BLOCK', data.moderate[0].id],
      ['verdict', 'REVIEW', blue],
    ]);
    expect(events()[2]).toMatchObject({ event: 'review', verdict: { id: blue }, review: { action: 'BLUR', note: 'fine, mostly' } });
    for (const { body, signature } of received) {
      const [, seconds, hmac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature)!;
      expect(hmac).toBe(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex'));
    }
    await soon(async () => expect(await server.documents.count('webhook-pending')).toBe(0));
  });

  it('tries again what the receiver did not take, as the same event', async () => {
    status = 503;
    await using server = await serverWith(Array.from({ length: 100 }, () => 200));
    await server.ask(MODERATE, { images: await pictures('red'), policy: 'forum' });
    await soon(() => expect(received.length).toBeGreaterThanOrEqual(2));
    status = 204;
    await soon(async () => expect(await server.documents.count('webhook-pending')).toBe(0));
    expect(new Set(events().map(({ id }) => id)).size).toBe(1);
    expect((await server.ask(FAILURES)).data.webhookFailures).toEqual([]);
  });

  it.each([
    [500, 'The receiver answered with status 500.'],
    // A redirect might lead anywhere.
    [302, 'The receiver answered with status 302.'],
  ])('keeps what was never taken (status %i), visible, until it is sent once more', async (refusal, lastError) => {
    status = refusal;
    await using server = await serverWith([1, 1]);
    await server.ask(MODERATE, { images: await pictures('red'), policy: 'forum' });
    const failure = { event: 'VERDICT', attempts: 3, lastError, verdict: { action: 'BLOCK' } };
    await soon(async () => expect((await server.ask(FAILURES)).data.webhookFailures).toEqual([failure]));
    expect(received).toHaveLength(3);
    status = 200;
    expect((await server.ask('mutation { retryWebhookFailures }')).data.retryWebhookFailures).toBe(1);
    await soon(async () => expect(await server.documents.count('webhook-pending')).toBe(0));
    expect(received).toHaveLength(4);
    expect((await server.ask(FAILURES)).data.webhookFailures).toEqual([]);
  });

  it('says what failed without the address', async () => {
    receiver.closeAllConnections();
    receiver.close();
    await using server = await serverWith([]);
    await server.ask(MODERATE, { images: await pictures('red'), policy: 'forum' });
    await soon(async () =>
      expect((await server.ask(FAILURES)).data.webhookFailures).toMatchObject([{ lastError: 'The receiver could not be reached.' }]),
    );
  });

  it('sends after a restart what was added too late to be sent', async () => {
    // Without a webhook of its own.
    await using server = await moderationServer();
    const { documents } = server;
    const verdict = {
      action: 'BLOCK',
      policyName: 'forum',
      policyVersion: 1,
      scores: [],
      contentHash: 'x',
      rules: [],
      shadowRules: [],
      modelName: 'm',
      modelFingerprint: 'f',
      decidedAt: new Date().toISOString(),
    };
    await documents.insert('verdict', [{ id: 'v', document: verdict }]);
    const first = verdictWebhook({ ...server.ports, url, secret: SECRET });
    first.start();
    await first.stop();
    await first.stop();
    await first.add('verdict', ['v']);
    first.wake();
    expect(await documents.count('webhook-pending')).toBe(1);
    const second = verdictWebhook({ ...server.ports, url, secret: SECRET });
    second.start();
    await soon(async () => expect(await documents.count('webhook-pending')).toBe(0));
    expect(events()).toMatchObject([{ id: 'v/verdict', event: 'verdict' }]);
    await second.stop();
  });

  it('gives up quietly what never became a verdict', async () => {
    await using server = await serverWith([1]);
    const webhook = verdictWebhook({ ...server.ports, url, secret: SECRET, retryDelaysMs: [1] });
    webhook.start();
    await webhook.add('verdict', ['none']);
    await webhook.add('verdict', ['none']);
    webhook.wake();
    await soon(async () => expect(await server.documents.count('webhook-pending')).toBe(0));
    expect(received).toEqual([]);
    expect(await webhook.failures(9)).toEqual([]);
    await webhook.stop();
  });

  it('signs the time with the body, so that neither can be changed', () => {
    const at = new Date(1_700_000_000_999);
    const hmac = createHmac('sha256', 's').update('1700000000.{}').digest('hex');
    expect(signature('s', '{}', at)).toBe(`t=1700000000,v1=${hmac}`);
    expect(signature('s', '{ }', at)).not.toBe(signature('s', '{}', at));
  });
});
