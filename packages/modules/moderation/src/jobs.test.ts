import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { PluginError, type Clock, type DocumentStore, type Logger } from '@clipgraph/contracts';
import { describe, expect, it, vi } from 'vitest';

import { moderation } from './index.ts';
import { openModeration } from './open-moderation.ts';
import type { ModerationSettings } from './settings.ts';
import { moderationServer, type ModerationServer } from './testing/moderation-server.ts';
import { MODERATE, pictures, RESOLVE, SAVE } from './testing/queries.ts';

const RULES = [{ name: 'red', describes: ['red'], action: 'REVIEW' }];
const DAY_MS = 24 * 60 * 60 * 1000;

interface Line {
  readonly level: string;
  readonly facts: Record<string, unknown>;
  readonly message: string;
}

function recordingLogger(): Logger & { readonly lines: Line[] } {
  const lines: Line[] = [];
  const at =
    (level: string) =>
    (facts: object, message: string): void =>
      void lines.push({ level, facts: { ...facts }, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Of the module over the same ports, not started. */
function jobNames({ ports }: ModerationServer, webhook: Pick<ModerationSettings, 'webhookUrl' | 'webhookSecret'>): string[] {
  return openModeration(ports, { verdictDays: 365, reviewVectors: true, ...webhook }).jobs!.map(({ name }) => name);
}

/** However busy the machine is. */
const soon = <Result>(check: () => Result | Promise<Result>): Promise<Result> => vi.waitFor(check, { timeout: 25_000 });

describe('the deletion of old verdicts', () => {
  it('happens at the start, by the clock of the gateway, and is logged', async () => {
    const clock = { at: new Date('2026-01-01T00:00:00Z'), now: (): Date => clock.at };
    const logger = recordingLogger();
    await using server = await moderationServer({ verdictDays: 2, clock, logger });
    await server.ask(SAVE, { input: { name: 'forum', rules: RULES } });
    await server.ask(MODERATE, { images: await pictures('red', 'green'), policy: 'forum' });
    clock.at = new Date(clock.at.getTime() + 3 * DAY_MS);
    await server.ask(MODERATE, { images: await pictures('green'), policy: 'forum' });
    await server.restart();
    expect(await server.documents.count('verdict')).toBe(1);
    for (const kind of ['open-review', 'review-vector']) expect(await server.documents.count(kind)).toBe(0);
    expect(await server.documents.count('policy')).toBe(1);
    expect(logger.lines).toEqual([{ level: 'info', facts: { deleted: 2, verdictDays: 2 }, message: 'old verdicts were deleted' }]);
  });

  it('logs what fails, and the module serves all the same', async () => {
    const logger = recordingLogger();
    const failure = new PluginError('UNAVAILABLE', 'The disk is gone.');
    const around = (documents: DocumentStore): DocumentStore => ({ ...documents, deleteBefore: () => Promise.reject(failure) });
    await using server = await moderationServer({ around, logger });
    expect(logger.lines).toEqual([
      { level: 'error', facts: { err: failure, job: 'deletion of old verdicts' }, message: expect.stringContaining('tried again later') },
    ]);
    expect((await server.ask('{ policies { name } }')).data).toEqual({ policies: [] });
  });
});

describe('the delivery of the webhook', () => {
  const webhookSecret = 'a secret of both sides';

  it('logs and counts what the receiver did not take, without the address', async () => {
    let status = 500;
    const receiver = createServer((request, response) => {
      request.resume();
      response.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    try {
      const logger = recordingLogger();
      const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
      await using server = await moderationServer({ webhookUrl, webhookSecret, webhookRetryDelaysMs: [1], logger });
      await server.ask(SAVE, { input: { name: 'forum', rules: RULES } });
      const { data } = await server.ask(MODERATE, { images: await pictures('red'), policy: 'forum' });
      await soon(async () => expect(await server.documents.count('webhook-failed')).toBe(1));
      const facts = { event: 'verdict', verdictId: expect.any(String), lastError: 'The receiver answered with status 500.' };
      expect(logger.lines).toEqual([
        { level: 'info', facts: { ...facts, attempts: 1 }, message: expect.stringContaining('sent again later') },
        { level: 'warn', facts: { ...facts, attempts: 2 }, message: expect.stringContaining('never delivered') },
      ]);
      expect(JSON.stringify(logger.lines)).not.toContain('127.0.0.1');
      status = 200;
      await server.ask(RESOLVE, { verdict: data.moderate[0].id, action: 'BLUR' });
      await soon(async () =>
        expect(await server.metrics()).toMatchObject({
          'clipgraph_webhook_deliveries_total{outcome=delivered}': 1,
          clipgraph_webhook_pending: 0,
          'clipgraph_webhook_deliveries_total{outcome=retried}': 1,
          'clipgraph_webhook_deliveries_total{outcome=failed}': 1,
        }),
      );
    } finally {
      receiver.closeAllConnections();
      receiver.close();
    }
  });

  it('logs a store that fails, and tries again later', async () => {
    const logger = recordingLogger();
    const failure = new PluginError('UNAVAILABLE', 'The disk is gone.');
    const around = (documents: DocumentStore): DocumentStore => ({
      ...documents,
      list: (kind, query, options) => (kind === 'webhook-pending' ? Promise.reject(failure) : documents.list(kind, query, options)),
    });
    await using server = await moderationServer({ webhookUrl: 'http://127.0.0.1:9/', webhookSecret, around, logger });
    await soon(() =>
      expect(logger.lines).toEqual([{ level: 'error', facts: { err: failure }, message: expect.stringContaining('tries again later') }]),
    );
    const webhook = { webhookUrl: 'http://127.0.0.1:9/', webhookSecret };
    expect(jobNames(server, webhook)).toEqual(['deletion of old verdicts', 'webhook of verdicts']);
  });

  it('is no job where there is no receiver', async () => {
    await using server = await moderationServer();
    expect(jobNames(server, { webhookUrl: undefined, webhookSecret: undefined })).toEqual(['deletion of old verdicts']);
  });
});

describe('what the module provides', () => {
  it('is a reader of what people decided', async () => {
    const clock: Clock = { now: () => new Date('2026-01-01T00:00:00Z') };
    await using server = await moderationServer({ clock });
    await server.ask(SAVE, { input: { name: 'forum', rules: RULES } });
    const { data } = await server.ask(MODERATE, { images: await pictures('red'), policy: 'forum' });
    await server.ask(RESOLVE, { verdict: data.moderate[0].id, action: 'BLUR' });
    const { reviews } = await moderation().provide!(server.ports, undefined);
    expect(await reviews!({ first: 9 })).toMatchObject({
      pictures: [{ verdictId: data.moderate[0].id, action: 'BLUR', resolvedAt: clock.now() }],
      truncated: false,
    });
  });
});
