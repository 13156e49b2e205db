import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { once } from 'node:events';

import type { RequestHandler, Response } from 'express';

import { problem } from './answer-error.ts';

/** How long those who were told that there is no answer may take to read so. */
const READING_MS = 500;

export interface StopTimes {
  /** Between the moment when the server says that it is not ready and the one when it accepts no more connections. */
  readonly stopLeadMs: number;
  /** For what is under way then; who has no answer by the end is told UNAVAILABLE. */
  readonly stopLimitMs: number;
}

/** Takes a server out of service without breaking a connection in the middle. */
export interface Stopping {
  /** Comes first; sees every request. */
  readonly watch: RequestHandler;
  readonly begun: boolean;
  /** Resolves when the last connection has ended. */
  stop(server: Server, times: StopTimes): Promise<void>;
}

/** Of a response, before Node warns of a leak. */
const MOST_LISTENERS = 40;

export function stopping(): Stopping {
  const open = new Set<Response>();
  let begun = false;
  return {
    get begun() {
      return begun;
    },
    watch(_request, response, next) {
      open.add(response);
      // Every part of the way listens for the end once, and a stream of pieces several times: more than Node's 10, and no leak.
      response.setMaxListeners(MOST_LISTENERS);
      response.once('close', () => open.delete(response));
      if (begun) closeAfter(response);
      next();
    },
    async stop(server, { stopLeadMs, stopLimitMs }) {
      begun = true;
      // Kept-alive callers learn with their next answer that it is the last on this connection.
      for (const response of open) closeAfter(response);
      if (!server.listening) return;
      if (stopLeadMs > 0) await delay(stopLeadMs);
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const late = new AbortController();
      const hurry = async (): Promise<void> => {
        await delay(stopLimitMs, undefined, { signal: late.signal });
        for (const response of open) tell(response);
        await delay(READING_MS, undefined, { signal: late.signal });
        server.closeAllConnections();
      };
      const hurrying = hurry().catch(() => undefined);
      await closed;
      late.abort();
      await hurrying;
    },
  };
}

/** The caller learns that this answer is the connection's last. */
function closeAfter(response: Response): void {
  if (!response.headersSent) response.set('connection', 'close');
}

/** Answers in the place of who has not yet; its work is told to end as if the caller had left. */
function tell(response: Response): void {
  if (response.headersSent) return;
  response.locals['stopped'] = true;
  response.status(503).set({ connection: 'close', 'retry-after': '1' }).json(problem('UNAVAILABLE', 'The server is stopping.'));
}
