import { invalidInput, isPluginError, type Route } from '@clipgraph/contracts';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

import { answerUnexpected } from './answer-error.ts';
import type { GatewayLimits } from './config.ts';
import { deadline } from './deadline.ts';
import { discardRest, refuse, refusalOf } from './image-body.ts';
import type { InFlight } from './in-flight.ts';
import { requestFacts } from './request-facts.ts';
import { requestPieces } from './request-pieces.ts';
import { BrokenAnswer, sendAnswer } from './route-answer.ts';

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
  readonly inFlight: InFlight;
  readonly logger: Logger;
}

/** Serves a module's route: reads the body within its limit, answers what `handle` gives or what its error says. */
export function moduleRoute({ route, limits, inFlight, logger }: ModuleRouteOptions): RequestHandler {
  const maxBytes = route.maxBodyBytes === 'picture' ? limits.imageBytes : (route.maxBodyBytes ?? 0);
  return async (request, response) => {
    // Of the work until there is an answer, and then of each piece of it.
    using late = deadline(limits.requestDeadlineMs);
    const context = requestFacts(response, limits, late.signal);
    try {
      const body = await bodyOf(request, maxBytes, context.signal);
      const { params, headers } = request;
      const asked = {
        params: params as Record<string, string>,
        query: queryOf(request),
        headers: headers as Record<string, string | undefined>,
        body,
      };
      const handled = (async () => route.handle(asked, context))();
      await sendAnswer(await Promise.race([inFlight.track(handled), context.overdue]), { request, response, context, late, inFlight });
    } catch (error) {
      if (response.headersSent || response.destroyed) {
        // A caller who left, or who read too slowly, is no fault of ours.
        if (error instanceof BrokenAnswer) {
          logger.error({ requestId: context.requestId, route: route.path, err: error.cause }, 'an answer ended in the middle');
        }
        return void response.destroy();
      }
      discardRest(request);
      const refusal = refusalOf(error, context.signal);
      if (!refusal) return answerUnexpected(error, response, logger, { route: route.path });
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
