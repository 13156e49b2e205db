import { PluginError } from '@clipgraph/contracts';
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

/** The functions of `scan.wat`; places are byte offsets. */
interface Kernel {
  dot(query: number, rows: number, count: number, stride: number, scores: number): void;
  quantise(row: number, stride: number, copy: number, facts: number, slack: number): void;
  most(queries: number, tiles: number, rows: number, count: number, stride: number, most: number): void;
  bound(query: number, rows: number, count: number, stride: number, facts: number, scale: number, slack: number, bounds: number): void;
}

const PAGE_BYTES = 65_536;
export const BLOCK_BYTES = 262_144;
/** So that a block holds a row with its copy: a design limit far above any model's. */
export const MAX_DIMENSIONS = 32_768;

/** Where a slab keeps what a scan needs besides the blocks. */
export const QUERY_AT = 0;
export const QUERY_COPY_AT: number = MAX_DIMENSIONS * 4;
export const BOUNDS_AT: number = MAX_DIMENSIONS * 6;
export const SCORE_AT: number = BOUNDS_AT + 32_768;
/** Two of them, each for the examples of one side: at least four tiles. */
export const TILES_AT: number = MAX_DIMENSIONS * 8;
export const TILES_BYTES = 1_048_576;
const BLOCKS_AT = TILES_AT + 2 * TILES_BYTES;

const BLOCKS_MAX = 4096;
const PAGES_MAX = (BLOCKS_AT + BLOCKS_MAX * BLOCK_BYTES) / PAGE_BYTES;
/** Growing moves nothing (the engine reserves the addresses), but replaces the buffer: not for every block. */
const GROWTH_BLOCKS = 64;

/** About 1 GiB of WASM memory, cut into blocks, with the kernel that scans them. */
export interface Slab {
  /** The views are replaced when the memory grows: to be read anew after every {@link Arena.take}. */
  floats: Float32Array;
  int16s: Int16Array;
  readonly kernel: Kernel;
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

  /** Throws UNAVAILABLE when there is no memory left. */
  take(): Block {
    try {
      return this.#free.pop() ?? this.#newBlock();
    } catch (cause) {
      throw new PluginError('UNAVAILABLE', 'There is no memory left for the store', { cause });
    }
  }

  give(block: Block): void {
    this.#free.push(block);
  }

  #newBlock(): Block {
    let slab = this.#slabs.at(-1);
    if (!slab || slab.taken === BLOCKS_MAX) this.#slabs.push((slab = newSlab(this.#module)));
    const offset = BLOCKS_AT + slab.taken * BLOCK_BYTES;
    if (offset + BLOCK_BYTES > slab.memory.buffer.byteLength) {
      slab.memory.grow((GROWTH_BLOCKS * BLOCK_BYTES) / PAGE_BYTES);
      Object.assign(slab, viewsOf(slab.memory));
    }
    slab.taken++;
    return { slab, offset };
  }
}

function newSlab(module: object): Slab {
  const memory = new WebAssembly.Memory({ initial: BLOCKS_AT / PAGE_BYTES, maximum: PAGES_MAX });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { ...viewsOf(memory), kernel: exports as Kernel, memory, taken: 0 };
}

function viewsOf({ buffer }: WasmMemory): Pick<Slab, 'floats' | 'int16s'> {
  return { floats: new Float32Array(buffer), int16s: new Int16Array(buffer) };
}
