import { bestScore } from '@clipgraph/contracts';
import { type Arena, type Block, BLOCK_BYTES, BOUNDS_AT, QUERY_AT, QUERY_COPY_AT, SCORE_AT, type Slab } from './arena.ts';
import { Examples } from './examples.ts';
import { LENGTH_MAX, quantiseQuery } from './quantise.ts';
import type { Top } from './top-k.ts';

/** Rows are padded with zeros to the 16 components that a kernel takes in a step. */
const STEP = 16;

/** Whose vector stands in a row; the matrix keeps `row` right. */
export interface Owner {
  readonly key: string;
  /** What filters know the record by. */
  readonly ordinal: number;
  row: number;
}

/** Whether the record of an ordinal is to choose from. */
type Passes = (ordinal: number) => boolean;

/**
 * Vectors of one length in blocks, row by row without gaps: the last row moves into the place of a removed one. A block
 * holds its rows in float32, then their int8 copies, then two facts about each copy.
 */
export class Matrix {
  readonly #owners: Owner[] = [];
  /** Rows written; the owners of the last ones may be about to come. */
  #count = 0;
  /** Of the owners, so that filtering a scan does not go through them. */
  #ordinals = new Int32Array(64);
  readonly #blocks: Block[] = [];
  readonly #arena: Arena;
  readonly #dimensions: number;
  /** Components of a row, padding included. */
  readonly #stride: number;
  readonly #rowsPerBlock: number;

  /** `dimensions` is at most MAX_DIMENSIONS. */
  constructor(arena: Arena, dimensions: number) {
    this.#arena = arena;
    this.#dimensions = dimensions;
    this.#stride = Math.ceil(dimensions / STEP) * STEP;
    this.#rowsPerBlock = Math.floor(BLOCK_BYTES / (this.#stride * 5 + 8));
  }

