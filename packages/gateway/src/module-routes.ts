import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { invalidInput, isPluginError, type Route, type RouteAnswer, type RouteBody } from '@clipgraph/contracts';
import type { Request, RequestHandler, Response } from 'express';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';

import type { GatewayLimits } from './config.ts';
import { deadline, type Deadline } from './deadline.ts';
import { discardRest, refuse, refusalOf } from './image-body.ts';
import { requestFacts } from './request-facts.ts';
import { requestPieces } from './request-pieces.ts';

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
/** Segments of plain characters, or a name after a colon. */
const PATH = /^(?:\/(?::[a-zA-Z]\w*|[\w.~-]+))+$/;

/** What keeps these routes from being served: a wrong path, one that two have, or one of the server's own. */
export function routeProblems(routes: readonly Route[], ownPaths: readonly string[]): readonly string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { method, path } of routes) {
    const address = `${method} ${path}`;
    if (!METHODS.has(method) || !PATH.test(path)) problems.push(`${address} is no address that a module can have.`);
    if (ownPaths.some((own) => path === own || path.startsWith(`${own}/`))) problems.push(`${address} is the server's own.`);
    if (seen.has(address)) problems.push(`Two modules have the route ${address}.`);
    seen.add(address);
  }
  return problems;
}

interface ModuleRouteOptions {
  readonly route: Route;
  readonly limits: GatewayLimits;
  readonly logger: Logger;
}

/** Serves a module's route: reads the body within its limit, answers what `handle` gives or what its error says. */
export function moduleRoute({ route, limits, logger }: ModuleRouteOptions): RequestHandler {
  const maxBytes = route.maxBodyBytes === 'picture' ? limits.imageBytes : (route.maxBodyBytes ?? 0);
  return async (request, response) => {
    // Of the work until there is an answer, and then of each piece of it.
    using late = deadline(limits.requestDeadlineMs);
    const context = requestFacts(response, limits, late.signal);
    try {
      const body = await bodyOf(request, maxBytes, context.signal);
      const { params, headers } = request;
      const answer = await route.handle(
        { params: params as Record<string, string>, query: queryOf(request), headers: headers as Record<string, string | undefined>, body },
        context,
      );
      await send(answer, request, response, late);
    } catch (error) {
      if (response.headersSent || response.destroyed) {
        // A caller who left, or who read too slowly, is no fault of ours.
        if (!context.signal.aborted && (error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
          logger.error({ requestId: context.requestId, route: route.path, err: error }, 'an answer ended in the middle');
        }
        return void response.destroy();
      }
      discardRest(request);
      // The rest is nobody's business but the operator's; its answer has the form of every other one of a route.
      const refusal = refusalOf(error) ?? { code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong on the server.' };
      const isOurs = !isPluginError(error) || error.code === 'MODEL_FAILED' || error.code === 'UNAVAILABLE';
      if (isOurs && !(error instanceof GraphQLError) && !(error instanceof DOMException)) {
        logger.error({ requestId: context.requestId, route: route.path, err: error }, 'request failed');
      }
      refuse(response, refusal);
    }
  };
}

function queryOf(request: Request): URLSearchParams {
  return new URL(request.originalUrl, 'http://localhost').searchParams;
}

async function bodyOf(request: Request, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const tooLarge = (): Error =>
    maxBytes === 0
      ? invalidInput('INVALID', 'This address takes no body.')
      : invalidInput('TOO_LARGE', `The body is larger than ${maxBytes} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const piece of requestPieces(request, signal)) {
    bytes += piece.length;
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(piece);
  }
  return Buffer.concat(chunks, bytes);
}

async function send(
  { status = 200, headers = {}, body }: RouteAnswer,
  request: Request,
  response: Response,
  late: Deadline,
): Promise<void> {
  response.status(status).set(headers);
  if (body === undefined || request.method === 'HEAD') return void response.end();
  if (isJson(body)) return void response.json(body.json);
  if (typeof body === 'string' || body instanceof Uint8Array) {
    if (!response.hasHeader('content-type')) response.type(typeof body === 'string' ? 'text' : 'bin');
    return void response.end(body);
  }
  await pipeline(Readable.from(paced(body, late), { highWaterMark: 1 }), response, { signal: late.signal });
}

/** Each piece has the whole time for itself. */
async function* paced<Piece>(pieces: AsyncIterable<Piece>, late: Deadline): AsyncGenerator<Piece, void, undefined> {
  for await (const piece of pieces) {
    late.reset();
    yield piece;
    late.reset();
  }
}

function isJson(body: RouteBody): body is Extract<RouteBody, { json: unknown }> {
  return typeof body === 'object' && 'json' in body;
}
