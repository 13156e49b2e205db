import type { RunCost } from '@clipgraph/contracts';

/** How many of the oldest items are looked at, which bounds the work for a long queue. */
const WINDOW = 512;
/** A batch's sizes may differ by this much, or by a quarter of the largest: beyond, padding costs more than a run. */
const FREE_PADDING = 4;
/** Finding even runs takes time for each. */
const MOST_EVEN_RUNS = 3;
/** A budget grows by this part of itself: finer steps would take longer and make runs hardly more even. */
const BUDGET_PARTS = 32;

export interface NextBatchOptions<Item> {
  /** Size of one item: 1 for an image, its tokens for a text. */
  readonly sizeOf: (item: Item) => number;
  /** What a run costs with each further item, see `Tower.runCost`. Absent: number of items times the largest, for all are padded to it. */
  readonly runCost?: (() => RunCost<Item>) | undefined;
  /** Most that a batch may cost. */
  readonly maxCost: number;
  /** Part of what the items cost together that the batch should take, above 0 and at most 1: the rest is for other runs. */
  readonly share: number;
}

/**
 * The next batch: the oldest item, which therefore never waits for ever, and others in order of arrival; where items
 * are padded, those most like it in size. Takes what is there; an item beyond `maxCost` goes alone.
 */
export function nextBatch<Item>(queue: Iterable<Item>, options: NextBatchOptions<Item>): Item[] {
  const oldest: Item[] = [];
  for (const item of queue) {
    oldest.push(item);
    if (oldest.length === WINDOW) break;
  }
  return options.runCost ? withoutPadding(oldest, options.runCost, options) : alikeInSize(oldest, options);
}

function withoutPadding<Item>(items: readonly Item[], runCost: () => RunCost<Item>, { maxCost, share }: NextBatchOptions<Item>): Item[] {
  const total = costUpTo((MOST_EVEN_RUNS * maxCost) / share, items, runCost);
  const runs = Math.max(1, Math.ceil((total * share) / maxCost));
  // Far from the end a full run is best; near it, runs of one size.
  let budget = runs > MOST_EVEN_RUNS ? maxCost : Math.max(1, Math.round((total * share) / runs));
  // What two runs both begin with is computed twice, so even shares are larger than that: the last run would be the longest.
  while (budget < maxCost && runsWithin(budget, items, runCost) > runs * Math.ceil(1 / share)) budget += Math.ceil(budget / BUDGET_PARTS);
  return items.slice(0, fitting(Math.min(budget, maxCost), items, runCost));
}

/** What all would cost in one run, or something above `limit`. */
function costUpTo<Item>(limit: number, items: readonly Item[], runCost: () => RunCost<Item>): number {
  const run = runCost();
  let cost = 0;
  for (const item of items) {
    cost = run.add(item);
    if (cost > limit) break;
  }
  return cost;
}

/** How many of the first items one run takes; always one. */
function fitting<Item>(budget: number, items: readonly Item[], runCost: () => RunCost<Item>): number {
  const run = runCost();
  const tooMuch = items.findIndex((item, i) => run.add(item) > budget && i > 0);
  return tooMuch === -1 ? items.length : tooMuch;
}

function runsWithin<Item>(budget: number, items: readonly Item[], runCost: () => RunCost<Item>): number {
  let runs = 0;
  for (let rest = items; rest.length > 0; runs++) rest = rest.slice(fitting(budget, rest, runCost));
  return runs;
}

function alikeInSize<Item>(items: readonly Item[], { sizeOf, maxCost, share }: NextBatchOptions<Item>): Item[] {
  const candidates = items.map((item, at) => ({ item, size: sizeOf(item), at }));
  const oldest = candidates[0];
  if (!oldest) return [];
  const total = candidates.reduce((sum, { size }) => sum + size, 0);
  const budget = Math.min(maxCost, Math.round(total * share));
  const alike = candidates.toSorted((a, b) => Math.abs(a.size - oldest.size) - Math.abs(b.size - oldest.size) || a.at - b.at);
  const batch: typeof candidates = [];
  let [smallest, largest] = [oldest.size, oldest.size];
  for (const candidate of alike) {
    smallest = Math.min(smallest, candidate.size);
    largest = Math.max(largest, candidate.size);
    const fits = (batch.length + 1) * largest <= budget && largest - smallest <= Math.max(FREE_PADDING, largest / 4);
    if (batch.length > 0 && !fits) break;
    batch.push(candidate);
  }
  return batch.sort((a, b) => a.at - b.at).map(({ item }) => item);
}
