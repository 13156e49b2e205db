import { PluginError } from '@clipgraph/contracts';

import type { Outcome, Priority } from './job.ts';
import type { BatchedOptions, EmbedderStats } from './options.ts';

/** Decides at once whether a call may join the queue, and counts those that did. */
export interface Admission {
  /** Calls not yet answered; a picture in crops counts once for each crop. */
  readonly calls: number;
  /**
   * Throws OVERLOADED if the queue has no room for these items and bytes. Otherwise call the returned function at the end of
   * the call.
   */
  enter(tower: 'image' | 'text', bytes: number, priority: Priority, items?: number): (outcome: Outcome) => void;
  counts(): Omit<EmbedderStats, 'runningBatches' | 'batches' | 'items' | 'givenUp' | 'lost'>;
}

/** Bulk work may fill no more than this part of the queue, so that requests still get in while a collection is indexed. */
const BULK_ROOM = 0.75;
const UNMEASURED_RETRY_MS = 1000;
const SHORTEST_RETRY_MS = 50;

/** `drainMs` estimates how long the queue as it stands will take. */
export function admission(options: BatchedOptions, drainMs: () => number): Admission {
  const { maxQueuedImages = 1024, maxQueuedTexts = 8192, maxQueuedBytes = 256 * 1024 * 1024 } = options;
  const most = { image: maxQueuedImages, text: maxQueuedTexts };
  const calls = { image: 0, text: 0 };
  const counters = { overloaded: 0, late: 0, left: 0, failed: 0 };
  let queuedBytes = 0;

  function hasRoom(tower: 'image' | 'text', bytes: number, priority: Priority, items: number): boolean {
    const share = priority === 'bulk' ? BULK_ROOM : 1;
    // A single item is accepted whatever its size: limits on the size of an input are elsewhere.
    const fits = queuedBytes === 0 || queuedBytes + bytes <= maxQueuedBytes * share;
    const room = Math.ceil(most[tower] * share);
    // The same holds for the number of crops of one picture.
    return fits && calls[tower] + Math.max(1, Math.min(items, room)) <= room;
  }

  return {
    get calls() {
      return calls.image + calls.text;
    },
    enter(tower, bytes, priority, items = 1) {
      if (!hasRoom(tower, bytes, priority, items)) {
        counters.overloaded++;
        // Half the queue: by then there is room, and those who were refused do not all meet an empty machine.
        const retryAfterMs = Math.max(SHORTEST_RETRY_MS, Math.round(drainMs() / 2) || UNMEASURED_RETRY_MS);
        throw new PluginError('OVERLOADED', 'Too much work is waiting.', { retryAfterMs });
      }
      calls[tower] += items;
      queuedBytes += bytes;
      return (outcome) => {
        calls[tower] -= items;
        queuedBytes -= bytes;
        if (outcome !== 'done') counters[outcome]++;
      };
    },
    counts: () => ({ queuedImages: calls.image, queuedTexts: calls.text, queuedBytes, ...counters }),
  };
}
