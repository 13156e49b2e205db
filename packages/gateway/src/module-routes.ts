import { invalidInput, isPluginError, type Route } from '@clipgraph/contracts';
import type { ByteBudget } from '@clipgraph/images';
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';

import { answerUnexpected } from './answer-error.ts';
import { bodyBytes } from './body-bytes.ts';
import type { GatewayLimits } from './config.ts';
import { deadline } from './deadline.ts';
import { discardRest, refuse, refusalOf } from './image-body.ts';
import type { InFlight } from './in-flight.ts';
import { jsonProblem } from './json-check.ts';
import { requestFacts } from './request-facts.ts';
import { BrokenAnswer, sendAnswer } from './route-answer.ts';

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
/** Segments of plain characters, or a name after a colon. */
const PATH = /^(?:\/(?::[a-zA-Z]\w*|[\w.~-]+))+$/;

/** A route with the module that has it. */
export interface OwnedRoute {
  readonly route: Route;
  readonly module: string;
}

/** What keeps these routes from being served: a wrong path, one that two have under whatever names of parameters, or one of the server's own. */
export function routeProblems(routes: readonly OwnedRoute[], ownPaths: readonly string[]): readonly string[] {
  const problems: string[] = [];
  const seen = new Map<string, OwnedRoute>();
  for (const owned of routes) {
    const { method, path } = owned.route;
    const address = `${method} ${path}`;
    if (!METHODS.has(method) || !PATH.test(path)) problems.push(`${address} is no address that a module can have.`);
    const plain = path.toLowerCase();
    if (ownPaths.some((own) => plain === own || plain.startsWith(`${own}/`))) problems.push(`${address} is the server's own.`);
    const shape = `${method} ${path.replaceAll(/:\w+/g, ':')}`;
    const other = seen.get(shape);
    if (other) problems.push(`Two modules have the route ${address}: ${other.module}, as ${other.route.path}, and ${owned.module}.`);
    seen.set(shape, owned);
  }
  return problems;
}

/**
 * Which of two paths is matched first: a segment that is written out goes before a parameter in its place, so that the order of the modules
 * does not matter.
 */
export function bySpecificity(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let place = 0; place < Math.min(left.length, right.length); place++) {
    const difference = Number(left[place]!.startsWith(':')) - Number(right[place]!.startsWith(':'));
    if (difference !== 0) return difference;
  }
  return 0;
}

interface ModuleRouteOptions {
  readonly route: Route;
  readonly limits: GatewayLimits;
  readonly budget: Pick<ByteBudget, 'acquire'>;
  readonly inFlight: InFlight;
  readonly logger: Logger;
}

/** Serves a module's route: reads the body within its limit, answers what `handle` gives or what its error says. */
export function moduleRoute({ route, limits, budget, inFlight, logger }: ModuleRouteOptions): RequestHandler {
  const maxBytes = route.maxBodyBytes === 'picture' ? limits.imageBytes : (route.maxBodyBytes ?? 0);
  return async (request, response) => {
    // Of the work until there is an answer, and then of each piece of it.
    using late = deadline(limits.requestDeadlineMs);
    const context = requestFacts(response, limits, late.signal);
    try {
      const body = await bodyOf(request, { maxBytes, budget, limits, signal: context.signal });
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
