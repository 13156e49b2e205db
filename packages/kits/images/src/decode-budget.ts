import { invalidInput, PluginError } from '@clipgraph/contracts';

export interface DecodeBudgetOptions {
  /** Most decoded bytes at once, over all requests. */
  readonly maxBytes: number;
  /** Most decodes at once. */
  readonly maxJobs: number;
  /** Most decodes that wait for their turn. */
  readonly maxWaiting: number;
}

/** Gives back what was taken; only its first call counts. */
export type Release = () => void;

/** A counter of memory that is about to be allocated: waits rather than allocating too much. */
export interface DecodeBudget {
  /**
   * Takes bytes in order of arrival, so that large images do not starve. Errors: TOO_LARGE for more than
   * the whole budget, OVERLOADED when too many wait, the signal's reason when aborted. A decode that goes on elsewhere takes memory
   * and none of the places.
   */
  acquire(bytes: number, signal?: AbortSignal, options?: { readonly isElsewhere?: boolean }): Promise<Release>;
  readonly usedBytes: number;
  readonly runningJobs: number;
  readonly waiting: number;
  /** Refused so far. */
  readonly refused: number;
}

interface Waiting {
  readonly bytes: number;
  readonly places: number;
  start(): void;
}

export function decodeBudget({ maxBytes, maxJobs, maxWaiting }: DecodeBudgetOptions): DecodeBudget {
  const waiting = new Set<Waiting>();
  let usedBytes = 0;
  let runningJobs = 0;
  let refused = 0;

  const fits = (bytes: number, places: number): boolean => runningJobs + places <= maxJobs && usedBytes + bytes <= maxBytes;

  function take(bytes: number, places: number): Release {
    usedBytes += bytes;
    runningJobs += places;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      usedBytes -= bytes;
      runningJobs -= places;
      startWaiting();
    };
  }

  function startWaiting(): void {
    for (const next of waiting) {
      if (!fits(next.bytes, next.places)) return;
      waiting.delete(next);
      next.start();
    }
  }

  return {
    async acquire(bytes, signal, { isElsewhere = false } = {}) {
      const places = isElsewhere ? 0 : 1;
      signal?.throwIfAborted();
      if (bytes > maxBytes) throw invalidInput('TOO_LARGE', 'The image is too large to be decoded here.');
      if (waiting.size === 0 && fits(bytes, places)) return take(bytes, places);
      if (waiting.size >= maxWaiting) {
        refused++;
        throw new PluginError('OVERLOADED', 'Too many images are waiting to be decoded.', { input: 'OVERLOADED', retryAfterMs: 1000 });
      }
      return await new Promise<Release>((resolve, reject) => {
        const entry: Waiting = {
          bytes,
          places,
          start() {
            signal?.removeEventListener('abort', leave);
            resolve(take(bytes, places));
          },
        };
        const leave = (): void => {
          waiting.delete(entry);
          reject(signal?.reason);
          // The one who left may have been too large for a gap that others fit into.
          startWaiting();
        };
        waiting.add(entry);
        signal?.addEventListener('abort', leave, { once: true });
      });
    },
    get usedBytes() {
      return usedBytes;
    },
    get runningJobs() {
      return runningJobs;
    },
    get waiting() {
      return waiting.size;
    },
    get refused() {
      return refused;
    },
  };
}
