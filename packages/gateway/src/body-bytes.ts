import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

import type { ByteBudget, ByteLease } from '@clipgraph/images';
import type { Request } from 'express';

import { BodyError, BodyTooLarge } from './body-error.ts';
import { deadline } from './deadline.ts';
import { requestHolder } from './request-holder.ts';
import { requestPieces } from './request-pieces.ts';

export interface BodyLimits {
  readonly maxBytes: number;
  /** Longest between two pieces. */
  readonly stallMs: number;
  /** For the whole body. */
  readonly totalMs: number;
}

/** A body in memory; what it takes is counted until its request is over. */
export interface BodyBytes {
  readonly bytes: Buffer;
  readonly lease: ByteLease;
}

/** What reads the pieces and what comes of them are both in memory for a while. */
const COPIES = 2;

/**
 * Reads a body of a request, within the budget: room for it is taken before it is read. Errors: BodyTooLarge; BodyError 408 for one
 * that stands still or takes too long, 400 and 415 for its encoding; OVERLOADED; the signal's reason.
 */
export async function bodyBytes(
  request: Request,
  budget: Pick<ByteBudget, 'acquire'>,
  { maxBytes, stallMs, totalMs }: BodyLimits,
  signal?: AbortSignal,
): Promise<BodyBytes> {
  const announced = Number(request.headers['content-length'] ?? Number.NaN);
  if (announced > maxBytes) throw new BodyTooLarge(maxBytes);
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  const inflate = decompressing(encoding);
  const most = inflate || Number.isNaN(announced) ? maxBytes : announced;
  const holder = requestHolder();
  const lease = await budget.acquire(COPIES * most, { owner: holder?.owner, isLasting: true, signal });
  const release = (): void => lease.release();
  holder?.onEnd(release);

  using stalled = deadline(stallMs);
  using late = deadline(totalMs);
  const ends = [stalled.signal, late.signal, ...(signal ? [signal] : [])];
  async function* arriving(): AsyncGenerator<Buffer, void, undefined> {
    for await (const piece of requestPieces(request, AbortSignal.any(ends))) {
      stalled.reset();
      yield piece;
    }
  }
  try {
    const bytes = await joined(inflate ? inflated(arriving(), inflate) : arriving(), maxBytes);
    lease.shrink(COPIES * bytes.length);
    return { bytes, lease };
  } catch (error) {
    release();
    if (stalled.signal.aborted) throw new BodyError(408, `Nothing of the body arrived for ${stallMs / 1000} seconds.`);
    if (late.signal.aborted) throw new BodyError(408, `The body did not arrive within ${totalMs / 1000} seconds.`);
    throw error;
  }
}

async function joined(pieces: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const kept: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > maxBytes) throw new BodyTooLarge(maxBytes);
    kept.push(piece);
  }
  return Buffer.concat(kept, bytes);
}

function decompressing(encoding: string): (() => Transform) | undefined {
  switch (encoding) {
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip;
    case 'deflate':
      return createInflate;
    case 'br':
      return createBrotliDecompress;
    default:
      throw new BodyError(415, 'The content encoding is not supported; there are gzip, deflate and br.');
  }
}

async function* inflated(pieces: AsyncIterable<Buffer>, inflate: () => Transform): AsyncGenerator<Buffer, void, undefined> {
  const stream = inflate();
  let arrivalError: unknown;
  const filling = pipeline(async function* () {
    try {
      yield* pieces;
    } catch (error) {
      arrivalError = error;
      throw error;
    }
  }, stream);
  filling.catch(() => undefined);
  try {
    for await (const piece of stream) yield piece as Buffer;
    await filling;
  } catch {
    throw arrivalError ?? new BodyError(400, 'The body does not decompress.');
  } finally {
    stream.destroy();
  }
}
