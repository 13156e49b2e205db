import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { RouteAnswer, RouteBody } from '@clipgraph/contracts';
import type { Request, Response } from 'express';

import type { Deadline } from './deadline.ts';
import type { InFlight } from './in-flight.ts';
import type { GatewayContext } from './request-facts.ts';

/** An answer failed after its first bytes, by the fault of whoever makes it. The cause says how. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer';
}

interface AnswerOptions {
  readonly request: Request;
  readonly response: Response;
  readonly context: GatewayContext;
  /** Set again for each piece. */
  readonly late: Deadline;
  readonly inFlight: InFlight;
}

type Piece = string | Uint8Array;

/**
 * Sends what a route answered. Until its first bytes are there the response is untouched, and whatever fails can be answered as an error;
 * afterwards it rejects with a {@link BrokenAnswer} where that is the route's fault.
 */
export async function sendAnswer({ status = 200, headers = {}, body }: RouteAnswer, options: AnswerOptions): Promise<void> {
  const { request, response } = options;
  if (body === undefined || request.method === 'HEAD') return void begin(response, status, headers).end();
  if (typeof body === 'string' || body instanceof Uint8Array) {
    begin(response, status, headers);
    if (!response.hasHeader('content-type')) response.type(typeof body === 'string' ? 'text' : 'bin');
    return void response.end(body);
  }
  if (isJson(body)) {
    const text = JSON.stringify(body.json) as string | undefined;
    if (text === undefined) throw new TypeError('The answer of a route has a json that JSON has no word for.');
    begin(response, status, headers);
    if (!response.hasHeader('content-type')) response.type('json');
    return void response.send(text);
  }
  await sendPieces(body, () => void begin(response, status, headers), options);
}

/** Sets all of it, or nothing: a header that cannot be sent is not found among those of the error that is. */
function begin(response: Response, status: number, headers: Readonly<Record<string, string>>): Response {
  const before = response.getHeaders();
  try {
    return response.status(status).set(headers);
  } catch (error) {
    for (const name of response.getHeaderNames()) if (!(name in before)) response.removeHeader(name);
    for (const [name, value] of Object.entries(before)) if (value !== undefined) response.setHeader(name, value);
    throw error;
  }
}

async function sendPieces(body: RouteBody, setHead: () => void, { response, context, late, inFlight }: AnswerOptions): Promise<void> {
  const pieces = piecesOf(body);
  const next = (): Promise<IteratorResult<Piece>> => inFlight.track(Promise.resolve(pieces.next()));
  let broken: BrokenAnswer | undefined;
  let isMaking = false;

  async function* paced(first: IteratorResult<Piece>): AsyncGenerator<Piece, void, undefined> {
    try {
      for (let piece = first; piece.done !== true; piece = await made()) {
        late.reset();
        yield checked(piece.value);
        late.reset();
      }
    } catch (error) {
      // While it is not ended yet from outside.
      if (!context.signal.aborted) broken = new BrokenAnswer('An answer ended in the middle.', { cause: error });
      throw error;
    } finally {
      if (pieces.return) inFlight.track(Promise.resolve(pieces.return()).catch(() => undefined));
    }
  }

  async function made(): Promise<IteratorResult<Piece>> {
    isMaking = true;
    const piece = await next();
    isMaking = false;
    return piece;
  }

  const first = await Promise.race([next(), context.overdue]);
  if (first.done !== true) checked(first.value);
  setHead();
  try {
    const sent = pipeline(Readable.from(paced(first), { highWaterMark: 1 }), response, { signal: late.signal });
    // A pipeline waits for its source to end, and a source that stands still never does.
    await Promise.race([sent, ended(context.signal)]);
  } catch (error) {
    // A reader who is too slow is no fault of ours; a piece that does not come is.
    if (isMaking && late.signal.aborted) broken ??= new BrokenAnswer('An answer stood still.', { cause: late.signal.reason });
    throw broken ?? error;
  }
}

async function ended(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

function piecesOf(body: RouteBody): AsyncIterator<Piece> | Iterator<Piece> {
  const { [Symbol.asyncIterator]: many, [Symbol.iterator]: one } = Object(body) as Partial<AsyncIterable<Piece> & Iterable<Piece>>;
  const pieces = many?.call(body) ?? one?.call(body);
  if (!pieces) throw new TypeError('The answer of a route has a body that is no text, bytes, pieces or { json }.');
  return pieces;
}

function checked(piece: unknown): Piece {
  if (typeof piece === 'string' || piece instanceof Uint8Array) return piece;
  throw new TypeError('A piece of an answer is neither text nor bytes.');
}

function isJson(body: RouteBody): body is Extract<RouteBody, { json: unknown }> {
  return typeof body === 'object' && body !== null && 'json' in body;
}
