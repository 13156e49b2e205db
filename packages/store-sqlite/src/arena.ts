import { scanWasm } from './scan-wasm.ts';

/** What is used of the global; TypeScript keeps its types with the browser's. */
declare const WebAssembly: {
  Memory: new (limits: { initial: number; maximum: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: object };
};
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
/** Byte offsets, the number of rows and the bytes of one row: see `scan.wat`. */
type Scan = (query: number, rows: number, count: number, stride: number, scores: number) => void;

const PAGE_BYTES = 65_536;
export const BLOCK_BYTES = 262_144;
/** One row must fit a block. */
export const MAX_DIMENSIONS: number = BLOCK_BYTES / 4;
/** The query lies at 0, the scores of one block after it, then the blocks. */
const SCORES_AT = BLOCK_BYTES;
const BLOCKS_AT = BLOCK_BYTES + PAGE_BYTES;
const PAGES_MAX = (BLOCKS_AT + 4096 * BLOCK_BYTES) / PAGE_BYTES;
/** Growing moves nothing (the engine reserves the addresses), but replaces the buffer: not for every block. */
const GROWTH_BLOCKS = 64;

/** About 1 GiB of WASM memory, cut into blocks, with the kernel that scans them. */
export interface Slab {
  /** Replaced when the memory grows: to be read anew after every {@link Arena.take}. */
  floats: Float32Array;
  readonly scan: Scan;
  readonly memory: WasmMemory;
  taken: number;
}

/** `BLOCK_BYTES` of WASM memory, from `offset` (bytes) of its slab. */
export interface Block {
  readonly slab: Slab;
  readonly offset: number;
}

/**
 * Hands out blocks of WASM memory to every matrix of a store. One WASM memory ends at 4 GiB and reserves its address
 * space at once, so blocks come from a few large memories whatever the number of collections.
 */
export class Arena {
  readonly #module = new WebAssembly.Module(Buffer.from(scanWasm, 'base64'));
  readonly #slabs: Slab[] = [];
  readonly #free: Block[] = [];

  /** Throws a RangeError when there is no memory left. */
  take(): Block {
    const free = this.#free.pop();
    if (free) return free;
    let slab = this.#slabs.at(-1);
    if (!slab || BLOCKS_AT + (slab.taken + 1) * BLOCK_BYTES > PAGES_MAX * PAGE_BYTES) slab = this.#addSlab();
    const offset = BLOCKS_AT + slab.taken * BLOCK_BYTES;
    if (offset + BLOCK_BYTES > slab.memory.buffer.byteLength) {
      slab.memory.grow((GROWTH_BLOCKS * BLOCK_BYTES) / PAGE_BYTES);
      slab.floats = new Float32Array(slab.memory.buffer);
    }
    slab.taken++;
    return { slab, offset };
  }

  give(block: Block): void {
    this.#free.push(block);
  }

  #addSlab(): Slab {
    const memory = new WebAssembly.Memory({ initial: BLOCKS_AT / PAGE_BYTES, maximum: PAGES_MAX });
    const { exports } = new WebAssembly.Instance(this.#module, { env: { memory } });
    const { scan } = exports as { scan: Scan };
    const slab = { floats: new Float32Array(memory.buffer), scan, memory, taken: 0 };
    this.#slabs.push(slab);
    return slab;
  }
}

/** Dot products of `query` with the first `count` rows of a block; valid until the next call. */
export function scanBlock({ slab, offset }: Block, query: Float32Array, count: number): Float32Array {
  const at = SCORES_AT / 4;
  slab.floats.set(query, 0);
  slab.scan(0, offset, count, query.byteLength, SCORES_AT);
  return slab.floats.subarray(at, at + count);
}
