import { type Arena, type Block, BLOCK_BYTES, scanBlock } from './arena.ts';

/** Rows are padded with zeros to the 16 floats that the kernel takes in a step. */
const STEP = 16;

/** What stands in a {@link Matrix}: the owner of a row knows where it is. */
export interface Owner {
  row: number;
}

/**
 * Vectors of one length in blocks, row by row without gaps: the last row moves into the place of a removed one.
 * Exact scanning is this class and the kernel; another index would take its place here.
 */
export class Matrix<O extends Owner> {
  readonly owners: O[] = [];
  readonly #blocks: Block[] = [];
  readonly #arena: Arena;
  readonly #dimensions: number;
  readonly #stride: number;
  readonly #rowsPerBlock: number;

  /** `dimensions` is at most MAX_DIMENSIONS. */
  constructor(arena: Arena, dimensions: number) {
    this.#arena = arena;
    this.#dimensions = dimensions;
    this.#stride = Math.ceil(dimensions / STEP) * STEP;
    this.#rowsPerBlock = Math.floor(BLOCK_BYTES / 4 / this.#stride);
  }

  /** Makes room for so many more rows, so that adding them cannot fail. Throws a RangeError without memory. */
  reserve(rows: number): void {
    const blocks = Math.ceil((this.owners.length + rows) / this.#rowsPerBlock);
    while (this.#blocks.length < blocks) this.#blocks.push(this.#arena.take());
  }

  add(owner: O, vector: Float32Array): void {
    this.reserve(1);
    owner.row = this.owners.length;
    this.owners.push(owner);
    this.#write(owner.row, vector);
  }

  replace(owner: O, vector: Float32Array): void {
    this.#write(owner.row, vector);
  }

  remove(owner: O): void {
    const last = this.owners.pop()!;
    if (last !== owner) {
      this.#write(owner.row, this.#read(last.row));
      this.owners[owner.row] = last;
      last.row = owner.row;
    }
    owner.row = -1;
    this.#giveBack();
  }

  /** Gives every block back; the matrix is empty then. */
  clear(): void {
    this.owners.length = 0;
    this.#giveBack();
  }

  /** Calls `visit` for runs of rows with their dot products, which are valid during the call only. */
  scan(query: Float32Array, visit: (scores: Float32Array, firstRow: number) => void): void {
    const padded = new Float32Array(this.#stride);
    padded.set(query);
    for (let first = 0, block = 0; first < this.owners.length; first += this.#rowsPerBlock, block++) {
      const count = Math.min(this.#rowsPerBlock, this.owners.length - first);
      visit(scanBlock(this.#blocks[block]!, padded, count), first);
    }
  }

  #read(row: number): Float32Array {
    const { slab, at } = this.#place(row);
    return slab.floats.subarray(at, at + this.#dimensions);
  }

  #write(row: number, vector: Float32Array): void {
    const { slab, at } = this.#place(row);
    slab.floats.set(vector, at);
    slab.floats.fill(0, at + this.#dimensions, at + this.#stride);
  }

  /** `at` counts floats. */
  #place(row: number): { slab: Block['slab']; at: number } {
    const { slab, offset } = this.#blocks[Math.floor(row / this.#rowsPerBlock)]!;
    return { slab, at: offset / 4 + (row % this.#rowsPerBlock) * this.#stride };
  }

  /** Keeps one spare block, so that a record coming and going at the edge costs nothing. */
  #giveBack(): void {
    const needed = Math.ceil(this.owners.length / this.#rowsPerBlock);
    const kept = needed === 0 ? 0 : needed + 1;
    while (this.#blocks.length > kept) this.#arena.give(this.#blocks.pop()!);
  }
}
