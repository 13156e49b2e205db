import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

import { isPluginError, type Route, type RouteAnswer } from '@clipgraph/contracts';

import { requestContext } from './moderation-server.ts';

export interface RouteServer extends AsyncDisposable {
  readonly url: string;
  /** Settle when a request is done with, in their order; they reject with what failed in the middle of an answer. */
  readonly ended: Promise<void>[];
  readonly responses: ServerResponse[];
}

/** Routes on a port of their own, as the contract of a Route has them; for tests alone. */
export async function routeServer(routes: readonly Route[], keyName?: string): Promise<RouteServer> {
  const ended: Promise<void>[] = [];
  const responses: ServerResponse[] = [];
  const server = createServer((request, response) => {
    responses.push(response);
    const done = answer(routes, request, response, keyName);
    done.catch(() => response.destroy());
    ended.push(done);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ended,
    responses,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await Promise.allSettled(ended);
    },
  };
}

async function answer(routes: readonly Route[], request: IncomingMessage, response: ServerResponse, keyName?: string): Promise<void> {
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
  const route = routes.find(({ method, path }) => method === request.method && path === pathname);
  if (!route) return void response.writeHead(404).end();
  const left = new AbortController();
  response.once('close', () => left.abort(new Error('The caller left.')));
  const body = await buffer(request);
  let answered: RouteAnswer;
  try {
    const facts = { params: {}, query: searchParams, headers: {}, body };
    answered = await route.handle(facts, requestContext({ signal: left.signal, keyName }));
  } catch (error) {
    if (!isPluginError(error)) return void response.writeHead(500).end();
    const code = error.code === 'INVALID_INPUT' ? error.input : error.code;
    const status = { NOT_FOUND: 404, CONFLICT: 409, UNSUPPORTED_FORMAT: 415 }[String(code)] ?? 400;
    return void response.writeHead(status).end(JSON.stringify({ error: { code, message: error.message } }));
  }
  response.writeHead(answered.status ?? 200, answered.headers);
  await send(answered.body, response);
}

async function send(body: RouteAnswer['body'], response: ServerResponse): Promise<void> {
  if (body === undefined) return void response.end();
  if (typeof body === 'string' || body instanceof Uint8Array) return void response.end(body);
  if ('json' in body) return void response.end(JSON.stringify(body.json));
  await pipeline(Readable.from(body, { highWaterMark: 1 }), response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}
