import type { ScoredHit } from '@clipgraph/contracts';
import { compareHits, type Top } from './top-k.ts';

/**
 * The best `limit` records seen, of which each may be offered with several scores and counts by its best: a heap with the
 * worst at its root that knows where each key stands. A score below the floor need not be offered, since by then `limit`
 * other records have a better one.
 */
export class TopRecords implements Top {
  readonly #heap: ScoredHit[] = [];
  readonly #places = new Map<string, number>();
  readonly #limit: number;
  /** As `TopK` has it. */
  floor: number = -Infinity;

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(key: string, score: number): void {
    const hit = { key, score };
    const known = this.#places.get(key);
    if (known !== undefined) {
      if (score <= this.#heap[known]!.score) return;
      this.#sink(hit, known);
    } else if (this.#heap.length < this.#limit) this.#rise(hit);
    else if (compareHits(hit, this.#heap[0]!) < 0) {
      this.#places.delete(this.#heap[0]!.key);
      this.#sink(hit, 0);
    }
    if (this.#heap.length === this.#limit) this.floor = this.#heap[0]!.score > -1 ? this.#heap[0]!.score : -Infinity;
  }

  /** Best first. */
  hits(): ScoredHit[] {
    return this.#heap.toSorted(compareHits);
  }

  #put(hit: ScoredHit, at: number): void {
    this.#heap[at] = hit;
    this.#places.set(hit.key, at);
  }

  #rise(hit: ScoredHit): void {
    let at = this.#heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (compareHits(hit, this.#heap[parent]!) <= 0) break;
      this.#put(this.#heap[parent]!, at);
      at = parent;
    }
    this.#put(hit, at);
  }

  /** Takes the place of what stands there, which is worse. */
  #sink(hit: ScoredHit, from: number): void {
    const heap = this.#heap;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && compareHits(heap[child + 1]!, heap[child]!) > 0) child++;
      if (compareHits(heap[child]!, hit) <= 0) break;
      this.#put(heap[child]!, at);
      at = child;
    }
    this.#put(hit, at);
  }
}
