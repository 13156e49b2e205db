import { compareCodePoints, type ScoredHit } from '@clipgraph/contracts';

/** What a scan offers its hits to. */
export interface Top {
  /** What a score must reach to be worth offering. */
  readonly floor: number;
  offer(key: string, score: number): void;
}

/** The best `limit` hits seen, of keys that come once: a heap with the worst at its root. Better is a higher score, then a lower key. */
export class TopK implements Top {
  readonly #heap: ScoredHit[] = [];
  readonly #limit: number;
  /** What a score must reach to be worth offering; none above -1, where cosines are clamped. */
  floor: number = -Infinity;

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(key: string, score: number): void {
    const hit = { key, score };
    if (this.#heap.length < this.#limit) this.#rise(hit);
    else if (compareHits(hit, this.#heap[0]!) < 0) this.#sink(hit);
    if (this.#heap.length === this.#limit) this.floor = this.#heap[0]!.score > -1 ? this.#heap[0]!.score : -Infinity;
  }

  /** Best first. */
  hits(): ScoredHit[] {
    return this.#heap.toSorted(compareHits);
  }

  #rise(hit: ScoredHit): void {
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
  #sink(hit: ScoredHit): void {
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
export function compareHits(a: ScoredHit, b: ScoredHit): number {
  return b.score - a.score || compareCodePoints(a.key, b.key);
}
