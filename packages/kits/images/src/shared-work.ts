import { untilAborted } from './until-aborted.ts';

/** Rejects with the signal's reason when the caller has left. The work's own signal aborts when the last caller has. */
export type SharedWork<Result> = (key: string, work: (signal: AbortSignal) => Promise<Result>, signal?: AbortSignal) => Promise<Result>;

interface UnderWay<Result> {
  readonly result: Promise<Result>;
  readonly left: AbortController;
  callers: number;
}

/**
 * Work under one key is done once for all who ask for it while it is under way, and ended when all of them have left.
 *
 * @example
 * const rendition = sharedWork<Uint8Array>();
 * await rendition(`${imageId}/256`, (signal) => decoder.rendition(picture, { format: 'webp', maxSide: 256, signal }), caller);
 */
export function sharedWork<Result>(): SharedWork<Result> {
  const underWay = new Map<string, UnderWay<Result>>();

  function begin(key: string, work: (signal: AbortSignal) => Promise<Result>): UnderWay<Result> {
    const left = new AbortController();
    const begun: UnderWay<Result> = {
      left,
      callers: 0,
      result: Promise.resolve()
        .then(() => work(left.signal))
        .finally(() => {
          if (underWay.get(key) === begun) underWay.delete(key);
        }),
    };
    // Whoever waits is told; when nobody does, it is nobody's error.
    begun.result.catch(() => undefined);
    underWay.set(key, begun);
    return begun;
  }

  return async (key, work, signal) => {
    signal?.throwIfAborted();
    const joined = underWay.get(key) ?? begin(key, work);
    joined.callers++;
    try {
      return await untilAborted(joined.result, signal);
    } finally {
      joined.callers--;
      if (joined.callers === 0) {
        // Who comes now begins anew instead of joining what is being ended.
        if (underWay.get(key) === joined) underWay.delete(key);
        joined.left.abort(new DOMException('Nobody waits any more.', 'AbortError'));
      }
    }
  };
}
