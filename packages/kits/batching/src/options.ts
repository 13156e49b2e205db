import type { Priority } from './job.ts';

export interface BatchedOptions {
  /**
   * Most images in one run. On a CPU 4 cost as little each as more do, and when many come at once the last run, which has
   * a core to itself while the others are idle, is over sooner. Default 4.
   */
  readonly maxBatchSize?: number;
  /** Most tokens in one run of texts, padding included; never more than the tower's `maxRunCost`. Default: that, else 128. */
  readonly maxBatchTokens?: number;
  /** Image calls not yet answered; further ones are OVERLOADED. Default 1,024. */
  readonly maxQueuedImages?: number;
  /** Text calls not yet answered. Default 8,192. */
  readonly maxQueuedTexts?: number;
  /** Bytes of inputs not yet answered. Default 256 MiB. */
  readonly maxQueuedBytes?: number;
  /** From the call to its answer, waiting included; then TIMEOUT. Default 30,000. */
  readonly deadlineMs?: number;
  /** Longest that one run may take; then it is given up and its items fail with MODEL_FAILED. Default 20,000. */
  readonly runLimitMs?: number;
  /** Share of the runs that bulk work gets while interactive work waits too, 0 to 1. Default 0.2. */
  readonly bulkShare?: number;
  /** Images being decoded at once. Default: one for each run that can go on, at most 4, for sharp has no more threads by default. */
  readonly maxPreparing?: number;
  /** Called after each run; what it throws is ignored. */
  readonly onBatch?: (batch: BatchReport) => void;
}

export interface BatchReport {
  readonly tower: 'image' | 'text';
  readonly priority: Priority;
  readonly items: number;
  /** From the call of the oldest item to the start of the run, preparing included. */
  readonly waitMs: number;
  readonly runMs: number;
  /** The run as a whole failed; its items were then tried one by one. */
  readonly failed: boolean;
  /** It did not come back within its limit; its items were not tried again. */
  readonly givenUp: boolean;
}

/** Gauges of now, and counters since the start. */
export interface EmbedderStats {
  /** Calls not yet answered. */
  readonly queuedImages: number;
  readonly queuedTexts: number;
  readonly queuedBytes: number;
  readonly runningBatches: number;
  readonly batches: number;
  /** Items in those batches; two calls with one text are one item. */
  readonly items: number;
  /** Runs that did not come back within their limit. */
  readonly givenUp: number;
  /** Those of them that are still not back. */
  readonly lost: number;
  /** Calls refused with OVERLOADED. */
  readonly overloaded: number;
  /** Calls that ended with TIMEOUT. */
  readonly late: number;
  /** Calls whose signal aborted. */
  readonly left: number;
  /** Calls that failed otherwise: bad input or a failing model. */
  readonly failed: number;
}
