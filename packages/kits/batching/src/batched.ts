import { mostCrops, pictureBytes, PluginError } from '@clipgraph/contracts';
import type { Embedder, EmbedOptions, Encoder } from '@clipgraph/contracts';

import { admission } from './admission.ts';
import { commonEnd } from './common-end.ts';
import { priorityTurns } from './priority-lanes.ts';
import type { BatchedOptions, EmbedderStats } from './options.ts';
import { towerScheduler } from './tower-scheduler.ts';
import type { Run, RunCapacity, TowerScheduler } from './tower-scheduler.ts';

/** An {@link Embedder} that can be watched. */
export interface BatchedEmbedder extends Embedder {
  stats(): EmbedderStats;
  /** Rejects with UNAVAILABLE while no run can be made: all that could go on at once are lost, or the encoder says so. */
  health(): Promise<void>;
}

/** Threads that sharp has by default. */
const DECODERS = 4;
/** Tokenising takes microseconds and happens on this thread: more at once would only hold it longer. */
const TEXTS_PREPARED_AT_ONCE = 8;
/** For towers that name no limit of their own. */
const DEFAULT_BATCH_TOKENS = 128;

/**
 * Turns an encoder into an embedder. Each call is prepared by itself, so that a corrupt item fails alone,
 * then waits until a run is free and goes with whatever else waits: nothing ever waits for a batch to fill.
 *
 * - Interactive work goes before bulk work, which gets a share of the runs so that it is never starved.
 * - A picture in crops is decoded once; its pieces are images like any other, under one deadline.
 * - Texts of similar length share a run; equal texts are computed once, and equal pictures that are asked for at the same time.
 * - The queue is bounded in calls and bytes; beyond, OVERLOADED at once with an estimate of when to retry.
 * - The deadline counts from the call. Work whose callers have all left is dropped.
 * - A run that does not come back within its limit is given up: its items fail, and the encoder is told.
 * - When a run of several items fails, each is tried once alone, so that only the culprit fails.
 *
 * @example
 * const embedder = batched(await clip({ folder, decoder }), { maxQueuedImages: 256 });
 */
