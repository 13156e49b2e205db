import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { invalidInput, isPluginError, type Route, type RouteAnswer, type RouteBody } from '@clipgraph/contracts';
import type { ByteBudget } from '@clipgraph/images';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

import { bodyBytes } from './body-bytes.ts';
import type { GatewayLimits } from './config.ts';
import { deadline, type Deadline } from './deadline.ts';
import { discardRest, refuse, refusalOf } from './image-body.ts';
import { jsonProblem } from './json-check.ts';
import { requestFacts } from './request-facts.ts';

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
  readonly budget: Pick<ByteBudget, 'acquire'>;
  readonly logger: Logger;
}

/** Serves a module's route: reads the body within its limit, answers what `handle` gives or what its error says. */
export function moduleRoute({ route, limits, budget, logger }: ModuleRouteOptions): RequestHandler {
  const maxBytes = route.maxBodyBytes === 'picture' ? limits.imageBytes : (route.maxBodyBytes ?? 0);
  return async (request, response) => {
    // Of the work until there is an answer, and then of each piece of it.
    using late = deadline(limits.requestDeadlineMs);
    const context = requestFacts(response, limits, late.signal);
    try {
      const body = await bodyOf(request, { maxBytes, budget, limits, signal: context.signal });
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
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      if (isPluginError(error) && (error.code === 'MODEL_FAILED' || error.code === 'UNAVAILABLE')) {
        logger.error({ requestId: context.requestId, route: route.path, err: error }, 'request failed');
      }
      refuse(response, refusal);
    }
  };
}

function queryOf(request: Request): URLSearchParams {
  return new URL(request.originalUrl, 'http://localhost').searchParams;
}

interface BodyOptions {
  readonly maxBytes: number;
  readonly budget: Pick<ByteBudget, 'acquire'>;
  readonly limits: GatewayLimits;
  readonly signal: AbortSignal;
}

async function bodyOf(request: Request, { maxBytes, budget, limits, signal }: BodyOptions): Promise<Uint8Array> {
  const { 'content-length': length = '0', 'transfer-encoding': chunked, 'content-type': type = '' } = request.headers;
  if (Number(length) === 0 && chunked === undefined) return new Uint8Array();
  if (maxBytes === 0) throw invalidInput('INVALID', 'This address takes no body.');
  const times = { stallMs: limits.bodyStallMs, totalMs: limits.requestDeadlineMs };
  const { bytes } = await bodyBytes(request, budget, { maxBytes, ...times }, signal);
  const problem = /^application\/(?:[\w.-]+\+)?json\b/i.test(type) ? jsonProblem(bytes) : undefined;
  if (problem !== undefined) throw invalidInput('INVALID', problem);
  return bytes;
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
