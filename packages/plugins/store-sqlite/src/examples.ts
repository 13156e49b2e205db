import { BOUNDS_AT, QUERY_AT, SCORE_AT, type Slab, TILES_AT, TILES_BYTES } from './arena.ts';
import { quantiseQuery, queryStep } from './quantise.ts';

/** Queries that the kernel takes side by side. */
const TILE = 4;

/** Where the parts of a row are in its slab, in bytes; those of the rows behind it follow. */
export interface RowPlace {
  readonly slab: Slab;
  readonly floats: number;
  readonly copy: number;
  readonly facts: number;
}

/**
 * The liked or the disliked examples of a recommendation, and how near the nearest of them is to each row: first as
 * bounds, from the int8 copies of the rows for four examples at a time, then exactly for the few rows that need it.
 */
export class Examples {
  readonly #queries: readonly Float32Array[];
  /** As many tiles of int16 copies as there is room for in a slab. */
  readonly #chunks: Int16Array[] = [];
  readonly #step: number;
  #slack = 0;
  /** Bytes of a row's copy, and components of a query's. */
  readonly #stride: number;
  readonly #at: number;
  readonly #most: Float32Array;
  #loaded: { slab: Slab; buffer: ArrayBufferLike; chunk: Int16Array } | undefined;

  /** `queries` are padded to the stride. The two sides of a recommendation are told apart by `side`. */
  constructor(queries: readonly Float32Array[], { stride, rows, side }: { stride: number; rows: number; side: 0 | 1 }) {
    this.#queries = queries;
    this.#stride = stride;
    this.#at = TILES_AT + side * TILES_BYTES;
    this.#most = new Float32Array(queries.length === 0 ? 0 : rows);
    this.#step = queryStep(queries, stride);
    const perChunk = Math.floor(TILES_BYTES / (TILE * stride * 2)) * TILE;
    for (let from = 0; from < queries.length; from += perChunk) {
      const part = queries.slice(from, from + perChunk);
      const chunk = new Int16Array(Math.ceil(part.length / TILE) * TILE * stride);
      for (let i = 0; i * stride < chunk.length; i++) {
        // A tile that is not full has its first query again, which changes no maximum.
        const query = part[i] ?? part[i - (i % TILE)]!;
        const { slack } = quantiseQuery(query, chunk.subarray(i * stride, (i + 1) * stride), this.#step);
        this.#slack = Math.max(this.#slack, slack);
      }
      this.#chunks.push(chunk);
    }
  }

  get isEmpty(): boolean {
    return this.#queries.length === 0;
  }

  /** Looks at the rows `from` to `end` of a block, whose first one is at `block`. */
  look({ slab, copy }: RowPlace, from: number, end: number): void {
    if (this.isEmpty) return;
    const most = slab.floats.subarray(BOUNDS_AT / 4, BOUNDS_AT / 4 + end - from);
    most.fill(-Infinity);
    for (const chunk of this.#chunks) {
      this.#load(slab, chunk);
      slab.kernel.most(this.#at, chunk.length / (TILE * this.#stride), copy + from * this.#stride, end - from, this.#stride, BOUNDS_AT);
    }
    this.#most.set(most, from);
  }

  /** What the highest dot product with row `i` of the block is at most and at least, once {@link look} saw it; -Infinity without examples. */
  bounds({ slab, facts }: RowPlace, i: number): { atMost: number; atLeast: number } {
    if (this.isEmpty) return { atMost: -Infinity, atLeast: -Infinity };
    const { scale, slack } = this.#scaleOf(slab, facts + i * 8);
    const near = this.#most[i]! * scale;
    return { atMost: near + slack, atLeast: near - slack };
  }

  /** The highest dot product with the row at a place, row `i` of its block; -Infinity without examples. */
  highest({ slab, floats, copy, facts }: RowPlace, i: number): number {
    if (this.isEmpty) return -Infinity;
    const { scale, slack } = this.#scaleOf(slab, facts);
    // The nearest example is in a tile that comes as near as this.
    const near = this.#most[i]! - (2 * slack) / scale;
    let highest = -Infinity;
    let first = 0;
    for (const chunk of this.#chunks) {
      this.#load(slab, chunk);
      for (let tile = 0; tile < chunk.length / (TILE * this.#stride); tile++, first += TILE) {
        slab.floats[BOUNDS_AT / 4] = -Infinity;
        slab.kernel.most(this.#at + tile * TILE * this.#stride * 2, 1, copy, 1, this.#stride, BOUNDS_AT);
        if (slab.floats[BOUNDS_AT / 4]! < near) continue;
        for (const query of this.#queries.slice(first, first + TILE)) {
          slab.floats.set(query, QUERY_AT / 4);
          slab.kernel.dot(QUERY_AT, floats, 1, this.#stride * 4, SCORE_AT);
          highest = Math.max(highest, slab.floats[SCORE_AT / 4]!);
        }
      }
    }
    return highest;
  }

  /** What makes a product of integers one of numbers, and how far off it may be: see `quantise.ts`. */
  #scaleOf({ floats }: Slab, facts: number): { scale: number; slack: number } {
    return { scale: this.#step * floats[facts / 4]!, slack: floats[facts / 4 + 1]! + this.#slack };
  }

  #load(slab: Slab, chunk: Int16Array): void {
    const buffer = slab.int16s.buffer;
    if (this.#loaded?.chunk === chunk && this.#loaded.slab === slab && this.#loaded.buffer === buffer) return;
    slab.int16s.set(chunk, this.#at / 2);
    this.#loaded = { slab, buffer, chunk };
  }
}
