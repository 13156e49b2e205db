import { compareCodePoints, type Hit } from '@clipgraph/spec';

/** The best `limit` hits seen: a heap with the worst at its root. Better is a higher cosine, then a lower key. */
export class TopK {
  readonly #heap: Hit[] = [];
  readonly #limit: number;
  /** What a cosine must reach to be worth offering. */
  floor: number = -Infinity;

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(key: string, score: number): void {
    // Rounding can carry a dot product of unit vectors past 1; before the comparison, so that ties stay ties.
    const cosine = Math.min(1, Math.max(-1, score));
    const hit = { key, cosine };
    if (this.#heap.length < this.#limit) this.#rise(hit);
    else if (compareHits(hit, this.#heap[0]!) < 0) this.#sink(hit);
    if (this.#heap.length === this.#limit) this.floor = this.#heap[0]!.cosine > -1 ? this.#heap[0]!.cosine : -Infinity;
  }

  /** Best first. */
  hits(): Hit[] {
    return this.#heap.toSorted(compareHits);
  }

  #rise(hit: Hit): void {
    const heap = this.#heap;
    let at = heap.push(hit) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (compareHits(hit, heap[parent]!) <= 0) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = hit;
  }

  /** Replaces the root. */
  #sink(hit: Hit): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && compareHits(heap[child + 1]!, heap[child]!) > 0) child++;
      if (compareHits(heap[child]!, hit) <= 0) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = hit;
  }
}

/** Negative when `a` comes first. */
function compareHits(a: Hit, b: Hit): number {
  return b.cosine - a.cosine || compareCodePoints(a.key, b.key);
}
