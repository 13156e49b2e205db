import { compareCodePoints } from '@clipgraph/contracts';

/**
 * Qdrant orders points by numbers only. A key's UTF-8 bytes are therefore kept as numbers too, six bytes to a number,
 * so that comparing the numbers one after the other is comparing keys in code-point order.
 */
const CHUNK_BYTES = 6;

/** Chunks that are kept: keys with the same first 48 bytes are read together and sorted here. */
export const ORDER_LEVELS = 8;

export type KeyOrder = Readonly<Record<string, number>>;

/** The payload field of a chunk. */
export function orderField(level: number): string {
  return `order.c${level}`;
}

/**
 * The first {@link ORDER_LEVELS} chunks, each below 257^6. A missing byte is 0 and a byte b is b + 1, so that a key
 * comes before those it begins. The last chunk of a key that ends before has room left, and with it the key is told
 * from every other.
 */
export function orderChunks(key: string): number[] {
  const bytes = Buffer.from(key, 'utf8');
  const count = Math.min(Math.floor(bytes.length / CHUNK_BYTES) + 1, ORDER_LEVELS);
  return Array.from({ length: count }, (_, level) => {
    let chunk = 0;
    for (let i = level * CHUNK_BYTES; i < (level + 1) * CHUNK_BYTES; i++) chunk = chunk * 257 + (i < bytes.length ? bytes[i]! + 1 : 0);
    return chunk;
  });
}

export function keyOrder(key: string): KeyOrder {
  return Object.fromEntries(orderChunks(key).map((chunk, level) => [`c${level}`, chunk]));
}

export interface Keyed {
  readonly key: string;
}

/** What walking in key order asks of the engine. */
export interface OrderedReader<T extends Keyed> {
  /** Up to `limit` records whose first chunks are `prefix`, by the next chunk, from `from` on; in any order among equals. */
  page(prefix: readonly number[], from: number | undefined, limit: number): Promise<readonly T[]>;
  /** Every record whose first chunks are all of `prefix`; in any order. */
  group(prefix: readonly number[]): Promise<readonly T[]>;
  readonly pageSize: number;
}

/** Records in code-point order of their keys, those after a key only; reads ahead by a page at most. */
export async function* inKeyOrder<T extends Keyed>(reader: OrderedReader<T>, after: string | undefined): AsyncGenerator<T> {
  if (after === undefined) return yield* under(reader, [], undefined);
  const chunks = orderChunks(after);
  if (chunks.length === ORDER_LEVELS) {
    for (const record of sorted(await reader.group(chunks))) if (compareCodePoints(record.key, after) > 0) yield record;
  }
  // What shares most with the key comes first: the same chunks but the last, then but the last two, ...
  for (let level = chunks.length - 1; level >= 0; level--) yield* under(reader, chunks.slice(0, level), chunks[level]! + 1);
}

async function* under<T extends Keyed>(reader: OrderedReader<T>, prefix: readonly number[], from: number | undefined): AsyncGenerator<T> {
  const level = prefix.length;
  if (level === ORDER_LEVELS) return yield* sorted(await reader.group(prefix));
  for (;;) {
    const page = sorted(await reader.page(prefix, from, reader.pageSize));
    if (page.length < reader.pageSize) return yield* page;
    // Of the page's last chunk there may be more than the page holds: they are walked by their next chunk.
    const last = orderChunks(page.at(-1)!.key)[level]!;
    for (const record of page) {
      if (orderChunks(record.key)[level] === last) break;
      yield record;
    }
    yield* under(reader, [...prefix, last], undefined);
    from = last + 1;
  }
}

function sorted<T extends Keyed>(records: readonly T[]): readonly T[] {
  return records.toSorted((a, b) => compareCodePoints(a.key, b.key));
}
