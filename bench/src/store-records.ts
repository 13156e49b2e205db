import type { AssetRecord } from '@clipgraph/contracts';

let state = 1;
/** Uniform in [-0.5, 0.5): xorshift32, the same in every run. */
function nextNumber(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 4_294_967_296 - 0.5;
}

export function randomUnit(dimensions: number): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, nextNumber);
  let squares = 0;
  for (const value of vector) squares += value * value;
  const scale = 1 / Math.sqrt(squares);
  return vector.map((value) => value * scale);
}

/** Record number `row` of the store's benchmarks; each `group` holds 1 % of the records. */
export function benchRecord(row: number, image: Float32Array): AssetRecord {
  const payload = {
    title: `Picture ${row}`,
    group: row % 100,
    price: (row * 7919) % 1000,
    tags: ['a', `t${row % 17}`],
    taken: '2024-05-01T10:00:00Z',
  };
  return { key: `picture-${row}`, payload, vectors: { image } };
}