  /** Makes room for so many more rows, so that adding them cannot fail. Throws UNAVAILABLE when memory runs out. */
  reserve(rows: number): void {
    const total = this.#count + rows;
    while (this.#blocks.length * this.#rowsPerBlock < total) this.#blocks.push(this.#arena.take());
    if (this.#ordinals.length < total) {
      const larger = new Int32Array(Math.max(total, this.#ordinals.length * 2));
      larger.set(this.#ordinals);
      this.#ordinals = larger;
    }
  }

  add(owner: Owner, vector: Float32Array): void {
    this.append(vector);
    this.own(owner);
  }

  /** Writes a row whose owner will be told by {@link own}, rows and owners in the same order. */
  append(vector: Float32Array): void {
    this.reserve(1);
    this.#write(this.#count++, vector);
  }

  own(owner: Owner): void {
    this.#place(owner, this.#owners.length);
  }

  replace(owner: Owner, vector: Float32Array): void {
    this.#write(owner.row, vector);
  }

  remove(owner: Owner): void {
    const last = this.#owners.at(-1)!;
    if (last !== owner) {
      const { slab, floats } = this.#at(last.row);
      this.#write(owner.row, slab.floats.subarray(floats / 4, floats / 4 + this.#dimensions));
      this.#place(last, owner.row);
    }
    this.#owners.pop();
    this.#count--;
    this.#giveBack();
  }

  /** Gives every block back; the matrix is empty then. */
  clear(): void {
    this.#owners.length = 0;
    this.#count = 0;
    this.#giveBack();
  }

  /**
   * Offers every vector that can be among the best, and some others, with its exact dot product. Returns how many there
   * were to choose from: all, or those whose ordinal `passes`.
   */
  search(query: Float32Array, top: Top, passes?: Passes): number {
    const ordinals = this.#ordinals;
    let candidates = 0;
    let slab: Slab | undefined;
    let copy = { step: 0, slack: 0 };
    for (let first = 0, b = 0; first < this.#owners.length; first += this.#rowsPerBlock, b++) {
      if (slab !== this.#blocks[b]!.slab) copy = this.#putQuery((slab = this.#blocks[b]!.slab), query);
      const bounds = this.#bounds(first, Math.min(this.#rowsPerBlock, this.#owners.length - first), copy);
      for (let i = 0; i < bounds.length; i++) {
        if (passes && !passes(ordinals[first + i]!)) continue;
        candidates++;
        if (bounds[i]! >= top.floor) this.#offer(first + i, top);
      }
    }
    return candidates;
  }

  /**
   * Offers every vector that can be among the best by `bestScore`, and some others, exactly; returns how many there were
   * to choose from.
   */
  searchBest(positive: readonly Float32Array[], negative: readonly Float32Array[], top: Top, passes?: Passes): number {
    const shape = { stride: this.#stride, rows: this.#rowsPerBlock };
    const [liked, disliked] = [positive, negative].map(
      (queries, side) =>
        new Examples(
          queries.map((query) => this.#padded(query)),
          { ...shape, side: side as 0 | 1 },
        ),
    ) as [Examples, Examples];
    return this.#chosen(passes, (first, chosen) => {
      const block = this.#at(first);
      for (const [from, end] of runsOf(chosen)) {
        liked.look(block, from, end);
        disliked.look(block, from, end);
      }
      for (const i of chosen) {
        const most = bestScore(clamped(liked.bounds(block, i).atMost), clamped(disliked.bounds(block, i).atLeast));
        if (most < top.floor) continue;
        const row = this.#at(first + i);
        const score = bestScore(clamped(liked.highest(row, i)), clamped(disliked.highest(row, i)));
        if (score >= top.floor) top.offer(this.#owners[first + i]!.key, score);
      }
    });
  }

  /** Offers the dot product of every vector with one of any length; returns how many they are. */
  searchDot(vector: Float32Array, top: Top, passes?: Passes): number {
    return this.#chosen(passes, (first, chosen, count) => {
      const dots = this.#dots(vector, first, count);
      for (const i of chosen) if (dots[i]! >= top.floor) top.offer(this.#owners[first + i]!.key, dots[i]!);
    });
  }

  /** Copies of at most so many vectors, evenly over all rows. */
  sample(limit: number): Float32Array[] {
    const rows = this.#owners.length;
    const length = Math.min(limit, rows);
    return Array.from({ length }, (_, i) => {
      const { slab, floats } = this.#at(Math.floor((i * rows) / length));
      return slab.floats.slice(floats / 4, floats / 4 + this.#dimensions);
    });
  }

  /** The keys of the rows that {@link sample} copies. */
  sampleKeys(limit: number): string[] {
    const rows = this.#owners.length;
    const length = Math.min(limit, rows);
    return Array.from({ length }, (_, i) => this.#owners[Math.floor((i * rows) / length)]!.key);
  }

  /** Whether it has no rows. */
  get isEmpty(): boolean {
    return this.#owners.length === 0;
  }

  /** Block by block, with the rows to choose from, from the block's first on; without any, a block is left out. */
  #chosen(passes: Passes | undefined, visit: (first: number, chosen: readonly number[], count: number) => void): number {
    let candidates = 0;
    for (let first = 0; first < this.#owners.length; first += this.#rowsPerBlock) {
      const count = Math.min(this.#rowsPerBlock, this.#owners.length - first);
      const chosen: number[] = [];
      for (let i = 0; i < count; i++) if (!passes || passes(this.#ordinals[first + i]!)) chosen.push(i);
      candidates += chosen.length;
      if (chosen.length > 0) visit(first, chosen, count);
    }
    return candidates;
  }

  /** Of the rows from `first` on, the first of its block; valid until the next call. */
  #dots(query: Float32Array, first: number, count: number): Float32Array {
    const { slab, floats } = this.#at(first);
    slab.floats.set(this.#padded(query), QUERY_AT / 4);
    slab.kernel.dot(QUERY_AT, floats, count, this.#stride * 4, SCORE_AT);
    return slab.floats.subarray(SCORE_AT / 4, SCORE_AT / 4 + count);
  }

  #padded(query: Float32Array): Float32Array {
    const padded = new Float32Array(this.#stride);
    padded.set(query);
    return padded;
  }

  #putQuery({ floats, int16s }: Slab, query: Float32Array): { step: number; slack: number } {
    const padded = this.#padded(query);
    floats.set(padded, QUERY_AT / 4);
    return quantiseQuery(padded, int16s.subarray(QUERY_COPY_AT / 2, QUERY_COPY_AT / 2 + this.#stride));
  }

  /** What the scores of the rows from `first` on, the first of its block, do not exceed; valid until the next call. */
  #bounds(first: number, count: number, { step, slack }: { step: number; slack: number }): Float32Array {
    const { slab, copy, facts } = this.#at(first);
    slab.kernel.bound(QUERY_COPY_AT, copy, count, this.#stride, facts, step, slack, BOUNDS_AT);
    return slab.floats.subarray(BOUNDS_AT / 4, BOUNDS_AT / 4 + count);
  }

  #offer(row: number, top: Top): void {
    const { slab, floats } = this.#at(row);
    slab.kernel.dot(QUERY_AT, floats, 1, this.#stride * 4, SCORE_AT);
    const score = slab.floats[SCORE_AT / 4]!;
    if (score >= top.floor) top.offer(this.#owners[row]!.key, clamped(score));
  }

  #place(owner: Owner, row: number): void {
    owner.row = row;
    this.#owners[row] = owner;
    this.#ordinals[row] = owner.ordinal;
  }

  #write(row: number, vector: Float32Array): void {
    const { slab, floats, copy, facts } = this.#at(row);
    slab.floats.set(vector, floats / 4);
    slab.floats.fill(0, floats / 4 + this.#dimensions, floats / 4 + this.#stride);
    slab.kernel.quantise(floats, this.#stride * 4, copy, facts, LENGTH_MAX);
  }

  /** Where a row's parts begin, in bytes. */
  #at(row: number): { slab: Slab; floats: number; copy: number; facts: number } {
    const { slab, offset } = this.#blocks[Math.floor(row / this.#rowsPerBlock)]!;
    const i = row % this.#rowsPerBlock;
    const copies = offset + this.#rowsPerBlock * this.#stride * 4;
    const facts = copies + this.#rowsPerBlock * this.#stride;
    return { slab, floats: offset + i * this.#stride * 4, copy: copies + i * this.#stride, facts: facts + i * 8 };
  }

  /** Keeps one spare block, so that a record coming and going at the edge costs nothing. */
  #giveBack(): void {
    const needed = Math.ceil(this.#count / this.#rowsPerBlock);
    const kept = needed === 0 ? 0 : needed + 1;
    while (this.#blocks.length > kept) this.#arena.give(this.#blocks.pop()!);
  }
}

/** Ascending numbers as ranges; the second number is behind the last. */
function runsOf(numbers: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.[1] === number) last[1]++;
    else runs.push([number, number + 1]);
  }
  return runs;
}

/** Rounding can carry a dot product of unit vectors past 1; clamped before comparisons, so that ties stay ties. */
function clamped(cosine: number): number {
  return cosine === -Infinity ? cosine : Math.min(1, Math.max(-1, cosine));
}
