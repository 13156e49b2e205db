/** How many of the oldest items are looked at, which bounds the work for a long queue. */
const WINDOW = 512;
/** A batch's sizes may differ by this much, or by a quarter of the largest: beyond, padding costs more than a run. */
const FREE_PADDING = 4;

export interface PackOptions<Item> {
  /** Size of one item: 1 for an image, its tokens for a text. */
  readonly sizeOf: (item: Item) => number;
  /** Most that a batch may cost: number of items times the largest of them, for all are padded to it. */
  readonly maxCost: number;
  /** Batches that could start now: a short queue is split among them rather than put into one. */
  readonly freeSlots: number;
}

/**
 * The next batch: the oldest item, which therefore never waits for ever, and those most like it in size, in
 * order of arrival. Takes what is there; an item beyond `maxCost` goes alone.
 */
export function packed<Item>(queue: Iterable<Item>, { sizeOf, maxCost, freeSlots }: PackOptions<Item>): Item[] {
  const candidates: { item: Item; size: number; at: number }[] = [];
  for (const item of queue) {
    candidates.push({ item, size: sizeOf(item), at: candidates.length });
    if (candidates.length === WINDOW) break;
  }
  const oldest = candidates[0];
  if (!oldest) return [];
  const total = candidates.reduce((sum, { size }) => sum + size, 0);
  const budget = Math.min(maxCost, Math.ceil(total / freeSlots));
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
