import type { Priority } from './job.ts';

/** Two first-in-first-out queues, one for each priority; an item can leave from anywhere. */
export interface PriorityLanes<Item extends { priority: Priority }> {
  readonly size: number;
  add(item: Item): void;
  /** Does nothing when the item is not there. */
  delete(item: Item): void;
  has(item: Item): boolean;
  /** In order of arrival. */
  of(priority: Priority): ReadonlySet<Item>;
}

export function priorityLanes<Item extends { priority: Priority }>(): PriorityLanes<Item> {
  const sets: Record<Priority, Set<Item>> = { interactive: new Set(), bulk: new Set() };
  return {
    get size() {
      return sets.interactive.size + sets.bulk.size;
    },
    add: (item) => void sets[item.priority].add(item),
    delete: (item) => void sets[item.priority].delete(item),
    has: (item) => sets[item.priority].has(item),
    of: (priority) => sets[priority],
  };
}

export function firstOf<Item>(items: Iterable<Item>): Item | undefined {
  for (const item of items) return item;
  return undefined;
}

/**
 * Whose turn it is when both priorities wait: interactive, except that `bulkShare` (0 to 1) of the turns
 * go to bulk, so that indexing goes on under a steady load of requests.
 */
export function priorityTurns(bulkShare: number): (waiting: Record<Priority, boolean>) => Priority | undefined {
  let owedToBulk = 0;
  return ({ interactive, bulk }) => {
    if (!interactive) return bulk ? 'bulk' : undefined;
    if (!bulk) return 'interactive';
    owedToBulk += bulkShare;
    if (owedToBulk < 1) return 'interactive';
    owedToBulk -= 1;
    return 'bulk';
  };
}