export function batched(encoder: Encoder, options: BatchedOptions = {}): BatchedEmbedder {
  const { maxBatchSize = 4, deadlineMs = 30_000, runLimitMs = 20_000, bulkShare = 0.2, onBatch } = options;
  const { parallelism } = encoder;
  const common = { parallelism, deadlineMs, runLimitMs, onReady: planDispatch, onGivenUp };
  const images = towerScheduler({
    ...common,
    name: 'image',
    tower: encoder.image,
    maxCost: maxBatchSize,
    maxPreparing: options.maxPreparing ?? Math.min(parallelism, DECODERS),
    maxReady: parallelism * maxBatchSize,
  });
  const texts =
    encoder.text &&
    towerScheduler({
      ...common,
      name: 'text',
      tower: encoder.text,
      maxCost: maxTokens(options, encoder.text),
      maxPreparing: TEXTS_PREPARED_AT_ONCE,
      maxReady: Infinity,
    });
  const towers = texts ? [images, texts] : [images];
  const admitting = admission(options, () => images.backlogMs() + (texts?.backlogMs() ?? 0));
  const nextTurn = priorityTurns(bulkShare);
  const done = { batches: 0, items: 0, givenUp: 0, lost: 0 };
  /** When each run should be over. */
  const running = new Map<Run, number>();
  let dispatchPlanned = false;
  let closing: Promise<void> | undefined;
  let onIdle: (() => void) | undefined;

  // Once for all that becomes ready in this turn of the event loop, so that calls made together go together.
  function planDispatch(): void {
    if (dispatchPlanned) return;
    dispatchPlanned = true;
    setImmediate(() => {
      dispatchPlanned = false;
      dispatch();
    });
  }

  function onGivenUp(over: Promise<void>): void {
    done.givenUp++;
    done.lost++;
    void over.then(() => done.lost--);
  }

  function dispatch(): void {
    while (running.size < parallelism) {
      const interactive = oldestOf('interactive');
      const bulk = oldestOf('bulk');
      const priority = nextTurn({ interactive: interactive !== undefined, bulk: bulk !== undefined });
      if (!priority) return;
      void runOf(priority === 'interactive' ? interactive! : bulk!, priority);
    }
  }

  /** The tower whose ready job of that priority has waited longest. */
  function oldestOf(priority: 'interactive' | 'bulk'): AnyTower | undefined {
    let found: AnyTower | undefined;
    for (const tower of towers) {
      if ((tower.oldest(priority) ?? Infinity) < (found?.oldest(priority) ?? Infinity)) found = tower;
    }
    return found;
  }

  async function runOf(tower: AnyTower, priority: 'interactive' | 'bulk'): Promise<void> {
    const startedAt = performance.now();
    const run = tower.start(priority, runCapacity(startedAt));
    running.set(run, startedAt + run.expectedMs);
    const report = await run.report;
    running.delete(run);
    done.batches++;
    done.items += report.items;
    dispatch();
    try {
      onBatch?.(report);
    } catch {
      // An observer is not a reason to stop serving.
    }
  }

  /** The last runs of many items should end together: otherwise cores are idle while the longest run finishes. */
  function runCapacity(now: number): RunCapacity {
    const freeSlots = parallelism - running.size;
    const busyMs = Array.from(running.values(), (end) => Math.max(0, end - now)).concat(Array<number>(freeSlots).fill(0));
    const waitingMs = towers.reduce((sum, tower) => sum + tower.waitingMs(), 0);
    return { freeSlots, endMs: commonEnd(waitingMs, busyMs) };
  }

  /** The bookkeeping around each call: refused, or counted from its start to its end. */
  function admitted<Result>(
    name: 'image' | 'text',
    bytes: number,
    { priority = 'interactive', signal }: EmbedOptions,
    items: number,
    start: (call: Pick<Parameters<typeof images.embed>[0], 'priority' | 'signal' | 'onSettled'>) => Promise<Result>,
  ): Promise<Result> {
    if (closing) throw new PluginError('UNAVAILABLE', 'The embedder is closing.');
    signal?.throwIfAborted();
    const onSettled = admitting.enter(name, bytes, priority, items);
    return start({
      priority,
      signal,
      onSettled(outcome) {
        onSettled(outcome);
        if (admitting.calls === 0) onIdle?.();
      },
    });
  }

  return {
    model: encoder.model,
    async embedImage(picture, options = {}) {
      const key = picture instanceof Uint8Array ? undefined : await picture.sha256();
      // Who joins what waits already brings no bytes of its own.
      const bytes = images.has(key) ? 0 : pictureBytes(picture).byteLength;
      const { vector } = await admitted('image', bytes, options, 1, (call) => images.embed({ ...call, input: picture, key }));
      return vector;
    },
    async embedCrops(picture, levels, options = {}) {
      const { image } = encoder;
      if (!image.prepareCrops) throw new PluginError('UNSUPPORTED', 'This model does not embed pictures in crops.');
      return admitted('image', pictureBytes(picture).byteLength, options, mostCrops(levels), (call) =>
        images.embedCrops({ ...call, input: picture }, (signal) => image.prepareCrops!(picture, levels, { signal })),
      );
    },
    async embedText(text, options = {}) {
      if (!texts) throw new PluginError('UNSUPPORTED', 'The model has no text tower.');
      const { vector, prepared } = await admitted('text', text.length * 2, options, 1, (call) =>
        texts.embed({ ...call, input: text, key: text }),
      );
      return { vector, tokenCount: prepared.tokenIds.length, truncated: prepared.truncated };
    },
    stats: () => ({ ...admitting.counts(), ...done, runningBatches: running.size }),
    async health() {
      if (done.lost >= parallelism) throw new PluginError('UNAVAILABLE', 'The model does not come back.');
      await encoder.health?.();
    },
    close() {
      closing ??= (async () => {
        if (admitting.calls > 0) await new Promise<void>((resolve) => (onIdle = resolve));
        await encoder.close();
      })();
      return closing;
    },
  };
}

type AnyTower = Pick<TowerScheduler<never, unknown>, 'oldest' | 'start' | 'waitingMs'>;

/** What the options say, but never more than the tower runs at once; where neither says anything, {@link DEFAULT_BATCH_TOKENS}. */
function maxTokens({ maxBatchTokens }: BatchedOptions, { maxRunCost }: { readonly maxRunCost?: number }): number {
  return Math.min(maxBatchTokens ?? maxRunCost ?? DEFAULT_BATCH_TOKENS, maxRunCost ?? Infinity);
}
