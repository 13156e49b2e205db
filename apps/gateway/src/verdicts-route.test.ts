import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import express, { type Response } from 'express';
import { buildSchema } from 'graphql';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';

import { requireKey } from './api-keys.ts';
import { apolloServer } from './apollo.ts';
import { defaultLimits, readConfig } from './config.ts';
import { verdictsRoute } from './verdicts-route.ts';

/** Of the one verdict of a page: more than the sockets of a connection hold. */
const PAGE_BYTES = 16 * 1024 * 1024;

/** The route over the real schema, on a list without end, or with one that fails at a page. */
class EndlessVerdicts {
  pages = 0;
  failsAt = Infinity;
  response: Response | undefined;
  /** Settles when the route is done with its request. */
  ended: Promise<unknown> | undefined;
  private server: Server | undefined;

  async open(): Promise<string> {
    const schema = buildSchema(await readFile(new URL('../../../schema.graphql', import.meta.url), 'utf8'));
    const modelName = 'm'.repeat(PAGE_BYTES);
    schema.getQueryType()!.getFields()['verdicts']!.resolve = () => {
      this.pages += 1;
      if (this.pages >= this.failsAt) throw new Error('The disk is gone.');
      const policy = { name: 'forum', version: 1 };
      const facts = { action: 'ALLOW', decidedAt: '2026-01-01T00:00:00Z', contentHash: 'c', modelFingerprint: 'f' };
      const nodes = [{ ...facts, id: String(this.pages), modelName, policy, scores: [] }];
      return { nodes, pageInfo: { hasNextPage: true, endCursor: String(this.pages) } };
    };
    const apollo = apolloServer({ schema, config: readConfig({}), logger: pino({ level: 'silent' }) });
    await apollo.start();
    const route = verdictsRoute({ apollo, limits: defaultLimits });
    const app = express().get('/', requireKey([]), (request, response, next) => {
      this.response = response;
      const ended = Promise.resolve(route(request, response, next));
      ended.catch(() => undefined);
      this.ended = ended;
    });
    this.server = createServer(app).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

let verdicts: EndlessVerdicts;
afterEach(() => verdicts.close());

async function answerOf(url: string): Promise<IncomingMessage> {
  const [answer] = (await once(get(url), 'response')) as [IncomingMessage];
  answer.on('error', () => undefined);
  return answer;
}

describe('an export of verdicts', () => {
  it('reads no further than its reader, and ends when that leaves', async () => {
    verdicts = new EndlessVerdicts();
    const answer = await answerOf(await verdicts.open());
    // Nothing is read, so that the sockets are full within one page.
    while (!verdicts.response!.writableNeedDrain) await new Promise(setImmediate);
    const before = verdicts.pages;
    for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
    expect(verdicts.pages - before).toBeLessThanOrEqual(2);

    answer.destroy();
    await verdicts.ended;
    const after = verdicts.pages;
    for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
    expect(verdicts.pages).toBe(after);
  });

  it('breaks the connection where a page fails, and does not look whole', async () => {
    verdicts = new EndlessVerdicts();
    verdicts.failsAt = 3;
    const answer = await answerOf(await verdicts.open());
    await expect(buffer(answer)).rejects.toThrow('aborted');
    await expect(verdicts.ended).rejects.toThrow('An export of verdicts ended in the middle: INTERNAL_SERVER_ERROR.');
  });

  it('that fails at its first page is refused as every request', async () => {
    verdicts = new EndlessVerdicts();
    verdicts.failsAt = 1;
    const answer = await answerOf(await verdicts.open());
    expect(answer.statusCode).toBe(500);
  });
});
